internal import LineContent
package import LogWire

/// Writes blocks in the template codec: each line as a template's number and variables, the variables by columns.
///
/// The sections of a block (``SectionWriter``), where *n* is the number of lines:
///
///     templates  the numbers of the templates it has, rising: varint differences less one; then for each how many lines less
///                one (varint)
///     lines      the index of each line's template among those: one byte of width and packed bits; or 0xFF and bytes, first the
///                lower ones of all lines, then, if there are more than 256 templates, the upper ones
///     times      ``TimeColumn``
///     streams    a bit for each line, set for stderr; empty if all have the stream that `blocks.streams` says
///     flags      one byte for all lines, or one for each
///     columns    what describes the columns, see ``ColumnEncoder``
///     packed     the packed bits of the columns
///     texts      of each text column the lengths of the values (varints), then the values
///
/// The columns stand in the order in which the templates' placeholders name them first; see ``TemplateSyntax``.
/// Used by one thread; keeps its memory, about three times the text of the largest block.
package final class TemplateBlockEncoder {
  /// The sections of a block, in their order.
  enum Section: Int, CaseIterable {
    case templates, lines, times, streams, flags, columns, packed, texts
  }

  package let dictionary: TemplateDictionary
  /// The index keys of the tokens of all variables of the last block, with repetitions.
  package var keys: [UInt32] { columns.keys }
  /// The numbers of the templates of the last block, rising, and how many lines each has.
  package private(set) var templates: [UInt32] = []
  package private(set) var templateLines: [UInt32] = []

  /// A block is mostly new if more than one byte in so many is of lines whose template is new, or that have none.
  static let unlikeShare = 3

  private var splitter = LineSplitter()
  private let compressor = ZstdCompressor(level: 1)
  private var columns: ColumnEncoder
  private var sections = SectionWriter()
  private var scratch: [UInt8] = []
  /// Of each line of the last block the index of its template in ``templates``.
  package private(set) var lineTemplates: [UInt32] = []
  /// Of each template of the dictionary its index in ``templates``, if its mark is that of this block.
  private var localIndex: [UInt32] = []
  private var marks: [UInt32] = []
  private var mark: UInt32 = 0

  package init(dictionary: TemplateDictionary) {
    self.dictionary = dictionary
    columns = ColumnEncoder(compressor: compressor)
  }

  /// Appends the encoding of lines `range` of `batch` to `output`; false if the lines have too little in common.
  ///
  /// New templates are added to the dictionary, and taken back if the answer is false.
  ///
  /// - Parameter learning: of the container; what this block took of it is subtracted.
  package func encode(
    _ batch: LineBatch, lines range: Range<Int>, minTime: Timestamp, learning: inout TemplateLearning,
    into output: inout [UInt8]
  ) throws(ZstdError) -> Bool {
    if try attempt(batch, range, minTime: minTime, learning: &learning, into: &output) { return true }
    guard !learning.splitsPaths else { return false }
    var other = TemplateLearning(splitsPaths: true)
    guard try attempt(batch, range, minTime: minTime, learning: &other, into: &output) else { return false }
    learning = other
    return true
  }

  private func attempt(
    _ batch: LineBatch, _ range: Range<Int>, minTime: Timestamp, learning: inout TemplateLearning,
    into output: inout [UInt8]
  ) throws(ZstdError) -> Bool {
    let known = dictionary.count
    let first = batch.range(of: range.lowerBound).lowerBound
    let messages = batch.bytes
    var failure: ZstdError?
    let before = learning
    let isWorthIt = messages.withUnsafeBufferPointer { bytes -> Bool in
      let text = bytes.baseAddress.map { $0 + first } ?? UnsafePointer(splitter.template)
      let count = Int(batch.lines[range.upperBound - 1].end) - first
      guard split(text, count: count, batch, range, first: first, learning: &learning) else { return false }
      do throws(ZstdError) { try writeSections(text, batch, range, minTime: minTime) } catch {
        failure = error
      }
      if EscapeMarker.isIn(text, count: count) { columns.addEscapeKey() }
      return true
    }
    if !isWorthIt || failure != nil {
      dictionary.removeLast(downTo: known)
      learning = before
    }
    if let failure { throw failure }
    if isWorthIt { sections.write(to: &output) }
    return isWorthIt
  }

  // MARK: - Lines

  private func split(
    _ text: UnsafePointer<UInt8>, count: Int, _ batch: LineBatch, _ range: Range<Int>, first: Int,
    learning: inout TemplateLearning
  ) -> Bool {
    lineTemplates.removeAll(keepingCapacity: true)
    lineTemplates.append(contentsOf: repeatElement(0, count: range.count))
    let known = dictionary.count
    let share = batch.lines.withUnsafeBufferPointer { lines in
      lineTemplates.withUnsafeMutableBufferPointer { numbers in
        splitter.splitAll(
          text, count: count, lines: lines, range: range, first: first, table: &dictionary.table,
          learning: learning, numbers: numbers)
      }
    }
    guard let share, share.wholeBytes * Self.unlikeShare <= count,
      range.count <= TemplateSyntax.maximumBlockLines,
      splitter.variableCount <= TemplateSyntax.maximumBlockVariables
    else { return false }
    if share.newBytes * Self.unlikeShare > count { learning.left -= dictionary.count - known }
    return learning.left >= 0
  }

  // MARK: - Sections

  private func writeSections(
    _ text: UnsafePointer<UInt8>, _ batch: LineBatch, _ range: Range<Int>, minTime: Timestamp
  ) throws(ZstdError) {
    sections.removeAll()
    collectTemplates()
    try writeTemplates()
    try writeLines()
    scratch.removeAll(keepingCapacity: true)
    TimeColumn.append(
      batch.lines[range].lazy.map(\.time.nanoseconds), from: minTime.nanoseconds, to: &scratch)
    sections.add(scratch)
    try writeStreams(batch.lines[range])
    try writeFlags(batch.lines[range])
    try writeColumns(text)
  }

  /// Finds the templates of the block, and for each line the index of its own.
  private func collectTemplates() {
    mark &+= 1
    let missing = dictionary.count - marks.count
    if missing > 0 {
      marks.append(contentsOf: repeatElement(0, count: missing))
      localIndex.append(contentsOf: repeatElement(0, count: missing))
    }
    templates.removeAll(keepingCapacity: true)
    let mark = mark
    // By pointers: each access to an array that belongs to an object is guarded by calls into the runtime.
    marks.withUnsafeMutableBufferPointer { marks in
      for template in lineTemplates where marks[Int(template)] != mark {
        marks[Int(template)] = mark
        templates.append(template)
      }
    }
    templates.sort()
    for (index, template) in templates.enumerated() { localIndex[Int(template)] = UInt32(index) }
    templateLines.removeAll(keepingCapacity: true)
    templateLines.append(contentsOf: repeatElement(0, count: templates.count))
    localIndex.withUnsafeBufferPointer { indices in
      lineTemplates.withUnsafeMutableBufferPointer { lines in
        templateLines.withUnsafeMutableBufferPointer { counts in
          for line in lines.indices {
            let index = indices[Int(lines[line])]
            lines[line] = index
            counts[Int(index)] += 1
          }
        }
      }
    }
  }

  private func writeTemplates() throws(ZstdError) {
    scratch.removeAll(keepingCapacity: true)
    var next: UInt32 = 0
    for template in templates {
      Varint.append(UInt64(template - next), to: &scratch)
      next = template + 1
    }
    for count in templateLines { Varint.append(UInt64(count - 1), to: &scratch) }
    try sections.add(scratch, with: compressor)
  }

  private func writeLines() throws(ZstdError) {
    let count = lineTemplates.count
    let width = BitPacking.width(of: UInt64(templates.count - 1))
    scratch.removeAll(keepingCapacity: true)
    scratch.append(0xFF)
    for index in lineTemplates { scratch.append(UInt8(truncatingIfNeeded: index)) }
    if width > 8 { for index in lineTemplates { scratch.append(UInt8(truncatingIfNeeded: index >> 8)) } }
    var packed: [UInt8] = [UInt8(width)]
    lineTemplates.withUnsafeBufferPointer { lines in
      BitPacking.append(count, width: width, to: &packed) { UInt64(lines[$0]) }
    }
    try sections.add(scratch, with: compressor, orInstead: packed)
  }

  private func writeStreams(_ lines: ArraySlice<LineBatch.Line>) throws(ZstdError) {
    scratch.removeAll(keepingCapacity: true)
    let stderr = lines.count { $0.stream == .stderr }
    if stderr > 0, stderr < lines.count {
      let first = lines.startIndex
      BitPacking.append(lines.count, width: 1, to: &scratch) { lines[first + $0].stream == .stderr ? 1 : 0 }
    }
    try sections.add(scratch, with: compressor)
  }

  private func writeFlags(_ lines: ArraySlice<LineBatch.Line>) throws(ZstdError) {
    scratch.removeAll(keepingCapacity: true)
    let first = lines.first?.flags ?? []
    if lines.allSatisfy({ $0.flags == first }) {
      scratch.append(first.rawValue)
    } else {
      for line in lines { scratch.append(line.flags.rawValue) }
    }
    try sections.add(scratch, with: compressor)
  }

  // MARK: - Columns

  /// The columns of the block in their order, and in which of them each variable of a template goes.
  private var columnOf: [UInt32] = []
  private var columnCounts: [Int] = []
  private var localColumn: [Int32] = []
  private var columnStarts: UnsafeMutablePointer<UInt32> = .allocate(capacity: 0)
  private var columnLengths: UnsafeMutablePointer<UInt32> = .allocate(capacity: 0)
  private var columnCapacity = 0

  deinit {
    columnStarts.deallocate()
    columnLengths.deallocate()
  }

  private func writeColumns(_ text: UnsafePointer<UInt8>) throws(ZstdError) {
    numberColumns()
    var ends: [Int] = []
    var total = 0
    for count in columnCounts {
      ends.append(total)
      total += count
    }
    scatter(into: &ends, total: total)
    columns.removeAll()
    var start = 0
    for column in columnCounts.indices {
      let values = ColumnValues(
        text: text, starts: columnStarts + start, lengths: columnLengths + start, count: columnCounts[column])
      start += columnCounts[column]
      let isWhole = column == wholeColumn
      if isWhole { addKeys(ofTokensIn: values) }
      try columns.encode(values, hasKeys: !isWhole)
    }
    try sections.add(columns.meta, with: compressor)
    sections.add(columns.packed)
    try sections.add(columns.text, with: compressor)
  }

  /// The column of the lines that are one variable; -1 if there are none.
  private var wholeColumn = -1

  private func numberColumns() {
    dictionary.describe()
    columnOf.removeAll(keepingCapacity: true)
    columnCounts.removeAll(keepingCapacity: true)
    wholeColumn = -1
    localColumn.removeAll(keepingCapacity: true)
    localColumn.append(contentsOf: repeatElement(-1, count: dictionary.columnCount))
    for (index, template) in templates.enumerated() {
      for slot in dictionary.columnRange(of: Int(template)) {
        let column = Int(dictionary.columns[slot])
        if localColumn[column] < 0 {
          localColumn[column] = Int32(columnCounts.count)
          columnCounts.append(0)
        }
        columnOf.append(UInt32(localColumn[column]))
        columnCounts[Int(localColumn[column])] += Int(templateLines[index])
      }
      if template == TemplateSyntax.whole { wholeColumn = Int(columnOf[columnOf.count - 1]) }
    }
  }

  /// Sorts the variables by column, keeping the order of the lines.
  private func scatter(into ends: inout [Int], total: Int) {
    if total > columnCapacity {
      columnStarts.deallocate()
      columnLengths.deallocate()
      columnCapacity = total + total / 2
      columnStarts = .allocate(capacity: columnCapacity)
      columnLengths = .allocate(capacity: columnCapacity)
    }
    var firstSlots: [Int] = [0]
    for template in templates {
      firstSlots.append(firstSlots[firstSlots.count - 1] + dictionary.columnRange(of: Int(template)).count)
    }
    let starts = splitter.starts
    let lengths = splitter.lengths
    var variable = 0
    ends.withUnsafeMutableBufferPointer { ends in
      for index in lineTemplates {
        for slot in firstSlots[Int(index)]..<firstSlots[Int(index) + 1] {
          let column = Int(columnOf[slot])
          let place = ends[column]
          columnStarts[place] = starts[variable]
          columnLengths[place] = lengths[variable]
          ends[column] = place + 1
          variable += 1
        }
      }
    }
  }

  private func addKeys(ofTokensIn values: ColumnValues) {
    for index in 0..<values.count {
      var position = Int(values.starts[index])
      let end = position + values.length(index)
      while position < end {
        guard TokenBytes.isToken(values.text[position]) else {
          position += 1
          continue
        }
        let tokenEnd = splitter.masks.end(ofTokenAt: position, limit: end)
        columns.addKey(of: values.text + position, count: tokenEnd - position)
        position = tokenEnd
      }
    }
  }
}
