internal import Glibc
package import Logging

/// Writes our own events to stderr, one line of logfmt each.
///
///     time=2026-01-31T08:15:30.123Z level=info component=collector message="container appeared" container.name=web-1
///
/// A line goes out in one `write(2)`, so lines of several processes don't mix (up to PIPE_BUF on a pipe) and none is lost
/// in a buffer when the process dies. A line that can't be written is dropped: there is nobody left to tell.
/// Nested metadata gets dotted keys. What stands in metadata never breaks the line; see ``LogfmtLine``.
package struct OwnLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?

  private let component: String
  private let destination: LogDestination
  private let descriptor: Int32
  private let threshold: LogThreshold
  private var ownLevel: Logger.Level?

  /// - Parameters:
  ///   - component: The part of lslog that speaks: the logger's label.
  ///   - threshold: The level, shared by all loggers; a level set on one logger wins for it.
  ///   - destination: The form of the lines.
  ///   - descriptor: Borrowed; stays open for as long as the handler is used.
  package init(
    component: String, threshold: LogThreshold, destination: LogDestination, descriptor: Int32 = STDERR_FILENO
  ) {
    self.component = component
    self.threshold = threshold
    self.destination = destination
    self.descriptor = descriptor
  }

  package var logLevel: Logger.Level {
    get { ownLevel ?? threshold.level }
    set { ownLevel = newValue }
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var fields = metadata
    if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
    if let given = event.metadata { fields.merge(given) { $1 } }
    if let error = event.error, fields["error"] == nil { fields["error"] = "\(error)" }
    write(render(level: event.level, message: event.message.description, fields: fields))
  }

  /// The bytes of one line.
  func render(level: Logger.Level, message: String, fields: Logger.Metadata) -> [UInt8] {
    var line = LogfmtLine(prefix: destination == .journal ? "<\(level.priority)>" : "")
    if destination == .plain { line.append("time", LogTime.now()) }
    line.append("level", level.rawValue)
    line.append("component", component)
    line.append("message", message)
    Self.append(fields, prefix: "", to: &line)
    return line.finished()
  }

  private static func append(_ fields: Logger.Metadata, prefix: String, to line: inout LogfmtLine) {
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
      append(value, key: prefix + key, to: &line)
    }
  }

  private static func append(_ value: Logger.MetadataValue, key: String, to line: inout LogfmtLine) {
    switch value {
    case .string(let text): line.append(key, text)
    case .stringConvertible(let value): line.append(key, value.description)
    case .dictionary(let fields): append(fields, prefix: key + ".", to: &line)
    case .array(let values): line.append(key, values.map(\.description).joined(separator: ","))
    }
  }

  private func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      while Glibc.write(descriptor, buffer.baseAddress, buffer.count) < 0, errno == EINTR {}
    }
  }
}
