internal import LogWire

/// Reads what describes the columns, one column after the other.
struct ColumnCursor {
  private let meta: PaddedBytes
  private let packed: PaddedBytes
  private let decompressor: ZstdDecompressor
  private var metaOffset = 0
  private var packedOffset = 0

  init(meta: PaddedBytes, packed: PaddedBytes, decompressor: ZstdDecompressor) {
    self.meta = meta
    self.packed = packed
    self.decompressor = decompressor
  }

  /// Reads the next column, of `count` values, and puts what is not used as it stands into `columns`.
  mutating func next(count: Int, into columns: inout BlockColumns) throws(BlockDamage) {
    let head = try byte()
    guard let kind = ColumnKind(rawValue: head & ColumnKind.mask) else {
      throw BlockDamage("a column of unknown kind \(head & ColumnKind.mask)")
    }
    var column = Column(count: count)
    if head & ColumnKind.hasAffixes != 0 {
      column.prefix = try value()
      column.suffix = try value()
    }
    let isVariant = head & ColumnKind.isVariant != 0
    switch kind {
    case .constant:
      (column.firstValue, column.valueCount) = (columns.values.count, 1)
      columns.values.append(try value())
    case .dictionary:
      try readDictionary(&column, isCompressed: head & ColumnKind.isCompressed != 0, &columns)
    case .integer:
      column.kind = .integer
      if isVariant { column.digits = try digits() }
      column.base = try number()
      column.width = Int(try byte())
      column.offset = try numbers(count, width: column.width).offset
    case .delta:
      column.kind = .delta
      if isVariant { column.digits = try digits() }
      column.offset = columns.numbers.count
      try appendSums(count, to: &columns.numbers)
    case .hexadecimal:
      column.kind = .hexadecimal
      column.isUpper = isVariant
      column.digits = try length()
      let (size, overflow) = column.packedSize.multipliedReportingOverflow(by: count)
      guard !overflow else { throw BlockDamage("the packed columns end early") }
      column.offset = try bytes(size)
    case .text:
      column.kind = .text
    }
    columns.columns.append(column)
  }

  private mutating func readDictionary(
    _ column: inout Column, isCompressed: Bool, _ columns: inout BlockColumns
  ) throws(BlockDamage) {
    let distinct = try length() + 1
    guard distinct <= 256 else { throw BlockDamage("a dictionary of \(distinct) values") }
    (column.firstValue, column.valueCount) = (columns.values.count, distinct)
    for _ in 0..<distinct { columns.values.append(try value()) }
    guard isCompressed else {
      column.kind = .packedDictionary
      column.width = BitPacking.width(of: UInt64(distinct - 1))
      let numbers = try numbers(column.count, width: column.width)
      column.offset = numbers.offset
      // The highest index of a full dictionary can't be exceeded.
      guard distinct & (distinct - 1) != 0 else { return }
      var isInside = true
      numbers.forEach { isInside = isInside && $0 < UInt64(distinct) }
      guard isInside else { throw BlockDamage("an index beyond its dictionary") }
      return
    }
    column.kind = .byteDictionary
    column.offset = columns.indices.count
    let size = try length()
    let start = try bytes(size)
    let indices: [UInt8]
    do {
      indices = try decompressor.decompress(
        packed.bytes.span.bytes.extracting(start..<start + size), count: column.count)
    } catch { throw BlockDamage(error.description) }
    guard indices.allSatisfy({ Int($0) < distinct }) else {
      throw BlockDamage("an index beyond its dictionary")
    }
    columns.indices += indices
  }

  private mutating func appendSums(_ count: Int, to sums: inout [UInt64]) throws(BlockDamage) {
    var number = try number()
    let raw = try self.number()
    let leastStep = (raw >> 1) ^ (0 &- (raw & 1))
    let width = Int(try byte())
    guard count > 0 else { throw BlockDamage("a column without values") }
    let steps = try numbers(count - 1, width: width)
    sums.append(number)
    steps.forEach { step in
      number = number &+ step &+ leastStep
      sums.append(number)
    }
  }

  // MARK: - Parts

  private mutating func byte() throws(BlockDamage) -> UInt8 {
    guard metaOffset < meta.count else { throw Self.early }
    defer { metaOffset += 1 }
    return meta.bytes[metaOffset]
  }

  private mutating func number() throws(BlockDamage) -> UInt64 {
    let bytes = meta.bytes
    guard let number = Varint.read(bytes.span.bytes, at: &metaOffset), metaOffset <= meta.count else {
      throw Self.early
    }
    return number
  }

  /// A number that counts bytes or values of this block.
  private mutating func length() throws(BlockDamage) -> Int {
    let number = try number()
    guard number <= UInt64(UInt32.max) else { throw BlockDamage("a column names a length of \(number)") }
    return Int(number)
  }

  /// How many digits numbers are filled to.
  private mutating func digits() throws(BlockDamage) -> Int {
    let length = try length()
    guard length <= ColumnEncoder.maximumDigits else { throw BlockDamage("numbers of \(length) digits") }
    return length
  }

  private mutating func value() throws(BlockDamage) -> ByteRange {
    let length = try length()
    guard length <= meta.count - metaOffset else { throw Self.early }
    defer { metaOffset += length }
    return ByteRange(start: UInt32(metaOffset), count: UInt32(length))
  }

  private mutating func numbers(_ count: Int, width: Int) throws(BlockDamage) -> PackedNumbers {
    let numbers = try PackedNumbers(packed, at: packedOffset, count: count, width: width)
    packedOffset += numbers.byteCount
    return numbers
  }

  /// The beginning of `count` packed bytes.
  private mutating func bytes(_ count: Int) throws(BlockDamage) -> Int {
    guard count <= packed.count - packedOffset else { throw BlockDamage("the packed columns end early") }
    defer { packedOffset += count }
    return packedOffset
  }

  private static var early: BlockDamage { BlockDamage("the descriptions of the columns end early") }
}
