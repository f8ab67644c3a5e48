internal import LogWire

/// A word of a line that may be the name of its level by where it stands.
struct LevelMark {
  let word: LevelScan.Word
  let previous: LevelScan.Word
  /// No word stands before it.
  let isFirst: Bool

  /// The level, if the word is a name and stands where names of levels do.
  func level(in line: RawSpan) -> Level? {
    // What most words fail is asked first.
    guard isCapital(in: line) || isBracketed(in: line) || opensLine(in: line) else { return nil }
    if let level = Level(name: line.extracting(word.range)) { return level }
    return isPostgresLog(in: line) ? .info : nil
  }

  /// The byte `distance` before the word (1 is the last one); nil before the begin of the line.
  private func before(_ distance: Int, in line: RawSpan) -> UInt8? {
    word.start >= distance ? line.byte(at: word.start - distance) : nil
  }

  /// The byte after the word; nil at the end of the line.
  private func next(in line: RawSpan) -> UInt8? {
    word.end < line.byteCount ? line.byte(at: word.end) : nil
  }

  /// Where the word begins with the escapes before it.
  private var outerStart: Int { word.escapeStart ?? word.start }

  /// `[error]`, `[ error ]` and, as Apache writes it, `[core:error]`; a subscript (`list[info]`) is none.
  private func isBracketed(in line: RawSpan) -> Bool {
    var close = TerminalEscape.end(of: word.end, in: line)
    while close < line.byteCount, line.byte(at: close) == UInt8(ascii: " ") { close += 1 }
    close = TerminalEscape.end(of: close, in: line)
    guard close < line.byteCount, line.byte(at: close) == UInt8(ascii: "]"),
      let open = openingBracket(in: line)
    else { return false }
    guard open > 0 else { return true }
    switch line.byte(at: open - 1) {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: ":"):
      return true
    default: return false
    }
  }

  private func openingBracket(in line: RawSpan) -> Int? {
    var open = outerStart - 1
    if open > 0, line.byte(at: open) == UInt8(ascii: ":") {
      open -= 1
      if !isFirst, previous.end == outerStart - 1 { open = previous.start - 1 }
    }
    while open > 0, line.byte(at: open) == UInt8(ascii: " ") { open -= 1 }
    return open >= 0 && line.byte(at: open) == UInt8(ascii: "[") ? open : nil
  }

  /// `error: text`, at the begin of the line.
  private func opensLine(in line: RawSpan) -> Bool {
    guard isFirst || word.escapeStart != nil else { return false }
    let colon = TerminalEscape.end(of: word.end, in: line)
    guard colon < line.byteCount, line.byte(at: colon) == UInt8(ascii: ":") else { return false }
    if colon + 1 < line.byteCount {
      let next = line.byte(at: colon + 1)
      guard TokenBytes.isSpace(next) || next == TerminalEscape.byte else { return false }
    }
    for offset in 0..<outerStart where !TokenBytes.isSpace(line.byte(at: offset)) { return false }
    return true
  }

  /// `ERROR` between signs that are used around levels.
  private func isCapital(in line: RawSpan) -> Bool {
    for offset in word.range where line.byte(at: offset) &- 0x41 >= 26 { return false }
    let next = next(in: line)
    switch next {
    case nil, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: ")"),
      UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "["),
      TerminalEscape.byte:
      break
    default: return false
    }
    if word.escapeStart != nil { return true }
    switch before(1, in: line) {
    case nil, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "]"),
      UInt8(ascii: "|"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ">"):
      return true
    // Between colons, and after the channel's name as Monolog writes it: `app.ERROR:`.
    case UInt8(ascii: ":"), UInt8(ascii: "."): return next == UInt8(ascii: ":")
    default: return false
    }
  }

  /// `LOG:`, the level of what PostgreSQL tells administrators; the word alone says nothing.
  ///
  /// Source: https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS
  private func isPostgresLog(in line: RawSpan) -> Bool {
    guard word.range.count == 3, next(in: line) == UInt8(ascii: ":") else { return false }
    return PackedName(folding: line.extracting(word.range)) == PackedName("log")
      && line.byte(at: word.start) == UInt8(ascii: "L")
  }
}
