internal import LineContent
internal import LogWire

/// One column of a template block, for reading. Its layout: ``ColumnEncoder``.
struct Column {
  /// What the values look like between the affixes.
  enum Content {
    /// The values, one or more, and for each row which; nil if all rows have the first.
    case dictionary(values: [[UInt8]], indices: Indices?)
    /// Decimal digits of these numbers, filled with zeros to a length if one is given.
    case integer(Numbers, length: Int?)
    /// So many digits, two a byte from `offset` of the packed bytes.
    case hexadecimal(offset: Int, length: Int, isUpper: Bool)
    /// The `order`-th of the columns in the section of texts.
    case text(order: Int)
  }

  enum Indices {
    case packed(PackedNumbers)
    case bytes([UInt8])
  }

  enum Numbers {
    case packed(PackedNumbers, smallest: UInt64)
    case unpacked([UInt64])
  }

  let count: Int
  private(set) var prefix: [UInt8] = []
  private(set) var suffix: [UInt8] = []
  private(set) var content: Content

  /// The values of a text column; given before it is read.
  var texts: TextValues?

  /// Whether the values are in the section of texts, and as which.
  var textOrder: Int? {
    if case .text(let order) = content { order } else { nil }
  }

  // MARK: - Reading what describes it

  /// What has been read of the sections so far.
  struct Cursor {
    let meta: PaddedBytes
    let packed: PaddedBytes
    let decompressor: ZstdDecompressor
    var metaOffset = 0
    var packedOffset = 0
    var textColumns = 0

    init(meta: PaddedBytes, packed: PaddedBytes, decompressor: ZstdDecompressor) {
      self.meta = meta
      self.packed = packed
      self.decompressor = decompressor
    }

    mutating func byte() throws(BlockDamage) -> UInt8 {
      guard metaOffset < meta.count else { throw BlockDamage("the descriptions of the columns end early") }
      defer { metaOffset += 1 }
      return meta.bytes[metaOffset]
    }

    mutating func number() throws(BlockDamage) -> UInt64 {
      let bytes = meta.bytes
      guard let number = Varint.read(bytes.span.bytes, at: &metaOffset), metaOffset <= meta.count else {
        throw BlockDamage("the descriptions of the columns end early")
      }
      return number
    }

    /// A number that counts bytes or values of this block.
    mutating func length() throws(BlockDamage) -> Int {
      let number = try number()
      guard number <= UInt64(UInt32.max) else { throw BlockDamage("a column names a length of \(number)") }
      return Int(number)
    }

    /// How many digits numbers are filled to.
    mutating func digits() throws(BlockDamage) -> Int {
      let length = try length()
      guard length <= ColumnEncoder.maximumDigits else { throw BlockDamage("numbers of \(length) digits") }
      return length
    }

    mutating func value() throws(BlockDamage) -> [UInt8] {
      let length = try length()
      guard length <= meta.count - metaOffset else {
        throw BlockDamage("the descriptions of the columns end early")
      }
      defer { metaOffset += length }
      return Array(meta.bytes[metaOffset..<metaOffset + length])
    }

    mutating func numbers(_ count: Int, width: Int) throws(BlockDamage) -> PackedNumbers {
      let numbers = try PackedNumbers(packed, at: packedOffset, count: count, width: width)
      packedOffset += numbers.byteCount
      return numbers
    }

    /// The beginning of `count` packed bytes.
    mutating func bytes(_ count: Int) throws(BlockDamage) -> Int {
      guard count <= packed.count - packedOffset else { throw BlockDamage("the packed columns end early") }
      defer { packedOffset += count }
      return packedOffset
    }
  }

  /// Reads the next column, of `count` values.
  init(_ cursor: inout Cursor, count: Int) throws(BlockDamage) {
    self.count = count
    let head = try cursor.byte()
    guard let kind = ColumnKind(rawValue: head & ColumnKind.mask) else {
      throw BlockDamage("a column of unknown kind \(head & ColumnKind.mask)")
    }
    if head & ColumnKind.hasAffixes != 0 {
      prefix = try cursor.value()
      suffix = try cursor.value()
    }
    let isVariant = head & ColumnKind.isVariant != 0
    switch kind {
    case .constant:
      content = .dictionary(values: [try cursor.value()], indices: nil)
    case .dictionary:
      content = try Self.dictionary(
        &cursor, count: count, isCompressed: head & ColumnKind.isCompressed != 0)
    case .integer:
      let length = isVariant ? try cursor.digits() : nil
      let smallest = try cursor.number()
      let width = Int(try cursor.byte())
      content = .integer(.packed(try cursor.numbers(count, width: width), smallest: smallest), length: length)
    case .delta:
      let length = isVariant ? try cursor.digits() : nil
      content = .integer(.unpacked(try Self.summed(&cursor, count: count)), length: length)
    case .hexadecimal:
      let length = try cursor.length()
      let (size, overflow) = ((length + 1) / 2).multipliedReportingOverflow(by: count)
      guard !overflow else { throw BlockDamage("the packed columns end early") }
      content = .hexadecimal(offset: try cursor.bytes(size), length: length, isUpper: isVariant)
    case .text:
      content = .text(order: cursor.textColumns)
      cursor.textColumns += 1
    }
  }

