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
/// | `line_end` | how the line ended: `"\r\n"`, or `""` if it had no end; left out if with `\n`, or if `partial` says enough |
/// | `context` | `true` if the line is none that was looked for but near one, else left out |
/// | `epoch`, `ordinal` | the line's place in its container's log |
/// | `image`, `log_driver`, `tty`, `labels` | of the container; only if asked for, and then with its first line and whenever they change |
package struct JSONHitFormatter: HitFormatter {
  private let describesContainers: Bool
  /// By id, what was written of them last.
  private var described: [String: ContainerInfo] = [:]

  /// - Parameter describesContainers: whether to write all that the store knows of a container, not only its names, so that
  ///   nothing is lost when the lines are imported. Memory grows with the containers then.
  package init(describesContainers: Bool = false) {
    self.describesContainers = describesContainers
  }

  package mutating func append(_ hit: Hit, to bytes: inout [UInt8]) {
    append(hit, isContext: false, to: &bytes)
  }

  package mutating func append(context line: Hit, to bytes: inout [UInt8]) {
    append(line, isContext: true, to: &bytes)
  }

  /// Nothing: `epoch` and `ordinal` tell.
  package func appendGap(to bytes: inout [UInt8]) {}

  private mutating func append(_ hit: Hit, isContext: Bool, to bytes: inout [UInt8]) {
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
    if let end = Self.lineEnd(of: hit.flags) { object.add("line_end", end) }
    if isContext { object.add("context", true) }
    object.add("epoch", hit.epoch)
    object.add("ordinal", hit.ordinal)
    if describesContainers { describe(hit.container, in: &object) }
    bytes = object.finish()
    bytes.append(UInt8(ascii: "\n"))
  }

  /// What a reader would not assume of the line's end.
  private static func lineEnd(of flags: LineFlags) -> String? {
    if flags.contains(.crlf) { return "\r\n" }
    return flags.contains(.lf) == flags.contains(.cut) ? (flags.contains(.lf) ? "\n" : "") : nil
  }

  private mutating func describe(_ container: ContainerInfo, in object: inout JSONObjectWriter) {
    guard described[container.id] != container else { return }
    described[container.id] = container
    object.add("image", container.image)
    object.add("log_driver", container.logDriver)
    object.add("tty", container.tty)
    object.add("labels", container.labels)
  }
}
