internal import LogWire

/// The columns of one block for reading: flat buffers, and for each column where its values stand in them.
///
/// Everything is checked when it is loaded: a row below a column's count is in bounds of its buffer.
struct BlockColumns {
  /// A variable of a template.
  struct Slot: BitwiseCopyable {
    var column: UInt32
    /// Where its placeholder stands among the templates' texts.
    var offset: UInt32
  }

  fileprivate(set) var meta: PaddedBytes
  fileprivate(set) var packed: PaddedBytes
  /// The section of texts; empty until it is loaded.
  fileprivate(set) var texts = PaddedBytes()
  fileprivate(set) var hasTexts = false

  /// The values of constants and dictionaries, among the descriptions.
  var values: [ByteRange] = []
  /// The indices of dictionaries that were compressed.
  var indices: [UInt8] = []
  /// Sums of differences.
  var numbers: [UInt64] = []
  /// Of each text column where its texts begin, then where each ends.
  fileprivate(set) var textEnds: [UInt32] = []
  var columns: [Column] = []

  /// The variables of all templates of the block, template after template.
  private(set) var slots: [Slot] = []
  private var slotEnds: [Int] = []

  /// - Parameter templateLines: how many lines each template has.
  init(
    templates: [UInt32], templateLines: [UInt32], catalog: TemplateCatalog, meta: PaddedBytes,
    packed: PaddedBytes, decompressor: ZstdDecompressor
  ) throws(BlockDamage) {
    self.meta = meta
    self.packed = packed
    let counts = try placeSlots(templates, templateLines, catalog)
    var cursor = ColumnCursor(meta: meta, packed: packed, decompressor: decompressor)
    columns.reserveCapacity(counts.count)
    for count in counts { try cursor.next(count: count, into: &self) }
  }

  /// Finds the column of each variable, and how many values each column has.
  private mutating func placeSlots(
    _ templates: [UInt32], _ templateLines: [UInt32], _ catalog: TemplateCatalog
  ) throws(BlockDamage) -> [Int] {
    for template in templates { catalog.findColumns(of: Int(template)) }
    var local = [Int](repeating: -1, count: catalog.columnCount)
    var counts: [Int] = []
    var total = 0
    slotEnds.reserveCapacity(templates.count)
    for (index, template) in templates.enumerated() {
      let lines = Int(templateLines[index])
      for slot in catalog.columns(of: Int(template)) {
        let number = Int(slot.column)
        if local[number] < 0 {
          local[number] = counts.count
          counts.append(0)
        }
        slots.append(Slot(column: UInt32(local[number]), offset: slot.offset))
        counts[local[number]] += lines
        total += lines
        guard total <= TemplateSyntax.maximumBlockVariables else {
          throw BlockDamage("it has too many variables")
        }
      }
      slotEnds.append(slots.count)
    }
    return counts
  }

  /// The variables of a template of the block, by its index among them.
  @inline(__always)
  func slots(of index: Int) -> Range<Int> { (index == 0 ? 0 : slotEnds[index - 1])..<slotEnds[index] }
}

// MARK: - Texts

extension BlockColumns {
  /// Gives the text columns their values, from the section of texts.
  mutating func loadTexts(_ section: PaddedBytes) throws(BlockDamage) {
    texts = section
    hasTexts = true
    var offset = 0
    for index in columns.indices where columns[index].kind == .text {
      columns[index].offset = textEnds.count
      try loadTexts(columns[index].count, section, at: &offset)
    }
  }

  /// Reads `count` texts at `offset` and moves it.
  private mutating func loadTexts(
    _ count: Int, _ section: PaddedBytes, at offset: inout Int
  ) throws(BlockDamage) {
    // A length takes a byte at least.
    guard count <= section.count - offset else { throw BlockDamage("the lengths of the texts end early") }
    let first = textEnds.count
    textEnds.reserveCapacity(first + count + 1)
    textEnds.append(0)
    var total = 0
    let bytes = section.bytes.span.bytes
    for _ in 0..<count {
      guard let length = Varint.read(bytes, at: &offset), offset <= section.count,
        length <= UInt64(section.count - total)
      else { throw BlockDamage("the lengths of the texts end early") }
      total += Int(length)
      textEnds.append(UInt32(total))
    }
    guard total <= section.count - offset else { throw BlockDamage("the texts end early") }
    for index in first...first + count { textEnds[index] += UInt32(offset) }
    offset += total
  }
}

// MARK: - Lending the buffers

/// The buffers of ``BlockColumns``, lent. Behind the bytes of each stand ``PaddedBytes/padding`` more.
struct ColumnPointers {
  fileprivate(set) var meta: UnsafeRawPointer
  fileprivate(set) var packed: UnsafeRawPointer
  fileprivate(set) var texts: UnsafeRawPointer
  fileprivate(set) var values: UnsafePointer<ByteRange>
  fileprivate(set) var indices: UnsafePointer<UInt8>
  fileprivate(set) var numbers: UnsafePointer<UInt64>
  fileprivate(set) var textEnds: UnsafePointer<UInt32>
}

extension BlockColumns {
  /// Lends all buffers at once. One that is empty is never read from.
  func withPointers<Result>(_ body: (ColumnPointers) throws -> Result) rethrows -> Result {
    try meta.bytes.withUnsafeBytes { meta in
      try packed.bytes.withUnsafeBytes { packed in
        try texts.bytes.withUnsafeBytes { texts in
          try values.withUnsafeBufferPointer { values in
            try indices.withUnsafeBufferPointer { indices in
              try numbers.withUnsafeBufferPointer { numbers in
                try textEnds.withUnsafeBufferPointer { textEnds in
                  try body(
                    ColumnPointers(
                      meta: Self.base(meta), packed: Self.base(packed), texts: Self.base(texts),
                      values: Self.base(values), indices: Self.base(indices), numbers: Self.base(numbers),
                      textEnds: Self.base(textEnds)))
                }
              }
            }
          }
        }
      }
    }
  }

  private static func base(_ buffer: UnsafeRawBufferPointer) -> UnsafeRawPointer {
    guard let base = buffer.baseAddress else { preconditionFailure("padded bytes are never empty") }
    return base
  }

  private static func base<Element>(_ buffer: UnsafeBufferPointer<Element>) -> UnsafePointer<Element> {
    buffer.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<Element>.alignment)
      ?? { preconditionFailure("an alignment is not 0") }()
  }
}
