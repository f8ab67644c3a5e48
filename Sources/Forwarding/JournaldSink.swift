internal import CSystemd
internal import Glibc
package import LogStore
internal import LogWire

/// Sends lines to systemd-journald by its native protocol, through libsystemd.
///
/// libsystemd says nothing when journald's socket does not exist, and what waits in the socket of a journald that dies
/// is lost. So the socket is looked at before and after each block of lines: if it is missing or another one, the last seconds
/// are sent again.
///
/// Containers whose own log driver is journald are never forwarded: dockerd finds their log by CONTAINER_ID_FULL alone,
/// and would read what we send as what they wrote.
package final class JournaldSink: Sink {
  /// Which file a socket is.
  private struct Identity: Equatable {
    var device: dev_t
    var inode: ino_t
  }

  private static let defaultSocket = "/run/systemd/journal/socket"

  private let socket: String
  private let tag: @Sendable (ContainerInfo) -> String
  private var receiver: Identity?

  /// - Parameter tag: the value of SYSLOG_IDENTIFIER for a container.
  package init(tag: @escaping @Sendable (ContainerInfo) -> String) {
    socket = Self.defaultSocket
    self.tag = tag
  }

  package func send(_ lines: StoreFeed.Lines, selecting isWanted: (Int) -> Bool) throws(SinkError) {
    guard lines.container.logDriver != "journald" else { return }
    try checkReceiver()
    var entry = JournalEntryBuilder(container: lines.container, tag: tag(lines.container), epoch: lines.epoch)
    let messages = lines.lines.bytes
    for index in 0..<lines.lines.count where isWanted(index) {
      let line = lines.lines.lines[index]
      entry.setLine(
        messages.span.bytes.extracting(lines.lines.range(of: index)), time: line.time, stream: line.stream,
        flags: line.flags, ordinal: lines.firstOrdinal + Int64(index))
      try Self.send(entry)
    }
    try checkReceiver()
  }

  package func checkReceiver() throws(SinkError) {
    var status = stat()
    guard stat(socket, &status) == 0 else {
      receiver = nil
      throw SinkError("journald is not running: no socket at \(socket)")
    }
    let found = Identity(device: status.st_dev, inode: status.st_ino)
    defer { receiver = found }
    if let receiver, receiver != found { throw SinkError("journald was started anew") }
  }

  private static func send(_ entry: JournalEntryBuilder) throws(SinkError) {
    let result = withUnsafeTemporaryAllocation(of: iovec.self, capacity: entry.ends.count) { vectors in
      entry.bytes.withUnsafeBytes { bytes in
        var start = 0
        for (index, end) in entry.ends.enumerated() {
          let base = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + start) }
          vectors.initializeElement(at: index, to: iovec(iov_base: base, iov_len: end - start))
          start = end
        }
        return sd_journal_sendv(vectors.baseAddress, Int32(vectors.count))
      }
    }
    guard result == 0 else {
      throw SinkError("journald does not take entries: \(String(cString: strerror(-result)))")
    }
  }
}
