/// A line of a container's log.
public struct LogChunk: Sendable, Hashable {
  /// Where a container wrote.
  public enum Stream: Sendable, Hashable {
    /// Standard output; of a container with a terminal all of it.
    case stdout
    /// Standard error.
    case stderr
  }

  /// Where it was written.
  public var stream: Stream
  /// When it was written, nanoseconds since 1970; when it was read, where the engine stamped it with no time that can be
  /// used.
  public var time: Int64
  /// The bytes without the engine's time, with the end of the line if it has one.
  public var bytes: [UInt8]

  /// Describes a chunk.
  public init(stream: Stream, time: Int64, bytes: [UInt8]) {
    self.stream = stream
    self.time = time
    self.bytes = bytes
  }
}
