package import HealthStore
internal import LogWire

/// `lslog health -o json`: one object a container and line, in the order of the rows.
///
/// Keys: `container`, `id`, `project` and `resource` (left out if there is none), `state`, `exit_code` (of a stopped one, if
/// known), `well`, `since` (RFC 3339 in UTC with nine digits), `reason` (left out if empty), `restarts`.
package enum HealthJSON {
  /// The lines, each with its end; nothing without rows.
  package static func text(_ rows: [HealthRow]) -> String {
    var bytes: [UInt8] = []
    for row in rows { append(row, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ row: HealthRow, to bytes: inout [UInt8]) {
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add("container", row.name)
    object.add("id", row.id)
    if let project = row.project { object.add("project", project) }
    if let resource = row.resource { object.add("resource", resource) }
    object.add("state", row.state.name)
    if case .stopped(.some(let exitCode)) = row.state { object.add("exit_code", Int64(exitCode)) }
    object.add("well", row.state.isWell)
    object.add("since", row.since.description)
    if !row.reason.isEmpty { object.add("reason", row.reason) }
    object.add("restarts", Int64(row.restarts))
    bytes = object.finish()
    bytes.append(UInt8(ascii: "\n"))
  }
}
