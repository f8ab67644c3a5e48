internal import LogWire

/// Reads what `GET /containers/ID/logs?timestamps=1` answers for a container without a TTY: frames, each with an entry of the log.
///
/// Without `timestamps=1` an entry has the time of the line before, of the first lines the one given, and is marked `unstamped`.
/// After bytes that are no frame it can go on at the next header that has a time behind it.
struct FramesReader: RecordReader {
  private var decoder: LogStreamDecoder
  private var times = TimestampParser()
  private let fallback: Timestamp
  private(set) var state: ReaderState

  /// - Parameter fallback: the time of lines before the first that has one.
  init(
    fallback: Timestamp, state: ReaderState = ReaderState(), limit: Int = LogStreamDecoder.defaultLineLimit
  ) {
    self.fallback = fallback
    self.state = state
    decoder = LogStreamDecoder(framing: .frames, joining: .sameTimestamp, lineLimit: limit)
  }

  var isSettled: Bool { decoder.openSince == nil }

  mutating func read(
    _ bytes: RawSpan, isEnd: Bool, stopsSettled: Bool, into lines: inout ImportedLines
  ) -> ReadOutcome {
    var outcome = ReadOutcome()
    var end = 0
    var frames = 0
    while let header = FrameHeader(bytes, at: end), header.type <= 2,
      end + FrameHeader.length + header.payload <= bytes.byteCount
    {
      end += FrameHeader.length + header.payload
      frames += 1
      if stopsSettled {
        outcome.bad = take(bytes, &outcome, to: end, frames: 1, into: &lines)
        if outcome.bad != nil || isSettled { return outcome }
      }
    }
    if !stopsSettled { outcome.bad = take(bytes, &outcome, to: end, frames: frames, into: &lines) }
    if outcome.bad == nil { outcome.bad = badFrame(bytes.extracting(outcome.taken...), isEnd: isEnd) }
    return outcome
  }

  mutating func finish(into lines: inout ImportedLines) {
    // Only whole frames were given to it.
    try? decoder.finish(readTime: state.time ?? fallback, into: &lines[0])
  }

  /// Decodes whole frames.
  private mutating func take(
    _ bytes: RawSpan, _ outcome: inout ReadOutcome, to end: Int, frames: Int, into lines: inout ImportedLines
  ) -> BadRecord? {
    do throws(WireError) {
      try decoder.consume(
        bytes.extracting(outcome.taken..<end), readTime: state.time ?? fallback, into: &lines[0])
    } catch {
      return BadRecord(what: error.description, length: end - outcome.taken)
    }
    if let last = lines[0].lines.last { state.time = last.time }
    outcome.taken = end
    outcome.records += frames
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
