internal import LineContent

extension TemplateBlock {
  /// The lines that have `token`, in lower case, among their variables. Exact, but for lines that are one variable,
  /// all of which are given.
  package func lines(withVariable token: [UInt8]) throws -> LineSet {
    let columns = try columns(withTexts: true)
    var found = LineSet(capacity: lines)
    // By column the rows that have it, the next one last.
    var rows = [[Int]](repeating: [], count: columns.columns.count)
    var isThere = templates.first == UInt32(TemplateSyntax.whole)
    columns.withPointers { pointers in
      for (number, column) in columns.columns.enumerated() {
        TokenSearch(column, pointers).forEachRow(of: token) { rows[number].append($0) }
        guard !rows[number].isEmpty else { continue }
        isThere = true
        rows[number].reverse()
      }
    }
    if isThere { try collect(&rows, columns, into: &found) }
    return found
  }

  /// Turns rows of columns, falling, into lines.
  private func collect(_ wanted: inout [[Int]], _ columns: BlockColumns, into found: inout LineSet) throws {
    let indices = try templateIndices()
    let hasWhole = templates.first == UInt32(TemplateSyntax.whole)
    var left = wanted.reduce(0) { $0 + $1.count }
    var next = wanted.map { $0.last ?? -1 }
    var row = [Int](repeating: 0, count: next.count)
    let slots = columns.slots.span
    for line in 0..<lines {
      let index = Int(indices[line])
      if hasWhole, index == 0 { found.insert(line) }
      if left == 0 {
        if hasWhole { continue }
        return
      }
      for slot in columns.slots(of: index) {
        let column = Int(slots[slot].column)
        if next[column] == row[column] {
          found.insert(line)
          wanted[column].removeLast()
          next[column] = wanted[column].last ?? -1
          left -= 1
        }
        row[column] += 1
      }
    }
  }
}

/// Looks for a token among the values of a column, where ASCII letters are alike in either case.
private struct TokenSearch {
  private let column: Column
  private let pointers: ColumnPointers

  init(_ column: Column, _ pointers: ColumnPointers) {
    self.column = column
    self.pointers = pointers
  }

  /// Gives the rows, rising, whose value is `token`, which is in lower case.
  func forEachRow(of token: [UInt8], _ body: (Int) -> Void) {
    guard let inner = stripped(token) else { return }
    switch column.kind {
    case .constant, .packedDictionary, .byteDictionary: forEachRow(ofValue: inner, body)
    case .integer, .delta:
      guard let number = number(inner) else { return }
      for row in 0..<column.count where pointers.number(of: column, row: row) == number { body(row) }
    case .hexadecimal:
      guard inner.count == column.digits, let digits = Self.packed(inner) else { return }
      forEachRow(ofPacked: digits, body)
    case .text:
      for row in 0..<column.count where Self.isEqual(pointers.text(of: column, row: row), inner) { body(row) }
    }
  }

  /// What of a token would stand between the affixes; nil if it does not begin and end with them.
  private func stripped(_ token: [UInt8]) -> ArraySlice<UInt8>? {
    let (prefix, suffix) = (Int(column.prefix.count), Int(column.suffix.count))
    guard token.count >= prefix + suffix,
      Self.isEqual(pointers.bytes(column.prefix), token.prefix(prefix)),
      Self.isEqual(pointers.bytes(column.suffix), token.suffix(suffix))
    else { return nil }
    return token[prefix..<token.count - suffix]
  }

  @inline(__always)
  private static func isEqual(_ value: UnsafeRawBufferPointer, _ lower: ArraySlice<UInt8>) -> Bool {
    value.count == lower.count && zip(value, lower).allSatisfy { TokenBytes.lowercased($0) == $1 }
  }

  private func forEachRow(ofValue text: ArraySlice<UInt8>, _ body: (Int) -> Void) {
    // A dictionary may have it in several cases.
    let numbers = (0..<column.valueCount).filter { number in
      Self.isEqual(pointers.bytes(pointers.values[column.firstValue + number]), text)
    }
    guard !numbers.isEmpty else { return }
    for row in 0..<column.count where numbers.contains(pointers.value(of: column, row: row)) { body(row) }
  }

  /// The number that digits say, if they are written as the column writes it.
  private func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    guard (1...ColumnEncoder.maximumDigits).contains(digits.count), digits.allSatisfy(TokenBytes.isDigit)
    else { return nil }
    let isFilled = digits.count > 1 && digits.first == UInt8(ascii: "0")
    guard isFilled ? digits.count == column.digits : digits.count >= column.digits else { return nil }
    return digits.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
  }

  /// Two digits a byte, as they are packed; nil if they are none.
  private static func packed(_ text: ArraySlice<UInt8>) -> [UInt8]? {
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

  private func forEachRow(ofPacked digits: [UInt8], _ body: (Int) -> Void) {
    let size = digits.count
    var head: UInt64 = 0
    for (index, byte) in digits.prefix(8).enumerated() { head |= UInt64(byte) << UInt64(8 * index) }
    let mask: UInt64 = size >= 8 ? ~0 : ~(~0 << UInt64(8 * size))
    for row in 0..<column.count {
      let value = pointers.packed + column.offset + row * size
      // The padding allows a whole word to be read.
      let word = value.loadUnaligned(as: UInt64.self).littleEndian
      guard word & mask == head else { continue }
      if size <= 8 || UnsafeRawBufferPointer(start: value + 8, count: size - 8).elementsEqual(digits[8...]) {
        body(row)
      }
    }
  }
}
