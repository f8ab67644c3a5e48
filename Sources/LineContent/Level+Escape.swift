internal import LogWire

extension Level {
  /// Where the name of a level begins in a token that stands in a terminal's escape and ends it: digits, the escape's final
  /// letter, the name, as in `31mERROR` of `ESC[31mERROR`; nil if the token is something else.
  ///
  /// Such a token is never a variable in the store's templates, although it has digits.
  ///
  /// Source: ECMA-48, control sequences: `ESC [`, parameters (numbers with `;` between), one final byte.
  package static func nameStart(afterEscape token: RawSpan) -> Int? {
    var offset = 0
    while offset < token.byteCount, TokenBytes.isDigit(token.byte(at: offset)) { offset += 1 }
    guard offset + 1 < token.byteCount, isLetter(token.byte(at: offset)) else { return nil }
    let name = token.extracting(offset + 1..<token.byteCount)
    return Level(name: name) == nil ? nil : offset + 1
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}

/// The escapes of a terminal in a line.
enum TerminalEscape {
  static let byte: UInt8 = 0x1B

  /// Where the escapes end that begin at `start`; `start` if none does.
  ///
  /// A token with a digit is taken for parameters whatever it is, since in a template its bytes are not known.
  static func end(of start: Int, in line: RawSpan) -> Int {
    var end = start
    while let next = endOfOne(at: end, in: line) { end = next }
    return end
  }

  private static func endOfOne(at start: Int, in line: RawSpan) -> Int? {
    guard opens(at: start, in: line) else { return nil }
    var offset = start + 2
    while true {
      let token = offset
      var isOpaque = false
      while offset < line.byteCount, LevelScan.isWord(line.byte(at: offset)) {
        let byte = line.byte(at: offset)
        isOpaque = isOpaque || TokenBytes.isDigit(byte) || byte == Level.opaqueByte
        offset += 1
      }
      if !isOpaque { return offset == token + 1 ? offset : nil }
      guard offset < line.byteCount, line.byte(at: offset) == UInt8(ascii: ";") else { return offset }
      offset += 1
    }
  }

  /// Whether `ESC [` stands at `start`.
  @inline(__always)
  static func opens(at start: Int, in line: RawSpan) -> Bool {
    start + 1 < line.byteCount && line.byte(at: start) == byte
      && line.byte(at: start + 1) == UInt8(ascii: "[")
  }
}
