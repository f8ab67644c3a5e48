/// Why a stream of the Engine can't be decoded further. The lines before it are in the batch.
///
/// After any of these the stream is lost: close it, and read again from the stored position.
package enum WireError: Error, Equatable, CustomStringConvertible {
  /// A frame header with a type other than 0…3 or with padding that is not zero: the bytes are no frame
  /// stream (a TTY container, a proxy's page) or frames were lost. `offset` counts from the start of the stream.
  case badHeader(offset: UInt64, bytes: [UInt8])
  /// A frame says it is longer than any log driver makes one; dockerd has sent such lengths from corrupt logs.
  case frameTooLong(offset: UInt64, length: Int, limit: Int)
  /// The daemon reports an error in-band (frame type 3), after which the stream ends.
  case daemonError(String)
  /// The stream ended inside a frame: the connection broke, or the daemon died.
  case truncatedFrame(offset: UInt64, missing: Int)

  package var description: String {
    switch self {
    case .badHeader(let offset, let bytes):
      "not a frame header at byte \(offset) of the log stream: \(bytes)"
    case .frameTooLong(let offset, let length, let limit):
      "the frame at byte \(offset) of the log stream claims \(length) bytes; at most \(limit) are accepted"
    case .daemonError(let message):
      "the daemon stopped the log stream: \(message)"
    case .truncatedFrame(let offset, let missing):
      "the log stream ended at byte \(offset), \(missing) bytes before the end of a frame"
    }
  }
}
