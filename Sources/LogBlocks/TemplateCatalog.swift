/// The templates of a segment for reading, by number. Used by one thread.
///
/// What must be known of a template's variables is found when a block first needs it.
package final class TemplateCatalog {
  /// The texts of all templates, and padding.
  private var pool = PaddedBytes()
  private var ends: [Int] = []
  private var levels: [UInt8] = []
  /// Where the variables of a template stand in ``slots``; nil: not found yet.
  private var slotRanges: [Range<Int>?] = []
  /// Variables, their columns numbered throughout the segment.
  private var slots: [BlockColumns.Slot] = []
  private var columnNumbers: [UInt64: UInt32] = [:]

  package init() {}

  package var count: Int { ends.count }

  /// How many different columns were found.
  var columnCount: Int { columnNumbers.count }

  /// Adds the next template.
  ///
  /// - Parameter level: of its lines, as `Level` numbers it; 0: none.
  package func append(_ text: RawSpan, level: UInt8) {
    pool.append(text)
    ends.append(pool.count)
    levels.append(level)
    slotRanges.append(nil)
  }

  /// The bytes of a template, with ``TemplateSyntax/placeholder`` for each variable.
  package func text(_ number: Int) -> ArraySlice<UInt8> { pool.bytes[range(of: number)] }

  /// The level of the lines with a template; 0: none. Not for ``TemplateSyntax/whole``, whose lines differ.
  package func level(_ number: Int) -> UInt8 { levels[number] }

  /// Lends the texts of all templates, one after the other, and where each ends.
  package func withTexts<Result>(_ body: (UnsafeRawBufferPointer, [Int]) throws -> Result) rethrows -> Result
  {
    try pool.bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0.prefix(pool.count)), ends) }
  }

  /// Lends the texts of all templates, with padding behind them.
  func withPaddedTexts<Result>(_ body: (UnsafeRawPointer) throws -> Result) rethrows -> Result {
    try pool.bytes.withUnsafeBytes {
      guard let base = $0.baseAddress else { preconditionFailure("padded bytes are never empty") }
      return try body(base)
    }
  }

  /// Where the text of a template stands.
  func range(of number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

  /// Finds what ``columns(of:)`` tells.
  func findColumns(of number: Int) {
    guard slotRanges[number] == nil else { return }
    let start = slots.count
    let text = range(of: number)
    var place = text.lowerBound
    for key in TemplateSyntax.columnKeys(of: pool.bytes[text]) {
      while pool.bytes[place] != TemplateSyntax.placeholder { place += 1 }
      let next = UInt32(columnNumbers.count)
      let column = columnNumbers[key, default: next]
      if column == next { columnNumbers[key] = column }
      slots.append(BlockColumns.Slot(column: column, offset: UInt32(place)))
      place += 1
    }
    slotRanges[number] = start..<slots.count
  }

  /// The variables of a template whose columns were found.
  func columns(of number: Int) -> ArraySlice<BlockColumns.Slot> { slots[slotRanges[number] ?? 0..<0] }
}
