/// The templates of a segment for reading, by number. Used by one thread.
///
/// What must be known of a template's variables is found when a block first needs it.
package final class TemplateCatalog {
  private var pool: [UInt8] = []
  private var ends: [Int] = []
  private var levels: [UInt8] = []
  /// Where the columns of a template's variables stand in ``columns``; nil: not found yet.
  private var columnRanges: [Range<Int>?] = []
  private(set) var columns: [Int32] = []
  private var columnNumbers: [UInt64: Int32] = [:]

  package init() {}

  package var count: Int { ends.count }

  /// How many different columns were found.
  var columnCount: Int { columnNumbers.count }

  /// Adds the next template.
  ///
  /// - Parameter level: of its lines, as `Level` numbers it; 0: none.
  package func append(_ text: RawSpan, level: UInt8) {
    text.withUnsafeBytes { pool.append(contentsOf: $0) }
    ends.append(pool.count)
    levels.append(level)
    columnRanges.append(nil)
  }

  /// The bytes of a template, with ``TemplateSyntax/placeholder`` for each variable.
  package func text(_ number: Int) -> ArraySlice<UInt8> { pool[range(number)] }

  /// The level of the lines with a template; 0: none. Not for ``TemplateSyntax/whole``, whose lines differ.
  package func level(_ number: Int) -> UInt8 { levels[number] }

  /// Lends the texts of all templates, one after the other, and where each ends.
  package func withTexts<Result>(_ body: (UnsafeRawBufferPointer, [Int]) throws -> Result) rethrows -> Result
  {
    try pool.withUnsafeBytes { try body($0, ends) }
  }

  /// The columns of a template's variables, in their order, as a range of ``columns``.
  func columnRange(of number: Int) -> Range<Int> {
    if let known = columnRanges[number] { return known }
    let start = columns.count
    for key in TemplateSyntax.columnKeys(of: pool[range(number)]) {
      let next = Int32(columnNumbers.count)
      let column = columnNumbers[key, default: next]
      if column == next { columnNumbers[key] = column }
      columns.append(column)
    }
    columnRanges[number] = start..<columns.count
    return start..<columns.count
  }

  private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }
}
