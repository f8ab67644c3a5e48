internal import LineContent
package import LogStore
package import LogWire

/// Lays out the journal entry of a line: `NAME=value` fields in one buffer, those of the container only once.
///
/// The fields are those of Docker's own journald driver, and some more; docs/journald.md lists them.
/// Source: moby's daemon/logger/journald/journald.go.
package struct JournalEntryBuilder {
  /// At most so many labels become fields, in the order of their names.
  package static let maximumLabels = 32

  /// The fields one after the other.
  package private(set) var bytes: [UInt8] = []
  /// Where each field ends in `bytes`.
  package private(set) var ends: [Int] = []
  private let containerBytes: Int
  private let containerFields: Int

  package init(container: ContainerInfo, tag: String, epoch: Int64) {
    var fields = [
      ("SYSLOG_IDENTIFIER", tag), ("CONTAINER_TAG", tag),
      ("CONTAINER_NAME", container.name), ("CONTAINER_ID", String(container.id.prefix(12))),
      ("CONTAINER_ID_FULL", container.id), ("IMAGE_NAME", container.image),
      ("CONTAINER_LOG_EPOCH", String(epoch)),
    ]
    if let project = container.project { fields.append(("LIGHTSHUTTLE_PROJECT", project)) }
    if let resource = container.resource { fields.append(("LIGHTSHUTTLE_RESOURCE", resource)) }
    for (key, value) in container.labels.sorted(by: { $0.key < $1.key }).prefix(Self.maximumLabels) {
      fields.append((JournalField.name(ofLabel: key), value))
    }
    for (name, value) in fields {
      bytes += Array("\(name)=\(value)".utf8)
      ends.append(bytes.count)
    }
    containerBytes = bytes.count
    containerFields = ends.count
  }

  /// Replaces the fields of the line before by those of this one.
  package mutating func setLine(
    _ message: RawSpan, time: Timestamp, stream: LogStream, flags: LineFlags, ordinal: Int64
  ) {
    bytes.removeLast(bytes.count - containerBytes)
    ends.removeLast(ends.count - containerFields)
    add("MESSAGE=") { bytes in message.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    // What the line says of itself; else as Docker's own driver does.
    let priority = Level.find(in: message)?.priority ?? (stream == .stderr ? 3 : 6)
    add("PRIORITY=") { $0.append(UInt8(ascii: "0") + priority) }
    add("SYSLOG_TIMESTAMP=") { $0.append(contentsOf: time.description.utf8) }
    add("LSLOG_TIME_USEC=") { $0.append(contentsOf: String(time.nanoseconds / 1000).utf8) }
    add("CONTAINER_LOG_ORDINAL=") { $0.append(contentsOf: String(ordinal).utf8) }
    if flags.contains(.cut) || flags.contains(.continuation) {
      add("CONTAINER_PARTIAL_MESSAGE=") { $0.append(contentsOf: "true".utf8) }
    }
  }

  private mutating func add(_ name: StaticString, _ value: (inout [UInt8]) -> Void) {
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    value(&bytes)
    ends.append(bytes.count)
  }
}
