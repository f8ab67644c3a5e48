internal import LogWire

/// Goes through the tokens of a line for ``Level/find(in:)``, and keeps what must be known of those before.
///
/// Nothing here may depend on the bytes or the length of an opaque token, nor on where in the line something stands, other than
/// at its begin and end or counted in tokens.
struct LevelScan {
  /// A token, or one ``Level/opaqueByte``.
  struct Word {
    var start = 0
    var end = 0
    /// It has a digit, or is a value of a key that is none of a level.
    var isOpaque = true
    var isQuoted = false
    /// Where the terminal's escapes begin that end right before it; nil if none do.
    var escapeStart: Int?

    var range: Range<Int> { start..<end }
  }

  /// Counted from 0; -1 before the first word.
  private(set) var index = -1
  private(set) var word = Word()
  private var previous = Word()
  private var position = 0
  private var isQuoted = false
  /// Where the escape begins that the next word belongs to; nil if it belongs to none.
  private var escapeStart: Int?
  /// The escapes that follow each other and were read last.
  private var escapes = 0..<0
  /// Where a number in an escape ends: behind a `;` there another one may follow.
  private var numberEnd = -1

  /// Goes to the next word; false at the end of the line or of what is looked at.
  mutating func advance(in line: RawSpan) -> Bool {
    skipSigns(in: line)
    guard position < line.byteCount, index + 1 < Level.keyLimit else { return false }
    previous = word
    index += 1
    word = Word(start: position, isQuoted: isQuoted)
    takeWord(in: line)
    return true
  }

  /// Steps over what is no word, counting the quotation marks. Inside them a backslash takes the mark after it as it is.
  private mutating func skipSigns(in line: RawSpan) {
    while position < line.byteCount {
      let byte = line.byte(unchecked: position)
      if Self.isWord(byte) { return }
      position += 1
      if byte == TerminalEscape.byte {
        openEscape(in: line)
        continue
      }
      if byte != UInt8(ascii: ";") {
        escapeStart = nil
      } else if position - 1 == numberEnd {
        escapeStart = escapes.lowerBound
      }
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "\\"), isQuoted, position < line.byteCount {
        let next = line.byte(unchecked: position)
        if next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") { position += 1 }
      }
    }
  }

  /// Steps over the bracket of an escape, whose first byte is behind.
  private mutating func openEscape(in line: RawSpan) {
    let start = position - 1
    guard TerminalEscape.opens(at: start, in: line) else {
      escapeStart = nil
      return
    }
    position += 1
    escapeStart = escapes.upperBound == start ? escapes.lowerBound : start
  }

  private mutating func takeWord(in line: RawSpan) {
    var end = position
    var hasDigit = false
    while end < line.byteCount {
      let byte = line.byte(unchecked: end)
      guard TokenBytes.isToken(byte) else { break }
      hasDigit = TokenBytes.isDigit(byte) || hasDigit
      end += 1
    }
    // Otherwise it is the mark of a variable.
    word.isOpaque = hasDigit || end == position
    position = max(end, position + 1)
    word.end = position
    if let escapeStart { takeEscape(from: escapeStart, in: line) }
  }

  /// The word stands in an escape: it has the name of a level behind the escape's end, or is a number, or no part of one.
  private mutating func takeEscape(from start: Int, in line: RawSpan) {
    escapeStart = nil
    if let name = Level.nameStart(afterEscape: line.extracting(word.range)) {
      word.start += name
      word.isOpaque = false
      word.escapeStart = start
    } else if word.isOpaque {
      escapes = start..<word.end
      numberEnd = word.end
    } else if word.range.count == 1 {
      escapes = start..<word.end
    }
  }

  /// The level that the word tells, as a value or as a mark.
  mutating func level(in line: RawSpan) -> Level? {
    if let keyEnd = Self.keyEnd(beforeValueAt: word.start, in: line) {
      word.isOpaque = true
      return isLevelKey(endingAt: keyEnd, in: line) ? Level(value: line.extracting(word.range)) : nil
    }
    if word.isOpaque || word.isQuoted || index >= Level.markLimit { return nil }
    return LevelMark(word: word, previous: previous, isFirst: index == 0).level(in: line)
  }

  /// In text that is quoted itself a `level=` says nothing of the line; the keys of JSON are always quoted.
  private func isLevelKey(endingAt end: Int, in line: RawSpan) -> Bool {
    guard index > 0, previous.end == end, !previous.isOpaque else { return false }
    if line.byte(at: end) == UInt8(ascii: "="), previous.isQuoted { return false }
    return Level.isKey(line.extracting(previous.range))
  }

  /// Where the key ends whose value begins at `start`; nil if no value does: none of `=`, `="`, `":`, `": `, `":"` and `": "`
  /// stands before it.
  private static func keyEnd(beforeValueAt start: Int, in line: RawSpan) -> Int? {
    func byte(_ distance: Int) -> UInt8 { start >= distance ? line.byte(at: start - distance) : 0 }
    let (equals, colon, quote, space) = (
      UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: " ")
    )
    switch (byte(1), byte(2)) {
    case (equals, _): return start - 1
    case (quote, equals): return start - 2
    case (colon, quote): return start - 2
    case (quote, colon), (space, colon): return byte(3) == quote ? start - 3 : nil
    case (quote, space): return byte(3) == colon && byte(4) == quote ? start - 4 : nil
    default: return nil
    }
  }

  /// True for a byte that belongs to a word; the mark of a variable does, so that it counts like the token it stands for.
  @inline(__always)
  static func isWord(_ byte: UInt8) -> Bool {
    TokenBytes.isToken(byte) || byte == Level.opaqueByte
  }
}

extension RawSpan {
  /// The byte at `offset`, which is less than the count: the caller has just seen to that.
  @inline(__always)
  fileprivate func byte(unchecked offset: Int) -> UInt8 {
    unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }
}
