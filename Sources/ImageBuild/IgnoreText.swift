/// The text of patterns and paths as numbers: the scalars of valid UTF-8, and numbers above them for other bytes.
enum IgnoreText {
  /// What separates the components of a path.
  static let slash = UInt32(UInt8(ascii: "/"))

  /// The bytes as numbers; each byte that is not part of valid UTF-8 is one above all scalars, so that it is equal to
  /// itself and to nothing else.
  static func units(of bytes: [UInt8]) -> [UInt32] {
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map { UInt32($0) } }
    var units: [UInt32] = []
    units.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let length = scalarLength(bytes[index...])
      if length > 0,
        let scalar = String(validating: bytes[index..<index + length], as: UTF8.self)?.unicodeScalars.first
      {
        units.append(scalar.value)
        index += length
      } else {
        units.append(0x11_0000 + UInt32(bytes[index]))
        index += 1
      }
    }
    return units
  }

  /// What stands around a pattern and does not belong to it.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }

  /// How many bytes the first scalar says it has, 0 if there are fewer, or if it says nothing of the kind.
  private static func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let first = bytes.first else { return 0 }
    let length =
      switch first {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    return length <= bytes.count ? length : 0
  }
}
