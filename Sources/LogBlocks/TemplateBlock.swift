package import LogWire

/// A block in the template codec, read part by part as it is needed. Its layout: ``TemplateBlockEncoder``.
///
/// Any bytes at all give lines or a ``BlockDamage``. Used by one thread.
package final class TemplateBlock {
  package let lines: Int
  /// The numbers of the templates that the block has, rising.
  package let templates: [UInt32]
  /// How many lines each of them has.
  package let templateLines: [UInt32]

  /// More text than this is not given room before it is there.
  private static let reserved = 4 << 20

  private typealias Section = TemplateBlockEncoder.Section

  private let minTime: Timestamp
  private let stream: LogStream?
  private let catalog: TemplateCatalog
  private let table: SectionTable
  private let read: (Range<Int>) throws -> [UInt8]
  private let decompressor: ZstdDecompressor
  private var lineIndices: [UInt32]?
  private var loaded: Columns?

  /// The columns, and which of them each template's variables have.
  private struct Columns {
    var columns: [Column]
    var packed: PaddedBytes
    /// The columns of all templates' variables, template after template.
    var slots: [Int]
    var slotEnds: [Int]
    var hasTexts = false

    func slots(of index: Int) -> Range<Int> { (index == 0 ? 0 : slotEnds[index - 1])..<slotEnds[index] }
  }

  /// - Parameters:
  ///   - streams: bit 0: has lines of stdout; bit 1: of stderr.
  ///   - catalog: the templates of the segment.
  ///   - read: gives bytes of the block; fewer than asked for at its end.
  package init(
    lines: Int, minTime: Timestamp, streams: UInt8, catalog: TemplateCatalog,
    decompressor: ZstdDecompressor, read: @escaping (Range<Int>) throws -> [UInt8]
  ) throws {
    guard (1...TemplateSyntax.maximumBlockLines).contains(lines) else { throw BlockDamage("\(lines) lines") }
    self.lines = lines
    self.minTime = minTime
    self.catalog = catalog
    self.decompressor = decompressor
    self.read = read
    stream = streams == 1 ? .stdout : streams == 2 ? .stderr : nil
    table = try Self.table(read)
    (templates, templateLines) = try Self.templates(
      try Self.section(.templates, table, decompressor, read), lines: lines)
    if let last = templates.last, last >= catalog.count {
      throw BlockDamage("it names template \(last) of \(catalog.count)", isUnknownTemplate: true)
    }
  }

  /// The templates of a block and how many lines each has, without anything else of it.
  package static func head(
    lines: Int, decompressor: ZstdDecompressor, read: (Range<Int>) throws -> [UInt8]
  ) throws -> (templates: [UInt32], lines: [UInt32]) {
    try templates(try section(.templates, try table(read), decompressor, read), lines: lines)
  }

  private static func table(_ read: (Range<Int>) throws -> [UInt8]) throws -> SectionTable {
    let count = Section.allCases.count
    let head = try read(0..<SectionTable.maximumSize(sections: count))
    return try SectionTable(head.span.bytes, sections: count)
  }

  private static func section(
    _ section: Section, _ table: SectionTable, _ decompressor: ZstdDecompressor,
    _ read: (Range<Int>) throws -> [UInt8]
  ) throws -> PaddedBytes {
    let entry = table.entries[section.rawValue]
    let bytes = try read(entry.offset..<entry.offset + entry.stored + 4)
    guard bytes.count == entry.stored + 4 else { throw BlockDamage("it ends in its section '\(section)'") }
    let span = bytes.span.bytes
    guard Checksum.of(span.extracting(0..<entry.stored)) == span.littleEndianWord32(at: entry.stored) else {
      throw BlockDamage("its section '\(section)' does not fit its checksum")
    }
    guard entry.stored < entry.raw else { return PaddedBytes(Array(bytes.dropLast(4))) }
    do {
      return PaddedBytes(
        padded: try decompressor.decompress(
          span.extracting(0..<entry.stored), count: entry.raw, padding: PaddedBytes.padding))
    } catch { throw BlockDamage("its section '\(section)': \(error.description)") }
  }

  private func section(_ section: Section) throws -> PaddedBytes {
    try Self.section(section, table, decompressor, read)
  }

  private static func templates(
    _ section: PaddedBytes, lines: Int
  ) throws(BlockDamage) -> ([UInt32], [UInt32]) {
    let bytes = section.bytes
    var numbers: [UInt64] = []
    var offset = 0
    while offset < section.count, numbers.count <= 2 * TemplateDictionary.maximumCount {
      guard let number = Varint.read(bytes.span.bytes, at: &offset) else { break }
      numbers.append(number)
    }
    let count = numbers.count / 2
    guard count > 0, numbers.count == 2 * count, offset == section.count else {
      throw BlockDamage("its templates end early")
    }
    var templates: [UInt32] = []
    var next: UInt64 = 0
    for step in numbers[..<count] {
      guard step < UInt64(TemplateDictionary.maximumCount) else {
        throw BlockDamage("a template's number is too high")
      }
      templates.append(UInt32(truncatingIfNeeded: next + step))
      next += step + 1
    }
    var total: UInt64 = 0
    for lines in numbers[count...] {
      guard lines < UInt64(TemplateSyntax.maximumBlockLines) else {
        throw BlockDamage("a template has too many lines")
      }
      total += lines + 1
    }
    guard next <= UInt64(TemplateDictionary.maximumCount), total == UInt64(lines) else {
      throw BlockDamage("its templates have \(total) lines, not \(lines)")
    }
    return (templates, numbers[count...].map { UInt32($0 + 1) })
  }
}

