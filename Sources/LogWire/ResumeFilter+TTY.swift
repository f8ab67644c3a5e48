extension ResumeFilter {
  /// Places looked at in one line: hostile text may be full of timestamps.
  private static let maximumJoints = 64

  /// Finds where an old line without a line end was glued to the entry after it, in the stream of a TTY container.
  ///
  /// The old line is in the window, so its time and hash are known: the joint is where a timestamp stands and what
  /// is before it has that hash. The old line is counted as delivered; what follows is a line of its own, with the
  /// flags of the glued one, and may be glued again: call until nil, then offer the rest to ``isNew(_:time:stream:)``.
  ///
  /// - Returns: where the text of the next line begins in `message`, and its time.
  package mutating func unglue(_ message: RawSpan, time: Timestamp) -> (offset: Int, time: Timestamp)? {
    guard !isPassing, mayBeInWindow(time) else { return nil }
    var parser = TimestampParser()
    var joints = 0
    var offset = 0
    while offset + 20 < message.byteCount, joints < Self.maximumJoints {
      defer { offset += 1 }
      guard message.byte(at: offset + 10) == UInt8(ascii: "T"),
        message.byte(at: offset + 4) == UInt8(ascii: "-"),
        let stamp = parser.parse(message.extracting(offset...))
      else { continue }
      joints += 1
      let before = message.extracting(..<offset)
      guard isInWindow(before, time: time, stream: .stdout) else { continue }
      _ = isNew(before, time: time, stream: .stdout)
      return (offset + stamp.length + 1, stamp.time)
    }
    return nil
  }
}
