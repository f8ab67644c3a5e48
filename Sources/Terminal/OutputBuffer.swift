internal import Glibc

/// Collects output and writes it to a descriptor in large pieces.
///
/// Memory: ``capacity`` bytes and the longest line. The descriptor is borrowed: it is not closed here. What was not flushed is lost
/// with the buffer.
package struct OutputBuffer: ~Copyable {
  /// Written when this much has gathered.
  package static let capacity = 64 * 1024

  private let descriptor: Int32
  private let flushesEachLine: Bool
  private var bytes: [UInt8] = []

  /// - Parameters:
  ///   - descriptor: open for writing. SIGPIPE must be ignored, or the process ends before the error is seen.
  ///   - flushesEachLine: true where someone watches.
  package init(descriptor: Int32, flushesEachLine: Bool) {
    self.descriptor = descriptor
    self.flushesEachLine = flushesEachLine
    bytes.reserveCapacity(Self.capacity)
  }

  /// Lets `body` append a line, or several, and writes if it is time.
  package mutating func append(_ body: (inout [UInt8]) -> Void) throws(OutputError) {
    body(&bytes)
    if flushesEachLine || bytes.count >= Self.capacity { try flush() }
  }

  /// Writes all that has gathered.
  ///
  /// - Throws: ``OutputError``; the rest is then dropped.
  package mutating func flush() throws(OutputError) {
    defer { bytes.removeAll(keepingCapacity: bytes.capacity <= 2 * Self.capacity) }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { raw in
        unsafe write(descriptor, raw.baseAddress.map { unsafe $0 + written }, raw.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN {
        try waitUntilWritable()
      } else if errno != EINTR {
        throw OutputError(systemError: errno, brokenPipe: EPIPE)
      }
    }
  }

  /// A terminal shared with another program may have been made non-blocking by it.
  private func waitUntilWritable() throws(OutputError) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    if unsafe poll(&request, 1, -1) < 0, errno != EINTR {
      throw OutputError(systemError: errno, brokenPipe: EPIPE)
    }
  }
}
