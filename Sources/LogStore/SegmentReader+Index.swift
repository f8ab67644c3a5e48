package import LogBlocks
internal import LogWire
internal import SQLite
package import TokenIndex

// MARK: - Templates

extension SegmentReader {
  /// The templates, those that were added since the last call among them. Call it in a snapshot.
  package func templates() throws -> TemplateCatalog {
    try templateRows.load()
    return templateRows.catalog
  }
}

// MARK: - Runs

extension SegmentReader {
  /// The number after that of the last block; blocks count from 1.
  package func endBlock() throws -> Int64 {
    try (connection.integer("SELECT max(block) FROM blocks") ?? 0) + 1
  }

  /// The runs of the index, by their first block. Together they cover all blocks. Call it in a snapshot.
  ///
  /// - Throws: `StoreError.damagedIndex` also if they don't: nothing would be found in a block without a run.
  package func runs() throws -> [StoredRun] {
    if let knownRuns { return knownRuns }
    let runs = try index.all()
    var next: Int64 = 1
    for run in runs {
      guard run.firstBlock == next else {
        throw index.damage(run.run, "it does not follow the run before it")
      }
      next = run.blocks.upperBound
    }
    guard try endBlock() == next else {
      throw index.damage(runs.last?.run ?? 0, "the blocks go on behind it")
    }
    if !file.name.isOpen { knownRuns = runs }
    return runs
  }

  /// What the blocks of a run have of each container; none for a run of level 0.
  package func containers(of run: StoredRun) throws -> [RunContainer] {
    if let known = knownContainers[run.run] { return known }
    let containers = try RunContainers.read(run: run.run, in: connection)
    if !file.name.isOpen { knownContainers[run.run] = containers }
    return containers
  }

  /// Adds to `blocks`, where block *n* of the segment is number *n*, those of a run that may hold a key.
  package func addBlocks(of key: UInt32, in run: StoredRun, to blocks: inout BlockSet) throws {
    try index.addBlocks(of: key, in: run, to: &blocks, from: 0)
  }

  /// Adds to `blocks` those of text whose words fit; all of them for ``WordExpression/any``.
  ///
  /// Of blocks with keys for all their tokens (``addKeyedBlocks(to:)``) nothing is said, but for ``WordExpression/any``.
  package func addTextBlocks(matching words: WordExpression, to blocks: inout BlockSet) throws {
    let match = words.matchExpression
    let rows = try connection.prepare(
      match == nil
        ? "SELECT block FROM blocks WHERE codec<>2" : "SELECT rowid FROM words WHERE words MATCH ?1")
    if let match { try rows.bind(text: match, at: 1) }
    try add(rows, to: &blocks)
  }

  /// Adds to `blocks` those of text whose words are not known as such, but only as keys.
  package func addKeyedBlocks(to blocks: inout BlockSet) throws {
    try add(try connection.prepare("SELECT block FROM blocks WHERE codec<>2 AND codec=3"), to: &blocks)
  }

  private func add(_ rows: Statement, to blocks: inout BlockSet) throws {
    while try rows.step() {
      let block = Int(rows.integer(at: 0))
      if (0..<blocks.capacity).contains(block) { blocks.insert(block) }
    }
  }

  /// Whether a block is of text.
  package func hasTextBlocks() throws -> Bool {
    try connection.integer("SELECT 1 FROM blocks WHERE codec<>2 LIMIT 1") != nil
  }

  /// What is said of blocks, by their number. All of them are there, or the segment is damaged.
  package func summaries(of blocks: Range<Int64>) throws -> [BlockSummary] {
    let rows =
      try selectSummaries
      ?? connection.prepare(
        "SELECT \(BlockSummary.columns) FROM blocks WHERE block>=?1 AND block<?2 ORDER BY block")
    selectSummaries = rows
    // Also behind a damaged row, or the next one could not bind.
    defer { rows.reset() }
    try rows.bind(blocks.lowerBound, at: 1)
    try rows.bind(blocks.upperBound, at: 2)
    var found: [BlockSummary] = []
    while try rows.step() { found.append(try BlockSummary(rows, path: file.path)) }
    guard found.count == blocks.count else {
      throw StoreError.damagedBlock(
        path: file.path, block: blocks.lowerBound, what: "it or one behind it is missing")
    }
    return found
  }

  /// How many lines of a block have each level, by stream.
  package func levels(of block: Int64) throws -> LevelCounts {
    let rows = try connection.prepare("SELECT \(BlockSummary.columns) FROM blocks WHERE block=?1")
    try rows.bind(block, at: 1)
    guard try rows.step(), case let row = try BlockSummary(rows, path: file.path), row.block == block,
      let counts = rows.withBytes(at: BlockSummary.levelsColumn, { LevelCounts($0) })
    else {
      throw StoreError.damagedBlock(path: file.path, block: block, what: "its levels do not decode")
    }
    return counts
  }

  /// A block in the template codec, to be read part by part.
  package func templateBlock(_ block: BlockSummary) throws -> TemplateBlock {
    try data.templateBlock(block)
  }

  /// The templates that a block has, and how many lines each.
  package func head(of block: BlockSummary) throws -> (templates: [UInt32], lines: [UInt32]) {
    try data.head(block)
  }

  /// Runs what may find a block damaged, and names the block.
  package func reporting<Result>(_ block: BlockSummary, _ body: () throws -> Result) throws -> Result {
    try data.reporting(block, body)
  }
}
