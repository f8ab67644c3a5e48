import LogWire

/// How a test feeds a decoder.
struct Decoding {
  var framing = LogStreamDecoder.Framing.frames
  var joining = PartialJoining.sameTimestamp
  var lineLimit = LogStreamDecoder.defaultLineLimit

  var decoder: LogStreamDecoder {
    LogStreamDecoder(framing: framing, joining: joining, lineLimit: lineLimit)
  }

  /// Decodes `bytes` cut at `cuts` (ascending offsets), then ends the stream.
  ///
  /// Nothing is thrown away: the lines before an error are returned with it.
  func decode(_ bytes: [UInt8], cuts: [Int] = []) -> (batch: LineBatch, error: WireError?) {
    var decoder = decoder
    var batch = LineBatch()
    do throws(WireError) {
      var start = 0
      for end in cuts + [bytes.count] {
        try decoder.consume(bytes.span.bytes.extracting(start..<end), readTime: .reading, into: &batch)
        start = end
      }
      try decoder.finish(readTime: .reading, into: &batch)
    } catch {
      return (batch, error)
    }
    return (batch, nil)
  }

  func lines(_ bytes: [UInt8]) throws -> [SeenLine] {
    let (batch, error) = decode(bytes)
    if let error { throw error }
    return batch.seen
  }

  /// The lines of each way to cut `bytes`: byte by byte, and in two at every `step`-th point.
  func splitsThatDiffer(_ bytes: [UInt8], step: Int = 1) -> [String] {
    let whole = decode(bytes)
    var different: [String] = []
    let byteByByte = decode(bytes, cuts: Array(0..<bytes.count))
    if byteByByte.batch != whole.batch || byteByByte.error != whole.error { different.append("byte by byte") }
    for cut in stride(from: 0, through: bytes.count, by: step) {
      let split = decode(bytes, cuts: [cut])
      if split.batch != whole.batch || split.error != whole.error { different.append("at \(cut)") }
    }
    return different
  }
}
