/// Turns the bytes of one log stream into lines, incrementally: input split at any byte gives the same lines.
///
/// Bounded: it holds at most one frame and, for each stream, one line of `lineLimit` bytes.
package struct LogStreamDecoder: Sendable {
  /// What the bytes are. Decide from inspect's `Config.Tty`; never from the bytes nor from the content type.
  package enum Framing: Sendable, Equatable {
    case frames
    case tty
  }

  /// The default limit for the message of one line, in bytes.
  package static let defaultLineLimit = 1 << 20

  /// The longest frame that is taken for one, its header not counted.
  package static let maximumFrameLength = FrameDecoder.maximumFrameLength

  private let framing: Framing
  private let joining: PartialJoining
  private let lineLimit: Int
  private var frames: FrameDecoder
  private var tty: TTYDecoder

  /// - Parameter lineLimit: a longer line is cut, nothing of it lost. At least 16 KiB is sensible; 1 is allowed.
  package init(framing: Framing, joining: PartialJoining, lineLimit: Int = defaultLineLimit) {
    precondition(lineLimit > 0, "a line limit of \(lineLimit) bytes")
    self.framing = framing
    self.joining = joining
    self.lineLimit = lineLimit
    frames = FrameDecoder(joining: joining, lineLimit: lineLimit)
    tty = TTYDecoder(joining: joining, lineLimit: lineLimit)
  }

  /// The time of the oldest line that has begun and not ended, for which a later reading must start there.
  package var openSince: Timestamp? {
    switch framing {
    case .frames: frames.openSince
    case .tty: tty.openSince
    }
  }

  /// Decodes `input`, adding the lines that are complete to `batch`.
  ///
  /// - Parameter readTime: the time of lines that have no timestamp.
  /// - Throws: when the stream can't be decoded further; what was decoded before is in `batch`.
  package mutating func consume(
    _ input: RawSpan, readTime: Timestamp, into batch: inout LineBatch
  ) throws(WireError) {
    switch framing {
    case .frames: try frames.consume(input, readTime: readTime, into: &batch)
    case .tty: tty.consume(input, readTime: readTime, into: &batch)
    }
  }

  /// The stream ended and so did the container's output: closes open lines and adds them to `batch`.
  ///
  /// - Throws: `truncatedFrame` if the end came inside a frame; `batch` has the lines all the same.
  package mutating func finish(readTime: Timestamp, into batch: inout LineBatch) throws(WireError) {
    defer { reset() }
    switch framing {
    case .frames: try frames.finish(into: &batch)
    case .tty: tty.finish(readTime: readTime, into: &batch)
    }
  }

  /// Forgets open lines and half frames: the stream broke off and will be read again from the position.
  package mutating func reset() {
    frames = FrameDecoder(joining: joining, lineLimit: lineLimit)
    tty = TTYDecoder(joining: joining, lineLimit: lineLimit)
  }
}