// MARK: - Small columns

extension TemplateBlock {
  /// Of each line the index of its template in ``templates``.
  package func templateIndices() throws -> [UInt32] {
    if let lineIndices { return lineIndices }
    let section = try section(.lines)
    guard section.count > 0 else { throw BlockDamage("its column of templates is empty") }
    let indices = section.bytes[0] == 0xFF ? try indices(inBytes: section) : try indices(packed: section)
    var left = templateLines
    for index in indices {
      guard index < left.count, left[Int(index)] > 0 else {
        throw BlockDamage("its lines do not fit its templates")
      }
      left[Int(index)] -= 1
    }
    lineIndices = indices
    return indices
  }

  private func indices(packed section: PaddedBytes) throws(BlockDamage) -> [UInt32] {
    let numbers = try PackedNumbers(section, at: 1, count: lines, width: Int(section.bytes[0]))
    var indices: [UInt32] = []
    indices.reserveCapacity(lines)
    numbers.forEach { indices.append(UInt32(truncatingIfNeeded: $0)) }
    return indices
  }

  private func indices(inBytes section: PaddedBytes) throws(BlockDamage) -> [UInt32] {
    let isWide = templates.count > 256
    guard section.count == 1 + lines * (isWide ? 2 : 1) else {
      throw BlockDamage("its column of templates has another length")
    }
    let bytes = section.bytes
    guard isWide else { return bytes[1...lines].map(UInt32.init) }
    return (1...lines).map { UInt32(bytes[$0]) | UInt32(bytes[$0 + lines]) << 8 }
  }

  /// The time of each line, in nanoseconds since 1970.
  package func times() throws -> [Int64] {
    var times: [Int64] = []
    try TimeColumn.read(try section(.times), count: lines, from: minTime.nanoseconds, into: &times)
    return times
  }

  /// The lines of stderr.
  package func stderrLines() throws -> LineSet {
    if let stream { return LineSet(capacity: lines, all: stream == .stderr) }
    let section = try section(.streams)
    var set = LineSet(capacity: lines)
    let bits = try PackedNumbers(section, at: 0, count: lines, width: 1)
    var line = 0
    bits.forEach { bit in
      if bit != 0 { set.insert(line) }
      line += 1
    }
    return set
  }

  /// The flags of each line.
  package func flags() throws -> [LineFlags] {
    let section = try section(.flags)
    if section.count == 1 {
      return Array(repeating: LineFlags(rawValue: section.bytes[0]), count: lines)
    }
    guard section.count == lines else { throw BlockDamage("its flags are not as many as its lines") }
    return section.bytes[..<lines].map(LineFlags.init(rawValue:))
  }
}

// MARK: - Variables

extension TemplateBlock {
  private func columns(withTexts: Bool) throws -> Columns {
    var columns = try loaded ?? loadColumns()
    if withTexts, !columns.hasTexts { try loadTexts(&columns) }
    loaded = columns
    return columns
  }

  private func loadColumns() throws -> Columns {
    var slots: [Int] = []
    var slotEnds: [Int] = []
    var counts: [Int] = []
    let ranges = templates.map { catalog.columnRange(of: Int($0)) }
    var local = [Int](repeating: -1, count: catalog.columnCount)
    var total = 0
    for (index, range) in ranges.enumerated() {
      for slot in range {
        let column = Int(catalog.columns[slot])
        if local[column] < 0 {
          local[column] = counts.count
          counts.append(0)
        }
        slots.append(local[column])
        counts[local[column]] += Int(templateLines[index])
        total += Int(templateLines[index])
        guard total <= TemplateSyntax.maximumBlockVariables else {
          throw BlockDamage("it has too many variables")
        }
      }
      slotEnds.append(slots.count)
    }
    let packed = try section(.packed)
    var cursor = Column.Cursor(meta: try section(.columns), packed: packed, decompressor: decompressor)
    var columns: [Column] = []
    for count in counts { columns.append(try Column(&cursor, count: count)) }
    return Columns(columns: columns, packed: packed, slots: slots, slotEnds: slotEnds)
  }

