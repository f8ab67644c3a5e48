package import HealthStore
internal import LogWire

/// Transitions as JSON: one object a line, in the order given.
///
/// Keys: `number` (its place in the order of all), `time` (RFC 3339), `container`, `id`, `project` and `resource` (left out if
/// there is none), `from` (left out if it was not known before) and `from_exit_code`, `to` and `to_exit_code`, `well` (whether
/// `to` is), `reason` (left out if empty), and of the evidence what there is: `oom_killed` (`true`), `probe`, `http_status`,
/// `exit_code` (of the probe's command), `latency_ms`, `first_sign` (RFC 3339), `output` (bytes that are not UTF-8 as U+FFFD
/// each) and, only if there are such, `output_base64`.
package enum TransitionJSON {
  /// The line of a transition, with its end.
  package static func text(_ transition: Transition) -> String {
    var bytes: [UInt8] = []
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add(transition)
    return String(decoding: object.finish(), as: UTF8.self) + "\n"
  }
}

extension JSONObjectWriter {
  /// Adds the members of ``TransitionJSON``.
  mutating func add(_ transition: Transition) {
    add("number", transition.number)
    add("time", transition.time.description)
    add("container", transition.name)
    add("id", transition.container)
    if let project = transition.project { add("project", project) }
    if let resource = transition.resource { add("resource", resource) }
    if let from = transition.from { add("from", from.name) }
    if let exitCode = transition.from?.exitCode { add("from_exit_code", Int64(exitCode)) }
    add("to", transition.to.name)
    if let exitCode = transition.to.exitCode { add("to_exit_code", Int64(exitCode)) }
    add("well", transition.to.isWell)
    if !transition.reason.isEmpty { add("reason", transition.reason) }
    add(transition.evidence)
  }

  private mutating func add(_ evidence: Evidence) {
    if evidence.oomKilled { add("oom_killed", true) }
    if let probe = evidence.probe { add("probe", probe) }
    if let status = evidence.httpStatus { add("http_status", Int64(status)) }
    if let exitCode = evidence.exitCode { add("exit_code", Int64(exitCode)) }
    addMilliseconds("latency_ms", evidence.latency)
    if let time = evidence.firstSign { add("first_sign", time.description) }
    if !evidence.output.isEmpty { addBytes("output", "output_base64", evidence.output) }
  }

  /// Adds a time of nanoseconds in milliseconds; nothing for nil.
  mutating func addMilliseconds(_ name: StaticString, _ nanoseconds: Int64?) {
    if let nanoseconds { add(name, fraction: Double(nanoseconds) / 1_000_000) }
  }

  /// Adds bytes as a string and, if they are not UTF-8, in base64.
  mutating func addBytes(_ name: StaticString, _ nameOfBase64: StaticString, _ bytes: [UInt8]) {
    if !add(name, bytes.span) { addBase64(nameOfBase64, bytes.span) }
  }
}
