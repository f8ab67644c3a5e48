package import Journal
internal import LineContent
package import LogStore
package import LogWire

/// Lays out the journal entry of a line; the fields of the container only once.
///
/// The fields are those of Docker's own journald driver, and some more; docs/journald.md lists them.
/// Source: moby's daemon/logger/journald/journald.go.
package struct JournalEntryBuilder {
  /// At most so many labels become fields, in the order of their names.
  package static let maximumLabels = 32

  package private(set) var entry = JournalEntry()
  private let containerFields: Int

  package init(container: ContainerInfo, tag: String, epoch: Int64) {
    entry.add("SYSLOG_IDENTIFIER", tag)
    entry.add("CONTAINER_TAG", tag)
    entry.add("CONTAINER_NAME", container.name)
    entry.add("CONTAINER_ID", String(container.id.prefix(12)))
    entry.add("CONTAINER_ID_FULL", container.id)
    entry.add("IMAGE_NAME", container.image)
    entry.add("CONTAINER_LOG_EPOCH", String(epoch))
    if let project = container.project { entry.add("LIGHTSHUTTLE_PROJECT", project) }
    if let resource = container.resource { entry.add("LIGHTSHUTTLE_RESOURCE", resource) }
    for (key, value) in container.labels.sorted(by: { $0.key < $1.key }).prefix(Self.maximumLabels) {
      entry.add(JournalField.name(ofLabel: key), value)
    }
    containerFields = entry.ends.count
  }

  /// Replaces the fields of the line before by those of this one.
  package mutating func setLine(
    _ message: RawSpan, time: Timestamp, stream: LogStream, flags: LineFlags, ordinal: Int64
  ) {
    entry.keepFirst(containerFields)
    entry.add("MESSAGE") { bytes in message.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    // What the line says of itself; else as Docker's own driver does.
    let priority = Level.find(in: message)?.priority ?? (stream == .stderr ? 3 : 6)
    entry.add("PRIORITY") { $0.append(UInt8(ascii: "0") + priority) }
    entry.add("SYSLOG_TIMESTAMP", time.description)
    entry.add("LSLOG_TIME_USEC", String(time.nanoseconds / 1000))
    entry.add("CONTAINER_LOG_ORDINAL", String(ordinal))
    if flags.contains(.cut) || flags.contains(.continuation) {
      entry.add("CONTAINER_PARTIAL_MESSAGE", "true")
    }
  }
}
