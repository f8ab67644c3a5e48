internal import CLinux
internal import Glibc

/// Owns one file descriptor and closes it once.
package final class Descriptor: Sendable {
  /// The number, for as long as this object lives.
  package let number: Int32

  /// Takes the descriptor over.
  package init(owning number: Int32) {
    self.number = number
  }

  deinit {
    close(number)
  }

  /// Both ends of a pipe, close-on-exec, with numbers of 10 and more: the numbers below are where a child gets its own, and
  /// the moves of posix_spawn must not step on each other.
  ///
  /// - Throws: ``SupervisionError`` when there are no descriptors left.
  package static func pipe() throws(SupervisionError) -> (read: Descriptor, write: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard lslog_pipe(&ends) == 0 else { throw .last("pipe") }
    let read = Descriptor(owning: ends[0])
    let write = Descriptor(owning: ends[1])
    return (try read.raised(), try write.raised())
  }

  /// A copy with a number of 10 or more, close-on-exec.
  package func raised() throws(SupervisionError) -> Descriptor {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 10)
    guard copy >= 0 else { throw .last("fcntl") }
    return Descriptor(owning: copy)
  }

  /// Makes reads and writes return at once.
  package func setNonBlocking() throws(SupervisionError) {
    try Self.setNonBlocking(number)
  }

  /// Makes reads and writes of a borrowed descriptor return at once.
  package static func setNonBlocking(_ number: Int32) throws(SupervisionError) {
    let flags = fcntl(number, F_GETFL)
    guard flags >= 0, fcntl(number, F_SETFL, flags | O_NONBLOCK) == 0 else { throw .last("fcntl") }
  }

  /// What can be read now, at most `limit` bytes; empty at the end and when nothing is there.
  package func readAvailable(limit: Int = 65536) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: limit)
    var count = read(number, &buffer, limit)
    while count < 0, errno == EINTR { count = read(number, &buffer, limit) }
    return Array(buffer.prefix(max(0, count)))
  }
}
