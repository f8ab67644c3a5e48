/// Reads alternating whole numbers and units: `1h30m`, `256 MiB`.
///
/// Pure; shared by ``ByteCount`` and the durations.
struct QuantityScanner {
  /// One number and the unit behind it; the unit is empty when none stands there.
  struct Part {
    var number: Int64
    var unit: String
  }

  let text: String
  let expected: String

  func failure(_ code: QuantityError.Code) -> QuantityError {
    QuantityError(code: code, text: text, expected: expected)
  }

  /// The parts in the order written; at least one.
  ///
  /// Blanks around the text, and between a number and its unit, are not an error.
  ///
  /// - Throws: ``QuantityError`` when the text is empty, doesn't start with a digit, or a number exceeds 64 bits.
  func parts() throws(QuantityError) -> [Part] {
    var rest = text.utf8[...].drop(while: Self.isBlank)
    while let last = rest.last, Self.isBlank(last) { rest.removeLast() }
    guard !rest.isEmpty else { throw failure(.empty) }
    var parts: [Part] = []
    while !rest.isEmpty {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard !digits.isEmpty else { throw failure(.numberExpected) }
      guard let number = Int64(String(Substring(digits))) else { throw failure(.tooLarge) }
      rest = rest[digits.endIndex...].drop(while: Self.isBlank)
      let unit = rest.prefix { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest[unit.endIndex...]
      parts.append(Part(number: number, unit: String(Substring(unit))))
    }
    return parts
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
