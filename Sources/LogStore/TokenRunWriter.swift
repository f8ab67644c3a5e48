internal import LogWire
internal import SQLite
internal import TokenIndex

/// The index of a segment: runs of keys, which are merged as they grow in number.
///
/// A block has a run of its own at first. Each 16 of these are merged into one of level 1, and each 8 of those into one of level 2,
/// by the maintenance: a commit that merged would take as long as several. What is left is merged when the segment is sealed.
final class TokenRunWriter {
  /// How many runs of a level make one of the next.
  static let fanOut = [16, 8]
  /// How many blocks a run has at most.
  static let maximumBlocks = 128

  private let connection: Connection
  private let insertRun: Statement
  private let insertChunk: Statement
  private let selectChunk: Statement
  private let deleteChunks: Statement
  /// Runs that will be merged keep so many bits that the result has enough.
  private let young = RunParameters(chunkBytes: SegmentSchema.chunkBytes, leastWidth: 28)
  /// A lookup meets a key that is not in the run once in 32 times, and a block is read in vain; each bit less is 0.1 % of raw.
  private let final = RunParameters(chunkBytes: SegmentSchema.chunkBytes, fingerprintBits: 5)
  private var encoder: RunEncoder

  init(_ connection: Connection) throws {
    self.connection = connection
    insertRun = try connection.prepare("INSERT INTO runs VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)")
    insertChunk = try connection.prepare("INSERT INTO run_data VALUES(?1,?2)")
    selectChunk = try connection.prepare("SELECT data FROM run_data WHERE chunk=?1")
    deleteChunks = try connection.prepare(
      """
      DELETE FROM run_data WHERE chunk IN (
        SELECT chunk FROM run_data WHERE chunk>=?1 AND chunk<?2 ORDER BY chunk LIMIT ?3)
      """)
    encoder = RunEncoder(young)
  }

  /// Stores the run of one block.
  func store(block: Int64, keys: KeyCollector) throws {
    let number = try nextNumber()
    let shape = try encoder.encode(keys) { bucket, chunk throws(SQLiteError) in
      try insert(chunk, run: number, bucket: bucket)
    }
    try insert(StoredRun(run: number, level: 0, firstBlock: block, shape: shape))
  }

  private func damage(_ run: Int64, _ what: String) -> StoreError {
    .damagedIndex(path: connection.path, run: run, what: what)
  }

  /// A number that neither a run has nor chunks of one that is being stored.
  private func nextNumber() throws(SQLiteError) -> Int64 {
    let stored = try connection.integer("SELECT max(run) FROM runs") ?? 0
    let lastChunk = try connection.integer("SELECT max(chunk) FROM run_data") ?? 0
    return max(stored, lastChunk >> TokenRuns.bucketBits) + 1
  }

  /// A run that was merged and is not stored yet.
  struct Merged {
    var run: StoredRun
    var inputs: [StoredRun]
    var chunks: [(bucket: Int, bytes: [UInt8])]
  }

  /// Merges runs that follow each other. Writes nothing, so that it needs no lock.
  ///
  /// - Parameter isFinal: whether the result will not be merged again.
  func merge(_ inputs: [StoredRun], isFinal: Bool) throws -> Merged {
    let first = inputs[0].firstBlock
    let blocks = inputs.reduce(0) { $0 + $1.shape.blocks }
    var chunks: [(bucket: Int, bytes: [UInt8])] = []
    let shape: RunShape
    do {
      shape = try RunMerger(isFinal ? final : young).merge(
        inputs.map { MergeInput(shape: $0.shape, firstBlock: Int($0.firstBlock - first)) }, blocks: blocks,
        read: { input, bucket, chunk in try readChunk(inputs[input].run, bucket, into: &chunk) },
        emit: { bucket, chunk in chunks.append((bucket, chunk.withUnsafeBytes { Array($0) })) })
    } catch let error as IndexDamage { throw damage(inputs[0].run, "\(error)") }
    let level = (inputs.map(\.level).max() ?? 0) + 1
    return Merged(
      run: StoredRun(run: 0, level: level, firstBlock: first, shape: shape), inputs: inputs, chunks: chunks)
  }

  private func readChunk(_ run: Int64, _ bucket: Int, into chunk: inout [UInt8]) throws {
    try selectChunk.bind(run << TokenRuns.bucketBits + Int64(bucket), at: 1)
    defer { selectChunk.reset() }
    guard try selectChunk.step() else {
      throw damage(run, "a chunk is missing")
    }
    selectChunk.withBytes(at: 0) { chunk.append($0) }
  }

  /// Stores chunks of a run that nobody knows yet, in a transaction; the run's number.
  ///
  /// - Parameter run: its number if it has chunks already.
  func insert(_ chunks: ArraySlice<(bucket: Int, bytes: [UInt8])>, run: Int64?) throws -> Int64 {
    let number = try run ?? nextNumber()
    for chunk in chunks { try insert(chunk.bytes.span.bytes, run: number, bucket: chunk.bucket) }
    return number
  }

  /// Makes a merged run, whose chunks are stored, known in the place of those it was made of. In a transaction; returns its number.
  func replace(_ merged: Merged, run: Int64?) throws -> Int64 {
    var stored = merged.run
    stored.run = try run ?? nextNumber()
    for input in merged.inputs {
      for table in ["runs", "run_containers"] {
        let rows = try connection.prepare("DELETE FROM \(table) WHERE run=?1")
        try rows.bind(input.run, at: 1)
        try rows.run()
      }
    }
    try insert(stored)
    return stored.run
  }

  /// Removes some chunks of a run that nobody knows any more, in a transaction; whether there were any.
  func removeChunks(ofRun run: Int64, atMost count: Int) throws -> Bool {
    let base = run << TokenRuns.bucketBits
    try deleteChunks.bind(base, at: 1)
    try deleteChunks.bind(base + (1 << TokenRuns.bucketBits), at: 2)
    try deleteChunks.bind(Int64(count), at: 3)
    try deleteChunks.run()
    return connection.changes > 0
  }

  /// Runs that have chunks and no row: their merge was cut off before or after they were known.
  func unknownRuns() throws -> [Int64] {
    let known = Set(try TokenRuns(connection).all().map(\.run))
    let next = try connection.prepare("SELECT min(chunk) FROM run_data WHERE chunk>=?1")
    var unknown: [Int64] = []
    var chunk: Int64? = 0
    while let start = chunk {
      try next.bind(start, at: 1)
      chunk = try next.step() ? next.optionalInteger(at: 0) : nil
      next.reset()
      guard let found = chunk else { break }
      let run = found >> TokenRuns.bucketBits
      if !known.contains(run) { unknown.append(run) }
      chunk = (run + 1) << TokenRuns.bucketBits
    }
    return unknown
  }

  private func insert(_ run: StoredRun) throws(SQLiteError) {
    let fields = [
      run.run, Int64(run.level), run.firstBlock, Int64(run.shape.blocks), Int64(run.shape.keys),
      Int64(run.shape.pairs), Int64(run.shape.width), Int64(run.shape.bucketBits),
    ]
    var checksum = RowChecksum()
    for (index, field) in fields.enumerated() {
      try insertRun.bind(field, at: Int32(index + 1))
      checksum.add(field)
    }
    try insertRun.bind(checksum.value, at: 9)
    try insertRun.run()
  }

  private func insert(_ chunk: RawSpan, run: Int64, bucket: Int) throws(SQLiteError) {
    try insertChunk.bind(run << TokenRuns.bucketBits + Int64(bucket), at: 1)
    try insertChunk.bind(chunk, at: 2)
    try insertChunk.run()
  }
}
