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

  private typealias Section = TemplateBlockEncoder.Section

  private let minTime: Timestamp
  private let stream: LogStream?
  package let catalog: TemplateCatalog
  private let table: SectionTable
  private let read: (Range<Int>) throws -> [UInt8]
  private let decompressor: ZstdDecompressor
  private var lineIndices: [UInt32]?
  private var loaded: BlockColumns?

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
  /// The columns, loaded so far as is needed.
  func columns(withTexts: Bool) throws -> BlockColumns {
    if let loaded, loaded.hasTexts || !withTexts { return loaded }
    var columns = try loaded ?? loadColumns()
    loaded = nil
    if withTexts { try columns.loadTexts(try section(.texts)) }
    loaded = columns
    return columns
  }

  private func loadColumns() throws -> BlockColumns {
    try BlockColumns(
      templates: templates, templateLines: templateLines, catalog: catalog, meta: try section(.columns),
      packed: try section(.packed), decompressor: decompressor)
  }
}
