/// Takes fixed-width numbers and marks from the start of a short text.
struct DigitScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    self.rest = Substring(text).utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// A number of exactly `digits` digits; nil, and nothing taken, if there is none.
  mutating func number(digits: Int) -> Int? {
    let field = rest.prefix(digits)
    guard field.count == digits else { return nil }
    var value = 0
    for byte in field {
      guard byte &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    rest = rest.dropFirst(digits)
    return value
  }

  /// One or more digits as the fraction of a second, in nanoseconds. Digits beyond the ninth are read and left out.
  mutating func fraction() -> Int64? {
    var value: Int64 = 0
    var unit: Int64 = 100_000_000
    guard let first = rest.first, first &- 0x30 < 10 else { return nil }
    while let byte = rest.first, byte &- 0x30 < 10 {
      value += Int64(byte - 0x30) * unit
      unit /= 10
      rest = rest.dropFirst()
    }
    return value
  }

  /// True, and taken, if `mark` comes next.
  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// True, and taken, if `word` comes next.
  mutating func skip(word: String) -> Bool {
    guard rest.starts(with: word.utf8) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }
}
