internal import LogWire

/// What a field of a line has as its value, and where it stands in the line.
package struct FieldValue: Sendable, Hashable {
  /// What a value is. A value without quotes is a number, a boolean or null if it is spelled like one of JSON.
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    case string
    case number
    case boolean
    case null
    case object
    case array
  }

  package let kind: Kind
  /// The bytes of the line that spell it, without quotes.
  package let range: Range<Int>
  /// A string with backslashes, so that the bytes of the line are not yet its text.
  package let isEscaped: Bool

  package init(kind: Kind, range: Range<Int>, isEscaped: Bool = false) {
    self.kind = kind
    self.range = range
    self.isEscaped = isEscaped
  }

  /// The text of a string without its escapes; of another value its spelling. Allocates.
  package func text(in line: RawSpan) -> [UInt8] {
    let spelling = line.extracting(range)
    if isEscaped { return EscapedText.decoded(spelling) }
    var text: [UInt8] = []
    text.append(spelling)
    return text
  }
}

extension FieldValue {
  /// A value that is written without quotes.
  init(bare range: Range<Int>, in line: RawSpan) {
    self.init(kind: Self.kind(ofBare: line.extracting(range)), range: range)
  }

  private static func kind(ofBare spelling: RawSpan) -> Kind {
    guard spelling.byteCount > 0 else { return .string }
    switch spelling.byte(at: 0) {
    case UInt8(ascii: "t"): return spelling.isEqual(to: "true") ? .boolean : .string
    case UInt8(ascii: "f"): return spelling.isEqual(to: "false") ? .boolean : .string
    case UInt8(ascii: "n"): return spelling.isEqual(to: "null") ? .null : .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return FieldNumber.isNumber(spelling) ? .number : .string
    default: return .string
    }
  }
}

extension RawSpan {
  fileprivate func isEqual(to word: StaticString) -> Bool {
    guard byteCount == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { bytes in
      for offset in bytes.indices where byte(at: offset) != bytes[offset] { return false }
      return true
    }
  }
}
