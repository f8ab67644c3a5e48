package import LogWire

/// Reads what `GET /containers/ID/logs?timestamps=1` answers for a container without a TTY: frames, each with an entry of the log.
///
/// Without `timestamps=1` an entry has the time of the line before, of the first lines the one given, and is marked `unstamped`.
/// After bytes that are no frame it can go on at the next header that has a time behind it.
package struct FramesReader: RecordReader {
  private var decoder: LogStreamDecoder
  private var times = TimestampParser()
  private let fallback: Timestamp
  package private(set) var state: ReaderState

  /// - Parameter fallback: the time of lines before the first that has one.
  package init(
    fallback: Timestamp, state: ReaderState = ReaderState(), limit: Int = LogStreamDecoder.defaultLineLimit
  ) {
    self.fallback = fallback
    self.state = state
    decoder = LogStreamDecoder(framing: .frames, joining: .sameTimestamp, lineLimit: limit)
  }

  package var isSettled: Bool { decoder.openSince == nil }

  package mutating func read(
    _ bytes: RawSpan, isEnd: Bool, stopsSettled: Bool, into lines: inout ImportedLines
  ) -> ReadOutcome {
    var outcome = ReadOutcome()
    while let end = Self.frameEnd(bytes, at: outcome.taken) {
      if let bad = take(bytes.extracting(outcome.taken..<end), into: &lines[0]) {
        outcome.bad = bad
        return outcome
      }
      outcome.taken = end
      outcome.records += 1
      if stopsSettled, isSettled { return outcome }
    }
    outcome.bad = badFrame(bytes.extracting(outcome.taken...), isEnd: isEnd)
    return outcome
  }

  package mutating func finish(into lines: inout ImportedLines) {
    // Only whole frames were given to it.
    try? decoder.finish(readTime: state.time ?? fallback, into: &lines[0])
  }

  /// Where the frame at `offset` ends, if it is whole and an entry of the log.
  private static func frameEnd(_ bytes: RawSpan, at offset: Int) -> Int? {
    guard let header = FrameHeader(bytes, at: offset), header.type <= 2 else { return nil }
    let end = offset + FrameHeader.length + header.payload
    return end <= bytes.byteCount ? end : nil
  }

  /// Decodes one whole frame: by itself, so that the one behind it can have its time.
  private mutating func take(_ frame: RawSpan, into batch: inout LineBatch) -> BadRecord? {
    do throws(WireError) {
      try decoder.consume(frame, readTime: state.time ?? fallback, into: &batch)
    } catch {
      return BadRecord(what: error.description, length: frame.byteCount)
    }
    if let last = batch.lines.last { state.time = last.time }
    return nil
  }

  /// What is wrong with the bytes behind the frames that are whole; nil if nothing is, or more are needed to tell.
  private mutating func badFrame(_ rest: RawSpan, isEnd: Bool) -> BadRecord? {
    guard rest.byteCount > 0 else { return nil }
    guard rest.byteCount >= FrameHeader.length else {
      return isEnd ? BadRecord(what: "the file ends within the header of a frame", length: nil) : nil
    }
    guard let header = FrameHeader(rest, at: 0) else {
      return BadRecord(what: "no header of a frame", length: nextFrame(in: rest, isEnd: isEnd))
    }
    let length = FrameHeader.length + header.payload
    guard length <= rest.byteCount else {
      return isEnd
        ? BadRecord(
          what: "the file ends \(length - rest.byteCount) bytes before the end of a frame", length: nil)
        : nil
    }
    return BadRecord(
      what: "the daemon ended the log with an error: "
        + rest.extracting(FrameHeader.length..<min(length, 1024)).text, length: length)
  }

  /// Where the next header stands that has a time behind it, or all there is if none does.
  private mutating func nextFrame(in rest: RawSpan, isEnd: Bool) -> Int {
    let needed = isEnd ? FrameHeader.length : FrameHeader.length + TimestampParser.maximumLength + 1
    var offset = 1
    while offset + needed <= rest.byteCount {
      if let header = FrameHeader(rest, at: offset), header.isPlausible,
        times.parse(rest.extracting((offset + FrameHeader.length)...)) != nil
      {
        return offset
      }
      offset += 1
    }
    return isEnd ? rest.byteCount : offset
  }
}
