internal import Journal
package import LogStore
internal import LogWire

/// Sends lines to systemd-journald.
///
/// What waits in the socket of a journald that dies is lost. So the socket is looked at before and after each block of lines:
/// if it is missing or another one, the last seconds are sent again.
///
/// Containers whose own log driver is journald are never forwarded: dockerd finds their log by CONTAINER_ID_FULL alone,
/// and would read what we send as what they wrote.
package final class JournaldSink: Sink {
  private let tag: @Sendable (ContainerInfo) -> String
  private var socket = JournalSocket()

  /// - Parameter tag: the value of SYSLOG_IDENTIFIER for a container.
  package init(tag: @escaping @Sendable (ContainerInfo) -> String) {
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
      do { try socket.send(entry.entry) } catch { throw SinkError(error.description) }
    }
    try checkReceiver()
  }

  package func checkReceiver() throws(SinkError) {
    do { try socket.checkReceiver() } catch { throw SinkError(error.description) }
  }
}
