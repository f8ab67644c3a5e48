internal import LogWire

/// Where bytes stand in a buffer.
struct ByteRange: BitwiseCopyable {
  var start: UInt32 = 0
  var count: UInt32 = 0

  var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// One column of a template block, for reading: where its values stand in the buffers of ``BlockColumns``. Its layout in the block:
/// ``ColumnEncoder``.
struct Column: BitwiseCopyable {
  /// What the values look like between the affixes.
  enum Kind: UInt8, BitwiseCopyable {
    /// All rows have the first of the values.
    case constant
    /// For each row which of the values, in packed bits.
    case packedDictionary
    /// For each row which of the values, in bytes.
    case byteDictionary
    /// Decimal digits of packed numbers above ``base``.
    case integer
    /// Decimal digits of unpacked numbers.
    case delta
    /// ``digits`` digits, two in a packed byte.
    case hexadecimal
    /// Any bytes, in the section of texts.
    case text
  }

  var kind = Kind.constant
  /// Whether hexadecimal digits are capitals.
  var isUpper = false
  /// How many rows it has.
  var count: Int
  /// What all values begin and end with, among the descriptions.
  var prefix = ByteRange()
  var suffix = ByteRange()
  /// Where the rows begin: in the packed bytes, the indices, the numbers or the ends of texts.
  var offset = 0
  /// How many bits a packed number has.
  var width = 0
  /// What is added to each packed number.
  var base: UInt64 = 0
  /// How many digits there are, filled with zeros; 0: as many as it takes.
  var digits = 0
  /// The values of a dictionary in ``BlockColumns/values``.
  var firstValue = 0
  var valueCount = 0

  /// How many bytes a hexadecimal value takes.
  var packedSize: Int { (digits + 1) / 2 }
}
