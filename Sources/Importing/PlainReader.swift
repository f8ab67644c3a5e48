package import LogWire

/// Reads lines of text, which come out byte for byte as they are in the file.
///
/// A line's time is the one it begins with (`LooseTimestampParser`), which stays in the message; else that of the line before; of the
/// first lines, the one given. A line with a time that is not its own is marked `unstamped`. A line longer than the limit
/// comes out in several, as from a container. The last line of a file may have no line end; if the file has grown when it is read
/// again, what was added to that line comes out as one of its own, marked `continuation`.
package struct PlainReader: RecordReader {
  private let stream: LogStream
  private let limit: Int
  private let fallback: Timestamp
  private var times = LooseTimestampParser()
  package private(set) var state: ReaderState

  /// - Parameter fallback: the time of lines before the first that has one.
  package init(
    stream: LogStream, fallback: Timestamp, state: ReaderState = ReaderState(),
    limit: Int = LogStreamDecoder.defaultLineLimit
  ) {
    self.stream = stream
    self.fallback = fallback
    self.state = state
    self.limit = limit
  }

  package mutating func read(
    _ bytes: RawSpan, isEnd: Bool, stopsSettled: Bool, into lines: inout ImportedLines
  ) -> ReadOutcome {
    var outcome = ReadOutcome()
    while outcome.taken < bytes.byteCount {
      let rest = bytes.extracting(outcome.taken...)
      if let newline = rest.firstOffset(of: UInt8(ascii: "\n")) {
        takeLine(rest.extracting(...newline), into: &lines[0])
        outcome.taken += newline + 1
        outcome.records += 1
      } else if rest.byteCount > limit + 2 {
        // The line end, of which two bytes may be here, is not part of the message.
        emit(rest.extracting(..<limit), .cut, into: &lines[0])
        outcome.taken += limit
      } else {
        guard isEnd else { break }
        takeLine(rest, into: &lines[0])
        outcome.taken += rest.byteCount
        state.isMidLine = true
      }
    }
    return outcome
  }

  /// Emits a line that is whole, or the last part of one.
  @inline(__always)
  private mutating func takeLine(_ line: RawSpan, into batch: inout LineBatch) {
    let end = LineEnd(of: line)
    var start = 0
    while line.byteCount - end.length - start > limit {
      emit(line.extracting(start..<start + limit), .cut, into: &batch)
      start += limit
    }
    emit(line.extracting(start..<line.byteCount - end.length), end.flags, into: &batch)
    state.isMidLine = false
  }

  @inline(__always)
  private mutating func emit(_ message: RawSpan, _ flags: LineFlags, into batch: inout LineBatch) {
    var flags = flags
    if state.isMidLine {
      flags.insert(.continuation)
    } else if let parsed = times.parse(message) {
      state.time = parsed.time
    } else {
      flags.insert(.unstamped)
    }
    batch.append(message: message, time: state.time ?? fallback, stream: stream, flags: flags)
    if flags.contains(.cut) { state.isMidLine = true }
  }
}

/// How a line of text ends.
private struct LineEnd {
  var length: Int
  var flags: LineFlags

  @inline(__always)
  init(of line: RawSpan) {
    let count = line.byteCount
    guard count > 0, line.byte(at: count - 1) == UInt8(ascii: "\n") else {
      (length, flags) = (0, [])
      return
    }
    let isCRLF = count > 1 && line.byte(at: count - 2) == UInt8(ascii: "\r")
    (length, flags) = isCRLF ? (2, .crlf) : (1, .lf)
  }
}
