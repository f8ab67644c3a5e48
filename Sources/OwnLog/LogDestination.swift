internal import Glibc

/// Who reads our stderr, which decides the form of a line.
package enum LogDestination: Sendable, Hashable {
  /// A terminal, a file, a pipe: lines begin with their time.
  case plain
  /// The journal: lines begin with `<N>`, the priority, and carry no time, since the journal stamps them.
  /// Source: sd-daemon(3), systemd.exec(5) `SyslogLevelPrefix=`.
  case journal

  /// What stderr is connected to.
  ///
  /// `JOURNAL_STREAM` alone is not proof: a child whose stderr was redirected inherits it. So the device and inode in it
  /// are compared with the descriptor's, as systemd.exec(5) asks.
  ///
  /// - Parameters:
  ///   - journalStream: The value of `JOURNAL_STREAM`, `device:inode` in decimal.
  ///   - descriptor: The descriptor that lines go to.
  package static func detect(journalStream: String?, descriptor: Int32 = STDERR_FILENO) -> LogDestination {
    var status = stat()
    guard let journalStream, fstat(descriptor, &status) == 0 else { return .plain }
    return journalStream == "\(status.st_dev):\(status.st_ino)" ? .journal : .plain
  }
}
