/// Takes from all inputs of a merge the pairs of one range of keys after the other, sorted.
///
/// Memory: the pairs of a range, one bucket and one chunk of each input.
struct RangeReader: ~Copyable {
  /// The highest bits of a key are the number of its range.
  private let rangeBits: Int
  private var cursors: [RunCursor]
  private var nextRange = 0
  /// Whether an input has buckets that reach over several ranges.
  private let hasWideBuckets: Bool
  private(set) var pool: PairPool

  /// Keys are cut to `width` bits, which no input has fewer of.
  init(_ inputs: [MergeInput], blocks: Int, width: Int, rangeBits: Int) {
    self.rangeBits = rangeBits
    cursors = inputs.indices.map { RunCursor(inputs[$0], number: $0) }
    hasWideBuckets = inputs.contains { $0.shape.keys > 0 && $0.shape.bucketBits < rangeBits }
    let geometry = RunGeometry(width: width, bucketBits: rangeBits, blocks: blocks)
    pool = PairPool(width: width, blockBits: geometry.blockBits)
  }

  /// Fills the pool with the pairs of the next range.
  mutating func readRange(
    _ read: (_ input: Int, _ firstBucket: Int, _ chunk: inout [UInt8]) throws -> Void
  ) throws {
    nextRange += 1
    pool.begin()
    for index in cursors.indices {
      try cursors[index].take(below: nextRange << (32 - rangeBits), into: &pool, read: read)
    }
    let restBits = pool.width - rangeBits
    if hasWideBuckets { pool.setAside(from: nextRange << restBits) }
    pool.sort(keyBits: restBits)
  }
}
