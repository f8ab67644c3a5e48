/// How the values of a column are written; the lower bits of a column's first byte.
enum ColumnKind: UInt8 {
  /// One value, which all lines have.
  case constant = 0
  /// At most 256 different values, and for each line which.
  case dictionary = 1
  /// Decimal integers: the difference from the smallest.
  case integer = 2
  /// Decimal integers: the difference from the one before.
  case delta = 3
  /// Hexadecimal digits, all of one length: four bits a digit.
  case hexadecimal = 4
  /// Any bytes: lengths and bytes in the section of texts.
  case text = 5

  static let mask: UInt8 = 0x07
  /// The values begin or end alike; what they have in common is written once.
  static let hasAffixes: UInt8 = 0x08
  /// The integers are filled with zeros to one length, or the hexadecimal digits are capitals.
  static let isVariant: UInt8 = 0x10
  /// The indices of the dictionary are one zstd frame instead of packed bits.
  static let isCompressed: UInt8 = 0x20
}