  private static func dictionary(
    _ cursor: inout Cursor, count: Int, isCompressed: Bool
  ) throws(BlockDamage) -> Content {
    let distinct = try cursor.length() + 1
    guard distinct <= 256 else { throw BlockDamage("a dictionary of \(distinct) values") }
    var values: [[UInt8]] = []
    for _ in 0..<distinct { values.append(try cursor.value()) }
    guard isCompressed else {
      let width = BitPacking.width(of: UInt64(distinct - 1))
      let numbers = try cursor.numbers(count, width: width)
      var isInside = true
      numbers.forEach { isInside = isInside && $0 < UInt64(distinct) }
      guard isInside else { throw BlockDamage("an index beyond its dictionary") }
      return .dictionary(values: values, indices: .packed(numbers))
    }
    let size = try cursor.length()
    let start = try cursor.bytes(size)
    let packed = cursor.packed.bytes
    let indices: [UInt8]
    do {
      indices = try cursor.decompressor.decompress(
        packed.span.bytes.extracting(start..<start + size), count: count)
    } catch { throw BlockDamage(error.description) }
    guard indices.allSatisfy({ Int($0) < distinct }) else {
      throw BlockDamage("an index beyond its dictionary")
    }
    return .dictionary(values: values, indices: .bytes(indices))
  }

  private static func summed(_ cursor: inout Cursor, count: Int) throws(BlockDamage) -> [UInt64] {
    var number = try cursor.number()
    let raw = try cursor.number()
    let leastStep = (raw >> 1) ^ (0 &- (raw & 1))
    let width = Int(try cursor.byte())
    guard count > 0 else { throw BlockDamage("a column without values") }
    let steps = try cursor.numbers(count - 1, width: width)
    var numbers: [UInt64] = [number]
    numbers.reserveCapacity(count)
    steps.forEach { step in
      number = number &+ step &+ leastStep
      numbers.append(number)
    }
    return numbers
  }
}

// MARK: - Values

extension Column {
  /// Appends the bytes of value `index`.
  func append(_ index: Int, packed: PaddedBytes, to output: inout [UInt8]) {
    if !prefix.isEmpty { output.append(contentsOf: prefix) }
    switch content {
    case .dictionary(let values, let indices):
      output.append(contentsOf: values[Self.index(indices, index)])
    case .integer(let numbers, let length):
      Self.appendDecimal(Self.number(numbers, index), length: length, to: &output)
    case .hexadecimal(let offset, let length, let isUpper):
      let start = offset + index * ((length + 1) / 2)
      for digit in 0..<length {
        let byte = packed.bytes[start + digit / 2]
        let value = digit & 1 == 0 ? byte >> 4 : byte & 0x0F
        output.append(value < 10 ? value + UInt8(ascii: "0") : value - 10 + UInt8(ascii: isUpper ? "A" : "a"))
      }
    case .text:
      guard let texts else { preconditionFailure("a text column is read before its texts") }
      output.append(contentsOf: texts.bytes[texts.range(index)])
    }
    if !suffix.isEmpty { output.append(contentsOf: suffix) }
  }

  @inline(__always)
  private static func index(_ indices: Indices?, _ row: Int) -> Int {
    switch indices {
    case nil: 0
    case .packed(let numbers): Int(numbers[row])
    case .bytes(let bytes): Int(bytes[row])
    }
  }

  @inline(__always)
  private static func number(_ numbers: Numbers, _ row: Int) -> UInt64 {
    switch numbers {
    case .packed(let packed, let smallest): packed[row] &+ smallest
    case .unpacked(let numbers): numbers[row]
    }
  }

  private static func appendDecimal(_ number: UInt64, length: Int?, to output: inout [UInt8]) {
    var rest = number
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var count = 0
    withUnsafeMutableBytes(of: &digits) { digits in
      repeat {
        count += 1
        digits[24 - count] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
        rest /= 10
      } while rest > 0
      if let length { for _ in count..<max(count, length) { output.append(UInt8(ascii: "0")) } }
      output.append(contentsOf: UnsafeRawBufferPointer(rebasing: digits[(24 - count)...]))
    }
  }
}
