internal import LogWire

/// A number as JSON writes them: `-12`, `0.5`, `6.02e23`. Not `12ms`, `+1`, `.5`, `007`, `0x1F`, `1_000`, `NaN`.
///
/// Whole numbers of up to 18 digits are compared exactly, others as `Double`.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259#section-6
package struct FieldNumber: Sendable, Hashable {
  private let double: Double
  /// The number, if it is spelled as a whole one of up to 18 digits.
  private let whole: Int64?

  /// Nil for bytes that are no number. Allocates only for long ones that are not whole, and for some with an exponent.
  package init?(_ spelling: RawSpan) {
    guard Self.isNumber(spelling) else { return nil }
    whole = Self.whole(spelling)
    if let short = whole.map(Double.init) ?? Self.short(spelling) {
      double = short
    } else {
      // The grammar was checked, so that strtod can't find anything else in it.
      double = Double(Self.string(spelling)) ?? .nan
    }
  }

  /// The number that a text spells, if it is one.
  package init?(_ text: String) {
    self.init(text.utf8Span.span.bytes)
  }

  /// False for a number that is too large for a `Double`.
  package var isFinite: Bool { double.isFinite }

  /// True for bytes that are a number.
  package static func isNumber(_ spelling: RawSpan) -> Bool {
    var scan = NumberScan()
    return scan.takeNumber(spelling)
  }

  private static func whole(_ spelling: RawSpan) -> Int64? {
    let isNegative = spelling.byte(at: 0) == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    guard spelling.byteCount - start <= 18 else { return nil }
    var value: Int64 = 0
    for offset in start..<spelling.byteCount {
      guard TokenBytes.isDigit(spelling.byte(at: offset)) else { return nil }
      value = value * 10 + Int64(spelling.byte(at: offset) - 0x30)
    }
    return isNegative ? -value : value
  }

  /// A number of up to 15 digits without an exponent: its digits and a power of ten are exact, so their quotient is right.
  private static func short(_ spelling: RawSpan) -> Double? {
    guard spelling.byteCount <= 16 else { return nil }
    var digits: Int64 = 0
    var unit: Int64 = 0
    for offset in 0..<spelling.byteCount {
      switch spelling.byte(at: offset) {
      case UInt8(ascii: "-"): break
      case UInt8(ascii: "."): unit = 1
      case let byte where TokenBytes.isDigit(byte):
        digits = digits * 10 + Int64(byte - 0x30)
        unit *= 10
      default: return nil
      }
    }
    let size = Double(digits) / Double(max(unit, 1))
    return spelling.byte(at: 0) == UInt8(ascii: "-") ? -size : size
  }

  private static func string(_ spelling: RawSpan) -> String {
    String(unsafeUninitializedCapacity: spelling.byteCount) { buffer in
      for offset in 0..<spelling.byteCount { buffer[offset] = spelling.byte(at: offset) }
      return spelling.byteCount
    }
  }
}

extension FieldNumber: Comparable {
  package static func < (left: FieldNumber, right: FieldNumber) -> Bool {
    if let first = left.whole, let second = right.whole { return first < second }
    return left.double < right.double
  }

  package static func == (left: FieldNumber, right: FieldNumber) -> Bool {
    if let first = left.whole, let second = right.whole { return first == second }
    return left.double == right.double
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(double) }
}

extension FieldNumber: CustomStringConvertible {
  /// A spelling that is the same number.
  package var description: String { whole.map(String.init) ?? "\(double)" }
}

/// Steps over the parts of a number.
private struct NumberScan {
  private var position = 0

  mutating func takeNumber(_ spelling: RawSpan) -> Bool {
    skip(UInt8(ascii: "-"), spelling)
    if !skip(UInt8(ascii: "0"), spelling), !skipDigits(spelling) { return false }
    if skip(UInt8(ascii: "."), spelling), !skipDigits(spelling) { return false }
    if skip(UInt8(ascii: "e"), spelling) || skip(UInt8(ascii: "E"), spelling) {
      if !skip(UInt8(ascii: "+"), spelling) { skip(UInt8(ascii: "-"), spelling) }
      if !skipDigits(spelling) { return false }
    }
    return position == spelling.byteCount
  }

  @discardableResult
  private mutating func skip(_ byte: UInt8, _ spelling: RawSpan) -> Bool {
    guard position < spelling.byteCount, spelling.byte(at: position) == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipDigits(_ spelling: RawSpan) -> Bool {
    let start = position
    while position < spelling.byteCount, TokenBytes.isDigit(spelling.byte(at: position)) { position += 1 }
    return position > start
  }
}
