internal import LineContent

/// The templates of a segment, by number, and the number of a template's bytes. Used by one thread.
///
/// Numbers count from 0 in the order of first appearance; 0 is ``TemplateSyntax/rawTemplate``. What was added for a block
/// that is not stored after all is taken back by ``removeLast(downTo:)``.
package final class TemplateDictionary {
  /// How many templates a segment may have; lines with others are kept as they are.
  package static let maximumCount = 1 << 16
  /// How many bytes they may have together.
  package static let maximumBytes = 8 << 20

  /// About how many bytes a template has.
  private static let usualBytes = 128

  var table = TemplateTable()
  /// The level of each template, 0 for none; of ``TemplateSyntax/whole`` it says nothing.
  private(set) var levels: [UInt8] = []
  /// The columns of all templates' variables, template after template.
  private(set) var columns: [UInt32] = []
  private var columnEnds: [UInt32] = []
  /// The columns of the segment, by key.
  private var columnNumbers: [UInt64: UInt32] = [:]

  /// A dictionary with nothing but ``TemplateSyntax/rawTemplate``.
  package init() {
    append(TemplateSyntax.rawTemplate)
  }

  package var count: Int { table.count }

  /// How many different columns the variables have.
  var columnCount: Int { columnNumbers.count }

  /// How many templates one more container may add with blocks that are mostly new.
  ///
  /// Less where little room is left: the allowance of a container is forgotten when its collector starts anew, and no number of
  /// starts or of containers that write prose may take the room of all others.
  package var allowance: Int {
    let room = min(Self.maximumCount - count, (Self.maximumBytes - table.poolCount) / Self.usualBytes)
    return min(TemplateLearning.allowance, room / 16)
  }

  /// The bytes of template `number`.
  package func text(_ number: Int) -> [UInt8] { Array(table.text(number)) }

  /// Adds a template that was stored before; in the order of their numbers, from 1 on.
  package func append(_ text: [UInt8]) {
    text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return table.appendEmpty() }
      table.append(base, count: bytes.count)
    }
  }

  /// Forgets the templates from number `count` on.
  package func removeLast(downTo count: Int) {
    table.removeLast(downTo: count)
    guard columnEnds.count > count else { return }
    levels.removeLast(levels.count - count)
    columnEnds.removeLast(columnEnds.count - count)
    columns.removeLast(columns.count - Int(columnEnds.last ?? 0))
  }

  /// Finds the levels and columns of the templates that were added since the last call.
  func describe() {
    while columnEnds.count < table.count {
      let text = table.text(columnEnds.count)
      levels.append(Level.find(in: UnsafeRawBufferPointer(text).bytes)?.rawValue ?? 0)
      for key in TemplateSyntax.columnKeys(of: text) {
        let next = UInt32(columnNumbers.count)
        columns.append(columnNumbers[key, default: next])
        columnNumbers[key] = columns[columns.count - 1]
      }
      columnEnds.append(UInt32(columns.count))
    }
  }

  /// The level of lines with a template, as ``Level`` numbers it; 0: none. Not for ``TemplateSyntax/whole``, whose lines differ.
  package func level(_ number: Int) -> UInt8 {
    describe()
    return levels[number]
  }

  /// The columns of a template's variables, in their order, as a range of ``columns``.
  func columnRange(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : Int(columnEnds[number - 1]))..<Int(columnEnds[number])
  }
}
