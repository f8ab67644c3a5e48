internal import LogWire
internal import SQLite

/// What one writes first: a row for each line, and an FTS5 index over the rows (external content).
struct RowDesign: StoreDesign {
  private let database: Connection
  private let insertLine: Statement
  private let insertWords: Statement
  private var decoders: PieceDecoders
  private var row: Int64 = 0

  init(path: String, containerCount: Int) throws {
    database = try Connection(path: path, mode: .create)
    try database.execute(
      """
      PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;
      PRAGMA wal_autocheckpoint=20000;
      CREATE TABLE lines(line INTEGER PRIMARY KEY, container INTEGER, time INTEGER, stream INTEGER, message TEXT);
      CREATE VIRTUAL TABLE words USING fts5(message, content='lines', content_rowid='line')
      """)
    insertLine = try database.prepare("INSERT INTO lines VALUES(?1,?2,?3,?4,?5)")
    insertWords = try database.prepare("INSERT INTO words(rowid, message) VALUES(?1,?2)")
    decoders = PieceDecoders(containerCount: containerCount)
  }

  mutating func store(_ pieces: [Corpus.Piece]) throws {
    let batches = try pieces.map { (container: $0.container, lines: try decoders.decode($0).lines) }
    try database.transaction {
      for batch in batches { try insert(batch.lines, of: batch.container) }
    }
  }

  private mutating func insert(_ batch: LineBatch, of container: Int) throws {
    let bytes = batch.bytes
    for (index, line) in batch.lines.enumerated() {
      row += 1
      let message = bytes.span.bytes.extracting(batch.range(of: index))
      try insertLine.bind(row, at: 1)
      try insertLine.bind(Int64(container), at: 2)
      try insertLine.bind(line.time.nanoseconds, at: 3)
      try insertLine.bind(Int64(line.stream.rawValue), at: 4)
      try insertLine.bind(text: message, at: 5)
      try insertLine.run()
      try insertWords.bind(row, at: 1)
      try insertWords.bind(text: message, at: 2)
      try insertWords.run()
    }
  }

  func seal() throws {
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  func storedBytes() -> Int { TextFile.size(database.path) }
}
