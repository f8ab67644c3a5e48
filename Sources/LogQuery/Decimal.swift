internal import LineContent
internal import LogWire

/// A number written in decimal, without an exponent, for `status:500`: `500`, `-1.5`, and with zeros at the end of its
/// fraction that do not matter: `500.0` is `500`.
///
/// Such numbers are compared as they are written, so that ids of any length are told apart, and so that the index can be asked
/// for their digits.
package struct Decimal: Sendable, Hashable {
  /// Without zeros at the end of the fraction, and without a fraction of zeros.
  package let digits: [UInt8]

  /// Nil for bytes that are no number or one with an exponent.
  package init?(_ spelling: [UInt8]) {
    guard Self.isDecimal(spelling) else { return nil }
    digits = Array(spelling[..<Self.significantCount(spelling.span.bytes)])
  }

  /// True for a number without an exponent.
  static func isDecimal(_ spelling: [UInt8]) -> Bool {
    FieldNumber.isNumber(spelling.span.bytes) && !spelling.contains { $0 | 0x20 == UInt8(ascii: "e") }
  }

  /// True if `spelling` is the same number, without an exponent.
  package func isSpelled(_ spelling: RawSpan) -> Bool {
    guard spelling.byteCount >= digits.count, FieldNumber.isNumber(spelling) else { return false }
    for offset in digits.indices where spelling.byte(at: offset) != digits[offset] { return false }
    return Self.significantCount(spelling) == digits.count
  }

  /// How many bytes of a number matter.
  private static func significantCount(_ spelling: RawSpan) -> Int {
    var hasFraction = false
    var count = 0
    for offset in 0..<spelling.byteCount {
      switch spelling.byte(at: offset) {
      case UInt8(ascii: "."): hasFraction = true
      case UInt8(ascii: "0") where hasFraction: break
      default: count = offset + 1
      }
      if !hasFraction { count = offset + 1 }
    }
    return count
  }
}

extension Decimal: CustomStringConvertible {
  /// The number as it is written in a query.
  package var description: String { String(decoding: digits, as: UTF8.self) }
}
