internal import LineContent

extension Column {
  /// Gives the rows whose value is `token`, in lower case, where ASCII letters are alike in either case.
  func forEachRow(of token: [UInt8], packed: PaddedBytes, _ body: (Int) -> Void) {
    guard let inner = stripped(token) else { return }
    switch content {
    case .dictionary(let values, let indices):
      for (number, value) in values.enumerated() where Self.isEqual(value, inner) {
        Self.forEachRow(of: number, indices, count: count, body)
      }
    case .integer(let numbers, let length):
      guard let number = Self.number(inner, length: length) else { return }
      switch numbers {
      case .packed(let packed, let smallest):
        guard number >= smallest else { return }
        let wanted = number - smallest
        var row = 0
        packed.forEach { value in
          if value == wanted { body(row) }
          row += 1
        }
      case .unpacked(let numbers):
        for row in numbers.indices where numbers[row] == number { body(row) }
      }
    case .hexadecimal(let offset, let length, _):
      guard inner.count == length, let digits = Self.digits(inner) else { return }
      Self.forEachRow(of: digits, in: packed, at: offset, count: count, body)
    case .text:
      guard let texts else { preconditionFailure("a text column is read before its texts") }
      for row in 0..<count where Self.isEqual(texts.bytes[texts.range(row)], inner) { body(row) }
    }
  }

  /// What of a token would stand between the affixes; nil if it does not begin and end with them.
  private func stripped(_ token: [UInt8]) -> ArraySlice<UInt8>? {
    guard token.count >= prefix.count + suffix.count, Self.isEqual(prefix, token.prefix(prefix.count)),
      Self.isEqual(suffix, token.suffix(suffix.count))
    else { return nil }
    return token[prefix.count..<token.count - suffix.count]
  }

  private static func isEqual(_ value: some Collection<UInt8>, _ lower: ArraySlice<UInt8>) -> Bool {
    value.count == lower.count && zip(value, lower).allSatisfy { ($0 &- 0x41 < 26 ? $0 | 0x20 : $0) == $1 }
  }

  private static func forEachRow(of number: Int, _ indices: Indices?, count: Int, _ body: (Int) -> Void) {
    switch indices {
    case nil: for row in 0..<count { body(row) }
    case .bytes(let bytes): for row in bytes.indices where Int(bytes[row]) == number { body(row) }
    case .packed(let packed):
      var row = 0
      packed.forEach { value in
        if value == UInt64(number) { body(row) }
        row += 1
      }
    }
  }

  /// The number that digits say, if they are written as the column writes it.
  private static func number(_ digits: ArraySlice<UInt8>, length: Int?) -> UInt64? {
    guard (1...ColumnEncoder.maximumDigits).contains(digits.count), digits.allSatisfy(TokenBytes.isDigit)
    else {
      return nil
    }
    if let length {
      guard digits.count == length else { return nil }
    } else if digits.count > 1, digits.first == UInt8(ascii: "0") {
      return nil
    }
    return digits.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
  }

  /// Two digits a byte, as they are packed; nil if they are none.
  private static func digits(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var digits: [UInt8] = []
    for (index, byte) in text.enumerated() {
      let value: UInt8
      if TokenBytes.isDigit(byte) {
        value = byte - UInt8(ascii: "0")
      } else {
        guard byte &- UInt8(ascii: "a") < 6 else { return nil }
        value = byte - UInt8(ascii: "a") + 10
      }
      if index & 1 == 0 { digits.append(value << 4) } else { digits[digits.count - 1] |= value }
    }
    return digits
  }

  private static func forEachRow(
    of digits: [UInt8], in packed: PaddedBytes, at offset: Int, count: Int, _ body: (Int) -> Void
  ) {
    let size = digits.count
    var head: UInt64 = 0
    for (index, byte) in digits.prefix(8).enumerated() { head |= UInt64(byte) << UInt64(8 * index) }
    let mask: UInt64 = size >= 8 ? ~0 : ~(~0 << UInt64(8 * size))
    packed.bytes.withUnsafeBytes { bytes in
      for row in 0..<count {
        let start = offset + row * size
        // The padding allows a whole word to be read.
        let word = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
        guard word & mask == head else { continue }
        if size <= 8 || bytes[start + 8..<start + size].elementsEqual(digits[8...]) { body(row) }
      }
    }
  }
}
