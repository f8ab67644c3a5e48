internal import LogWire
internal import SQLite

/// What one writes first: a row for each line, and an FTS5 index over the rows (external content), in the same
/// transactions and from the same frames.
struct FilledRows {
  let database: Connection
  private(set) var cost: FillCost

  init(_ corpus: Corpus, path: String) throws {
    var corpus = corpus
    cost = FillCost(corpus: corpus.name)
    database = try Connection(path: path, mode: .create)
    try database.execute(
      """
      PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;
      PRAGMA wal_autocheckpoint=20000;
      CREATE TABLE lines(line INTEGER PRIMARY KEY, container INTEGER, time INTEGER, stream INTEGER, message TEXT);
      CREATE VIRTUAL TABLE words USING fts5(message, content='lines', content_rowid='line')
      """)
    var writer = try Writer(database)
    var batches: [(container: Int, lines: LineBatch)] = []
    Meter.resetPeakMemory()
    while let piece = corpus.next() {
      cost.lines += piece.lines
      cost.rawBytes += piece.text.count
      try cost.ingest.measure {
        batches.append((piece.container, try writer.decode(piece)))
        guard batches.count == Corpus.containers else { return }
        try database.transaction { try writer.insert(batches) }
        batches.removeAll(keepingCapacity: true)
      }
    }
    try cost.ingest.measure { try database.transaction { try writer.insert(batches) } }
    cost.peakMemoryBytes = Meter.peakMemory()
    try cost.sealing.measure { try database.execute("PRAGMA wal_checkpoint(TRUNCATE)") }
    cost.storedBytes = TextFile.size(path)
  }

  private struct Writer {
    private let insertLine: Statement
    private let insertWords: Statement
    private var decoders = (0..<Corpus.containers).map { _ in
      LogStreamDecoder(framing: .frames, joining: .sameTimestamp)
    }
    private var row: Int64 = 0

    init(_ database: Connection) throws {
      insertLine = try database.prepare("INSERT INTO lines VALUES(?1,?2,?3,?4,?5)")
      insertWords = try database.prepare("INSERT INTO words(rowid, message) VALUES(?1,?2)")
    }

    mutating func decode(_ piece: Corpus.Piece) throws(WireError) -> LineBatch {
      var batch = LineBatch()
      try decoders[piece.container].consume(piece.frames.span.bytes, readTime: .distantPast, into: &batch)
      return batch
    }

    mutating func insert(_ batches: [(container: Int, lines: LineBatch)]) throws {
      for (container, batch) in batches {
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
    }
  }
}
