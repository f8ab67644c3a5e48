package import LogQuery
internal import LogStore
internal import LogWire

/// `-o json`: one object a line (NDJSON), inert on a terminal, each ending in `\n`.
///
/// | key | value |
/// |---|---|
/// | `time` | RFC 3339 in UTC with nine digits |
/// | `container`, `id` | name and full id |
/// | `project`, `resource` | left out if there is none |
/// | `stream` | `stdout` or `stderr` |
/// | `message` | the line without its end; bytes that are not UTF-8 as U+FFFD each |
/// | `message_base64` | the exact bytes, only if they are not UTF-8 |
/// | `partial` | `true` if the line was cut and the next one continues it, else left out |
/// | `continuation` | `true` if the line continues one that was cut, else left out |
/// | `unstamped` | `true` if the time is that of the reading, else left out |
/// | `epoch`, `ordinal` | the line's place in its container's log |
package struct JSONHitFormatter: HitFormatter {
  package init() {}

  package func append(_ hit: Hit, to bytes: inout [UInt8]) {
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add("time", hit.time.description)
    object.add("container", hit.container.name)
    object.add("id", hit.container.id)
    if let project = hit.container.project { object.add("project", project) }
    if let resource = hit.container.resource { object.add("resource", resource) }
    object.add("stream", hit.stream.description)
    if !object.add("message", hit.message.span) { object.addBase64("message_base64", hit.message.span) }
    if hit.flags.contains(.cut) { object.add("partial", true) }
    if hit.flags.contains(.continuation) { object.add("continuation", true) }
    if hit.flags.contains(.unstamped) { object.add("unstamped", true) }
    object.add("epoch", hit.epoch)
    object.add("ordinal", hit.ordinal)
    bytes = object.finish()
    bytes.append(UInt8(ascii: "\n"))
  }
}
