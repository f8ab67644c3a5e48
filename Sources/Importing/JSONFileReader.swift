internal import LogWire

/// Reads what dockerd's log driver `json-file` writes: `{"log":"…\n","stream":"stdout","time":"…"}`, an entry a line.
///
/// Chunks of a line longer than 16 KiB are joined as they are when dockerd reads the file: the chunks have the same time, and
/// only the last ends with `\n`. Other members (`attrs`) are passed over.
///
/// Source: moby's daemon/logger/jsonfilelog/jsonlog.
package struct JSONFileReader: RecordReader {
  private var joiner: EntryJoiner
  private var times = LooseTimestampParser()
  private var text: [UInt8] = []
  package private(set) var state = ReaderState()

  package init(limit: Int = LogStreamDecoder.defaultLineLimit) {
    joiner = EntryJoiner(joining: .sameTimestamp, lineLimit: limit)
  }

  package var isSettled: Bool { joiner.openSince == nil }

  package mutating func read(
    _ bytes: RawSpan, isEnd: Bool, stopsSettled: Bool, into lines: inout ImportedLines
  ) -> ReadOutcome {
    readJSONLines(bytes, isEnd: isEnd) { (line) throws(RecordFault) in
      try take(line, into: &lines[0])
      return stopsSettled && isSettled
    }
  }

  package mutating func finish(into lines: inout ImportedLines) {
    joiner.finish(into: &lines[0])
  }

  private mutating func take(_ line: RawSpan, into batch: inout LineBatch) throws(RecordFault) {
    var log: RecordScanner.Value?
    var stream: RecordScanner.Value?
    var time: RecordScanner.Value?
    var scanner = RecordScanner()
    try scanner.begin(line)
    while let key = try scanner.nextKey(line) {
      let value = try scanner.value(line)
      let key = line.extracting(key)
      if key.equals("log") {
        log = value
      } else if key.equals("stream") {
        stream = value
      } else if key.equals("time") {
        time = value
      }
    }
    guard scanner.isAtEnd(line) else { throw RecordFault("something follows the entry") }
    guard case .string(let range, let hasEscapes) = log else { throw RecordFault("no string \"log\"") }
    let moment = try times.moment(time, in: line)
    let source = try LogStream(stream, in: line) ?? .stdout
    guard hasEscapes else {
      return joiner.take(line.extracting(range), time: moment, isStamped: true, stream: source, into: &batch)
    }
    var decoded: [UInt8] = []
    swap(&decoded, &text)
    defer { swap(&decoded, &text) }
    decoded.removeAll(keepingCapacity: true)
    try JSONText.append(line.extracting(range), to: &decoded)
    joiner.take(decoded.span.bytes, time: moment, isStamped: true, stream: source, into: &batch)
  }
}

/// Gives the lines of `bytes` to `body`, until it has enough, or one is bad. Blank ones are passed over.
///
/// - Parameter body: takes one line without its end, all or nothing of it; returns whether to stop.
func readJSONLines(
  _ bytes: RawSpan, isEnd: Bool, _ body: (RawSpan) throws(RecordFault) -> Bool
) -> ReadOutcome {
  var outcome = ReadOutcome()
  while outcome.taken < bytes.byteCount {
    let rest = bytes.extracting(outcome.taken...)
    let newline = rest.firstOffset(of: UInt8(ascii: "\n"))
    guard newline != nil || isEnd else { break }
    let line = rest.extracting(..<(newline ?? rest.byteCount))
    let length = newline.map { $0 + 1 } ?? rest.byteCount
    do throws(RecordFault) {
      let isEnough = try line.isBlank ? false : body(line)
      outcome.taken += length
      outcome.records += 1
      if isEnough { break }
    } catch {
      outcome.bad = BadRecord(what: error.what, length: newline == nil ? nil : length)
      break
    }
  }
  return outcome
}

extension RawSpan {
  /// Whether there is nothing but spaces, tabs and carriage returns.
  fileprivate var isBlank: Bool {
    for index in 0..<byteCount {
      let byte = self.byte(at: index)
      guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") else {
        return false
      }
    }
    return true
  }
}

extension LooseTimestampParser {
  /// The time that a member's value is.
  mutating func moment(_ value: RecordScanner.Value?, in line: RawSpan) throws(RecordFault) -> Timestamp {
    guard case .string(let range, _) = value else { throw RecordFault("no string \"time\"") }
    let text = line.extracting(range)
    guard let parsed = parse(text), parsed.length == text.byteCount else {
      throw RecordFault("\"time\" is no time from 1970 to 2261 as RFC 3339 writes it")
    }
    return parsed.time
  }
}

extension LogStream {
  /// The stream that a member's value names; nil if there is no such member.
  init?(_ value: RecordScanner.Value?, in line: RawSpan) throws(RecordFault) {
    guard let value else { return nil }
    guard case .string(let range, _) = value else { throw RecordFault("\"stream\" is no string") }
    let text = line.extracting(range)
    if text.equals("stdout") {
      self = .stdout
    } else if text.equals("stderr") {
      self = .stderr
    } else {
      throw RecordFault("\"stream\" is neither stdout nor stderr")
    }
  }
}
