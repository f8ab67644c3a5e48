internal import LogWire

/// The decoders of all containers: frames → lines, in reads of 64 KiB.
struct PieceDecoders {
  private static let readLength = 1 << 16
  private var decoders: [LogStreamDecoder]

  /// One decoder for each container.
  init(containerCount: Int) {
    decoders = (0..<containerCount).map { _ in LogStreamDecoder(framing: .frames, joining: .sameTimestamp) }
  }

  /// The lines of a piece, and when the line began that is open after it.
  mutating func decode(_ piece: Corpus.Piece) throws(WireError) -> (lines: LineBatch, openSince: Timestamp?) {
    var batch = LineBatch()
    let frames = piece.frames
    for start in stride(from: 0, to: frames.count, by: Self.readLength) {
      let read = frames.span.bytes.extracting(start..<min(start + Self.readLength, frames.count))
      try decoders[piece.container].consume(read, readTime: .distantPast, into: &batch)
    }
    return (batch, decoders[piece.container].openSince)
  }
}
