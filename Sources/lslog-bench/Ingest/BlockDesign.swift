internal import CZstd
internal import LogWire
internal import SQLite

/// The yardstick: the simplest store of blocks. 256 KiB of one container's text under zstd level 3 in a row, and the block's
/// distinct words in a row of a contentless FTS5 table.
///
/// No kind of lines may cost lslog more than it costs this.
struct BlockDesign: StoreDesign {
  private static let blockLength = 256 << 10

  private let database: Connection
  private let insertBlock: Statement
  private let insertWords: Statement
  private let compressor = Compressor()
  private var decoders: PieceDecoders
  private var words = DistinctWords()
  private var blocks: [Block]
  private var row: Int64 = 0

  init(path: String, containerCount: Int) throws {
    database = try Connection(path: path, mode: .create)
    try database.execute(
      """
      PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384;
      CREATE TABLE blocks(block INTEGER PRIMARY KEY, container INTEGER, first INTEGER, last INTEGER, text BLOB, lines BLOB);
      CREATE VIRTUAL TABLE words USING fts5(
        text, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'")
      """)
    insertBlock = try database.prepare("INSERT INTO blocks VALUES(?1,?2,?3,?4,?5,?6)")
    insertWords = try database.prepare("INSERT INTO words(rowid, text) VALUES(?1,?2)")
    decoders = PieceDecoders(containerCount: containerCount)
    blocks = (0..<containerCount).map(Block.init)
  }

  mutating func store(_ pieces: [Corpus.Piece]) throws {
    try database.transaction {
      for piece in pieces { try add(try decoders.decode(piece).lines, to: piece.container) }
    }
  }

  private mutating func add(_ batch: LineBatch, to container: Int) throws {
    let bytes = batch.bytes
    for index in batch.lines.indices {
      let message = bytes.span.bytes.extracting(batch.range(of: index))
      blocks[container].add(batch.lines[index], message)
      if blocks[container].text.count >= Self.blockLength { try write(container) }
    }
  }

  private mutating func write(_ container: Int) throws {
    let block = blocks[container]
    guard let first = block.first, let last = block.last else { return }
    row += 1
    words.fill(from: block.text)
    try insertBlock.bind(row, at: 1)
    try insertBlock.bind(Int64(container), at: 2)
    try insertBlock.bind(first.nanoseconds, at: 3)
    try insertBlock.bind(last.nanoseconds, at: 4)
    try insertBlock.bind(compressor.compress(block.text), at: 5)
    try insertBlock.bind(compressor.compress(block.lines), at: 6)
    try insertBlock.run()
    try insertWords.bind(row, at: 1)
    try insertWords.bind(text: words.text, at: 2)
    try insertWords.run()
    blocks[container].removeAll()
  }

  mutating func seal() throws {
    try database.transaction { for container in blocks.indices { try write(container) } }
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  func storedBytes() -> Int { TextFile.size(database.path) }

  /// The block of a container that is not full yet.
  private struct Block {
    let container: Int
    var first: Timestamp?
    var last: Timestamp?
    /// The messages, each with a line feed.
    var text: [UInt8] = []
    /// For each line the time since the one before it, of varying length, then stream and flags.
    var lines: [UInt8] = []

    init(container: Int) {
      self.container = container
    }

    mutating func add(_ line: LineBatch.Line, _ message: RawSpan) {
      text.append(message)
      text.append(0x0A)
      var delta = UInt64(bitPattern: line.time.nanoseconds &- (last ?? line.time).nanoseconds)
      while delta > 127 {
        lines.append(UInt8(truncatingIfNeeded: delta) | 128)
        delta >>= 7
      }
      lines.append(UInt8(delta))
      lines.append(line.stream.rawValue | line.flags.rawValue << 2)
      first = first ?? line.time
      last = line.time
    }

    mutating func removeAll() {
      (first, last) = (nil, nil)
      text.removeAll(keepingCapacity: true)
      lines.removeAll(keepingCapacity: true)
    }
  }

  /// zstd at its own default level.
  private final class Compressor {
    private static let level: Int32 = 3
    private let context = ZSTD_createCCtx()

    deinit { ZSTD_freeCCtx(context) }

    func compress(_ source: [UInt8]) -> [UInt8] {
      let bound = ZSTD_compressBound(source.count)
      return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
        let written = source.withUnsafeBytes {
          ZSTD_compressCCtx(context, target.baseAddress, bound, $0.baseAddress, $0.count, Self.level)
        }
        precondition(ZSTD_isError(written) == 0, "zstd fails within the bound it gave")
        count = written
      }
    }
  }
}
