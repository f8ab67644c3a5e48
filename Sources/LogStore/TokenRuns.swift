internal import SQLite
package import TokenIndex

/// A run of the index as its row says it.
package struct StoredRun: Sendable, Equatable {
  package var run: Int64
  /// How often its blocks were merged; 0: a single block.
  package var level: Int
  package var firstBlock: Int64
  package var shape: RunShape

  /// The blocks it covers.
  package var blocks: Range<Int64> { firstBlock..<firstBlock + Int64(shape.blocks) }
}

/// Reads the index of a segment: runs of keys.
///
/// Rows: `runs`, and in `run_data` each chunk under `run * 2^24 + first bucket`.
final class TokenRuns {
  static let bucketBits: Int64 = 24

  private let connection: Connection
  private var findChunk: Statement?

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// All runs, by their first block.
  func all() throws -> [StoredRun] {
    let rows = try connection.prepare(
      """
      SELECT run, level, first_block, blocks, keys, pairs, width, bucket_bits, checksum FROM runs
      ORDER BY first_block
      """)
    var runs: [StoredRun] = []
    while try rows.step() {
      var checksum = RowChecksum()
      for column in Int32(0)..<8 { checksum.add(rows.integer(at: column)) }
      guard rows.integer(at: 8) == checksum.value else {
        throw damage(rows.integer(at: 0), "its row was changed")
      }
      do {
        let shape = try RunShape(
          keys: Int(rows.integer(at: 4)), pairs: Int(rows.integer(at: 5)), width: Int(rows.integer(at: 6)),
          bucketBits: Int(rows.integer(at: 7)), blocks: Int(rows.integer(at: 3)))
        runs.append(
          StoredRun(
            run: rows.integer(at: 0), level: Int(rows.integer(at: 1)), firstBlock: rows.integer(at: 2),
            shape: shape))
      } catch { throw damage(rows.integer(at: 0), "\(error)") }
    }
    return runs
  }

  func damage(_ run: Int64, _ what: String) -> StoreError {
    .damagedIndex(path: connection.path, run: run, what: what)
  }

  /// Adds to `blocks` those of a run that may hold `key`; block `firstBlock` of the segment is number 0 there.
  func addBlocks(of key: UInt32, in run: StoredRun, to blocks: inout BlockSet, from firstBlock: Int64) throws
  {
    guard run.shape.keys > 0 else { return }
    let bucket = RunLookup.bucket(of: key, in: run.shape)
    let base = run.run << Self.bucketBits
    let chunk =
      try findChunk
      ?? connection.prepare(
        "SELECT data FROM run_data WHERE chunk BETWEEN ?1 AND ?2 ORDER BY chunk DESC LIMIT 1")
    findChunk = chunk
    try chunk.bind(base, at: 1)
    try chunk.bind(base + Int64(bucket), at: 2)
    defer { chunk.reset() }
    guard try chunk.step() else { throw damage(run.run, "a chunk is missing") }
    do {
      try chunk.withBytes(at: 0) { bytes throws(IndexDamage) in
        try RunLookup.addBlocks(
          of: key, in: bytes, shape: run.shape, to: &blocks, from: Int(run.firstBlock - firstBlock))
      }
    } catch { throw damage(run.run, "\(error)") }
  }
}
