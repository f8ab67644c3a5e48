internal import CLinux
internal import Glibc

/// Signals as bytes in a pipe, each the signal's number (D. J. Bernstein's self-pipe trick).
///
/// Not signalfd(2): that needs the signals blocked in every thread, and the runtime may have threads before `main` runs.
/// The pipe lives as long as the process, since a handler may write to it at any time.
package struct SignalPipe: Sendable {
  /// Readable when a signal has come; non-blocking.
  package let readEnd: Int32

  /// Catches the signals from now on. A later pipe takes a signal over from an earlier one.
  ///
  /// - Throws: ``SupervisionError`` when there are no descriptors left.
  package static func catching(_ signals: [Int32]) throws(SupervisionError) -> SignalPipe {
    var ends: [Int32] = [-1, -1]
    guard lslog_pipe(&ends) == 0 else { throw .last("pipe") }
    for end in ends { try Descriptor.setNonBlocking(end) }
    for signal in signals {
      guard lslog_catch_signal(signal, ends[1]) == 0 else { throw .last("sigaction") }
    }
    return SignalPipe(readEnd: ends[0])
  }

  /// A pipe that somebody else writes signal numbers to: a test.
  package init(readEnd: Int32) {
    self.readEnd = readEnd
  }

  /// The signals that have come since the last call, in order.
  func pending() -> [Int32] {
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = read(readEnd, &buffer, buffer.count)
    return buffer.prefix(max(0, count)).map(Int32.init)
  }
}
