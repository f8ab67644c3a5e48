extension ColumnPointers {
  /// Appends the bytes of a row of a column.
  @inline(__always)
  func append(_ column: Column, row: Int, to output: inout MessageBuffer) {
    if column.prefix.count > 0 { append(column.prefix, to: &output) }
    appendValue(column, row: row, to: &output)
    if column.suffix.count > 0 { append(column.suffix, to: &output) }
  }

  /// What stands between the affixes.
  @inline(__always)
  private func appendValue(_ column: Column, row: Int, to output: inout MessageBuffer) {
    switch column.kind {
    case .constant, .packedDictionary, .byteDictionary:
      append(values[column.firstValue + value(of: column, row: row)], to: &output)
    case .integer, .delta:
      output.append(decimal: number(of: column, row: row), digits: column.digits)
    case .hexadecimal:
      output.append(
        hexadecimal: packed + column.offset + row * column.packedSize, digits: column.digits,
        isUpper: column.isUpper)
    case .text:
      let start = Int(textEnds[column.offset + row])
      output.append(texts + start, Int(textEnds[column.offset + row + 1]) - start)
    }
  }

  /// Appends a part of the descriptions.
  @inline(__always)
  func append(_ part: ByteRange, to output: inout MessageBuffer) {
    output.append(meta + Int(part.start), Int(part.count))
  }

  /// Which value of its dictionary a row has.
  @inline(__always)
  func value(of column: Column, row: Int) -> Int {
    switch column.kind {
    case .packedDictionary:
      Int(truncatingIfNeeded: BitPacking.read(packed + column.offset, row, width: column.width))
    case .byteDictionary: Int(indices[column.offset + row])
    default: 0
    }
  }

  /// The number of a row of numbers.
  @inline(__always)
  func number(of column: Column, row: Int) -> UInt64 {
    column.kind == .delta
      ? numbers[column.offset + row]
      : BitPacking.read(packed + column.offset, row, width: column.width) &+ column.base
  }

  /// The text of a row of texts.
  @inline(__always)
  func text(of column: Column, row: Int) -> UnsafeRawBufferPointer {
    let start = Int(textEnds[column.offset + row])
    return UnsafeRawBufferPointer(start: texts + start, count: Int(textEnds[column.offset + row + 1]) - start)
  }

  /// A part of the descriptions.
  @inline(__always)
  func bytes(_ part: ByteRange) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: meta + Int(part.start), count: Int(part.count))
  }
}