  private func loadTexts(_ columns: inout Columns) throws {
    let section = try section(.texts)
    var offset = 0
    for index in columns.columns.indices where columns.columns[index].textOrder != nil {
      columns.columns[index].texts = try TextValues(section, count: columns.columns[index].count, at: &offset)
    }
    columns.hasTexts = true
  }

  /// Gives the messages of some lines, rising, each in a buffer that is used again.
  package func forEachMessage(of wanted: LineSet, _ body: (Int, [UInt8]) throws -> Void) throws {
    guard let last = wanted.last else { return }
    let indices = try templateIndices()
    let columns = try columns(withTexts: true)
    var rows = [Int](repeating: 0, count: columns.columns.count)
    var message: [UInt8] = []
    for line in 0...last {
      let index = Int(indices[line])
      let slots = columns.slots(of: index)
      if wanted.contains(line) {
        message.removeAll(keepingCapacity: true)
        append(index, columns, slots, &rows, to: &message)
        try body(line, message)
      } else {
        for slot in slots { rows[columns.slots[slot]] += 1 }
      }
    }
  }

  /// Puts a line together, and moves the rows of its columns on.
  private func append(
    _ index: Int, _ columns: borrowing Columns, _ slots: Range<Int>, _ rows: inout [Int],
    to message: inout [UInt8]
  ) {
    let text = catalog.text(Int(templates[index]))
    let isWhole = templates[index] == TemplateSyntax.whole
    var slot = slots.lowerBound
    var literal = text.startIndex
    for offset in isWhole ? text.indices.prefix(1) : text.indices
    where text[offset] == TemplateSyntax.placeholder {
      if literal < offset { message.append(contentsOf: text[literal..<offset]) }
      let column = columns.slots[slot]
      columns.columns[column].append(rows[column], packed: columns.packed, to: &message)
      rows[column] += 1
      slot += 1
      literal = offset + 1
    }
    if !isWhole, literal < text.endIndex { message.append(contentsOf: text[literal...]) }
  }

  /// The lines that have `token`, in lower case, among their variables. Exact, but for lines that are one variable,
  /// all of which are given.
  package func lines(withVariable token: [UInt8]) throws -> LineSet {
    let columns = try columns(withTexts: true)
    var found = LineSet(capacity: lines)
    // By column the rows that have it, and which of them comes next.
    var rows = [[Int]](repeating: [], count: columns.columns.count)
    var isThere = templates.first == UInt32(TemplateSyntax.whole)
    for (column, values) in columns.columns.enumerated() {
      values.forEachRow(of: token, packed: columns.packed) { rows[column].append($0) }
      guard !rows[column].isEmpty else { continue }
      isThere = true
      // A dictionary gives them value by value, and may have the token in several cases.
      rows[column].sort(by: >)
    }
    if isThere { try collect(&rows, columns, into: &found) }
    return found
  }

  /// Turns rows of columns, falling, into lines.
  private func collect(_ wanted: inout [[Int]], _ columns: Columns, into found: inout LineSet) throws {
    let indices = try templateIndices()
    let hasWhole = templates.first == UInt32(TemplateSyntax.whole)
    var left = wanted.reduce(0) { $0 + $1.count }
    var next = wanted.map { $0.last ?? -1 }
    var row = [Int](repeating: 0, count: next.count)
    for line in 0..<lines {
      let index = Int(indices[line])
      if hasWhole, index == 0 { found.insert(line) }
      if left == 0 {
        if hasWhole { continue }
        return
      }
      for slot in columns.slots(of: index) {
        let column = columns.slots[slot]
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

  /// Decodes all lines into `batch`, whose lines are replaced.
  package func decode(textBytes: Int, into batch: inout LineBatch) throws {
    batch.removeAll()
    guard (0...Int(UInt32.max)).contains(textBytes) else { throw BlockDamage("\(textBytes) bytes of text") }
    // What is claimed need not be so.
    batch.reserve(lines: lines, bytes: min(textBytes, Self.reserved))
    let times = try times()
    let flags = try flags()
    let stderr = try stderrLines()
    var total = 0
    try forEachMessage(of: LineSet(capacity: lines, all: true)) { line, message in
      total += message.count
      guard total <= textBytes else {
        throw BlockDamage("it has more text than the \(textBytes) bytes it should")
      }
      batch.append(
        message: message.span.bytes, time: Timestamp(nanoseconds: times[line]),
        stream: stderr.contains(line) ? .stderr : .stdout, flags: flags[line])
    }
    guard total == textBytes else { throw BlockDamage("it has \(total) bytes of text, not \(textBytes)") }
  }
}
