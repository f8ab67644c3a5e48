internal import LogBlocks
internal import LogWire
internal import SQLite

/// Reads the data of a segment's blocks. Used by one thread.
final class BlockData {
  private let connection: Connection
  private let templates: TemplateRows
  private lazy var decompressor = ZstdDecompressor()
  private lazy var textCodec = TextBlockCodec()
  private var selectData: Statement?
  /// Kept for a segment that nobody writes; where somebody does, it would hold a transaction open.
  private let keepsBlob: Bool
  private var blob: Blob?

  init(_ connection: Connection, templates: TemplateRows, keepsBlob: Bool) {
    self.connection = connection
    self.templates = templates
    self.keepsBlob = keepsBlob
  }

  /// A block in the template codec, to be read part by part.
  func templateBlock(_ block: BlockSummary) throws -> TemplateBlock {
    do {
      return try openTemplateBlock(block)
    } catch let damage as BlockDamage where damage.isUnknownTemplate {
      // One that was written since the templates were read.
      try templates.load()
      return try reporting(block) { try openTemplateBlock(block) }
    } catch let damage as BlockDamage { throw self.damage(block, damage) }
  }

  private func openTemplateBlock(_ block: BlockSummary) throws -> TemplateBlock {
    try TemplateBlock(
      lines: block.lines, minTime: block.minTime, streams: block.streams, catalog: templates.catalog,
      decompressor: decompressor, read: try reader(of: block))
  }

  /// The templates of a block and how many lines each has.
  func head(_ block: BlockSummary) throws -> (templates: [UInt32], lines: [UInt32]) {
    try reporting(block) {
      try TemplateBlock.head(lines: block.lines, decompressor: decompressor, read: try reader(of: block))
    }
  }

  private func reader(of block: BlockSummary) throws -> (Range<Int>) throws -> [UInt8] {
    if keepsBlob {
      return { [self] range in
        let blob =
          try blob ?? Blob(connection: connection, table: "block_data", column: "data", row: block.block)
        // One that failed answers nothing any more, of other rows neither.
        self.blob = nil
        try blob.move(to: block.block)
        let bytes = try blob.read(range)
        self.blob = blob
        return bytes
      }
    }
    let all = try data(of: block) { span in span.withUnsafeBytes { Array($0) } }
    return { range in Array(all[range.clamped(to: 0..<all.count)]) }
  }

  private func data<Result>(of block: BlockSummary, _ body: (RawSpan) throws -> Result) throws -> Result {
    let row = try selectData ?? connection.prepare("SELECT data FROM block_data WHERE block=?1")
    selectData = row
    try row.bind(block.block, at: 1)
    defer { row.reset() }
    guard try row.step() else { throw BlockDamage("it has no data") }
    return try row.withBytes(at: 0) { data throws in try body(data) }
  }

  /// Decodes a block into `batch`, whose lines are replaced.
  func decode(_ block: BlockSummary, into batch: inout LineBatch) throws {
    guard let codec = BlockCodecID(rawValue: block.codec) else {
      throw StoreError.unknownCodec(path: connection.path, block: block.block, codec: block.codec)
    }
    try reporting(block) {
      switch codec {
      case .template:
        try templateBlock(block).decode(textBytes: block.textBytes, into: &batch)
      case .text, .keyedText:
        try data(of: block) { data in
          try textCodec.decode(
            data, lines: block.lines, textBytes: block.textBytes, minTime: block.minTime, into: &batch)
        }
      }
    }
  }

  /// Runs what may find the block damaged.
  func reporting<Result>(_ block: BlockSummary, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let damage as BlockDamage { throw self.damage(block, damage) }
  }

  private func damage(_ block: BlockSummary, _ damage: BlockDamage) -> StoreError {
    .damagedBlock(path: connection.path, block: block.block, what: damage.what)
  }
}
