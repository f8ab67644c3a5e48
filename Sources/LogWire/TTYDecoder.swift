/// Decodes the log stream of a container with a TTY: no frames, only lines, each with a timestamp before it.
///
/// Everything is stdout. In a line longer than 16 KiB the timestamp stands again after every 16,384 bytes and is
/// taken out. An entry that had no line end (the container stopped in mid-line) can't be told from the one after
/// it within one reading; ``ResumeFilter`` mends that where it matters.
struct TTYDecoder: Sendable {
  private enum State {
    /// At the start of a line, before its timestamp.
    case lineStart
    /// After a full chunk of a line: the timestamp may stand again here.
    case chunkBoundary
    case text
  }

  private let joining: PartialJoining
  private var line: LineAssembler
  private var timestamps = TimestampParser()
  private var state = State.lineStart
  /// Bytes at a place where a timestamp may begin, too few to tell.
  private var undecided: [UInt8] = []
  /// Text bytes since the last timestamp.
  private var chunkLength = 0

  init(joining: PartialJoining, lineLimit: Int) {
    self.joining = joining
    line = LineAssembler(stream: .stdout, limit: lineLimit)
  }

  var openSince: Timestamp? { line.isOpen ? line.time : nil }

  mutating func consume(_ input: RawSpan, readTime: Timestamp, into batch: inout LineBatch) {
    var offset = 0
    while offset < input.byteCount {
      let rest = input.extracting(offset...)
      switch state {
      case .lineStart, .chunkBoundary:
        if undecided.isEmpty, rest.byteCount > TimestampParser.maximumLength {
          offset += decide(rest, readTime: readTime)
        } else {
          offset += 1
          collect(rest.byte(at: 0), readTime: readTime, into: &batch)
        }
      case .text:
        offset += takeText(rest, into: &batch)
      }
    }
  }

  /// Closes the open line.
  mutating func finish(readTime: Timestamp, into batch: inout LineBatch) {
    if !undecided.isEmpty { settleUndecided(readTime: readTime, into: &batch) }
    line.close(into: &batch)
    state = .lineStart
  }

  /// Takes one byte where a timestamp may stand; decides as soon as it can.
  private mutating func collect(_ byte: UInt8, readTime: Timestamp, into batch: inout LineBatch) {
    undecided.append(byte)
    let isDecidable =
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n")
      || undecided.count > TimestampParser.maximumLength
    if isDecidable { settleUndecided(readTime: readTime, into: &batch) }
  }

  private mutating func settleUndecided(readTime: Timestamp, into batch: inout LineBatch) {
    let bytes = undecided
    undecided.removeAll(keepingCapacity: true)
    var offset = decide(bytes.span.bytes, readTime: readTime)
    while offset < bytes.count {
      offset += takeText(bytes.span.bytes.extracting(offset...), into: &batch)
    }
  }

  /// Looks for a timestamp at the start of `bytes` and goes on to the text. Returns the bytes it took.
  private mutating func decide(_ bytes: RawSpan, readTime: Timestamp) -> Int {
    let parsed = timestamps.parse(bytes)
    var taken = 0
    if state == .lineStart {
      line.open(time: parsed?.time ?? readTime, isStamped: parsed != nil)
      taken = parsed.map { $0.length + 1 } ?? 0
    } else if let parsed, joining == .fullChunk || parsed.time == line.time {
      taken = parsed.length + 1
    }
    state = .text
    chunkLength = 0
    return taken
  }

  /// Takes text up to the end of the line or of the chunk. Returns the bytes it took.
  private mutating func takeText(_ bytes: RawSpan, into batch: inout LineBatch) -> Int {
    let window = bytes.extracting(..<min(bytes.byteCount, PartialJoining.chunkLength - chunkLength))
    if let newline = window.firstOffset(of: UInt8(ascii: "\n")) {
      line.append(window.extracting(...newline), into: &batch)
      line.close(into: &batch)
      state = .lineStart
      return newline + 1
    }
    line.append(window, into: &batch)
    chunkLength += window.byteCount
    if chunkLength == PartialJoining.chunkLength { state = .chunkBoundary }
    return window.byteCount
  }
}
