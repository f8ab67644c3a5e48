/// Reads the buckets of an input of a merge one after the other.
struct RunCursor {
  private let number: Int
  private let input: MergeInput
  private let geometry: RunGeometry
  private var nextBucket: Int
  private var chunk: [UInt8] = []
  private var directory: ChunkDirectory?
  /// How many pairs may come; what bounds the memory if the run is damaged.
  private var pairsLeft: Int

  init(_ input: MergeInput, number: Int) {
    self.number = number
    self.input = input
    geometry = input.shape.geometry
    nextBucket = input.shape.keys == 0 ? geometry.buckets : 0
    pairsLeft = input.shape.pairs
  }

  /// Adds to `pool` the pairs of all buckets that begin below `end`, a 32-bit key or one more.
  ///
  /// Throws ``IndexDamage``, and what `read` throws.
  mutating func take(
    below end: Int, into pool: inout PairPool,
    read: (_ input: Int, _ firstBucket: Int, _ chunk: inout [UInt8]) throws -> Void
  ) throws {
    while nextBucket < geometry.buckets, nextBucket << (32 - geometry.bucketBits) < end {
      let directory = try currentDirectory(read)
      let reader = try directory.reader(of: nextBucket, in: chunk.span.bytes)
      var decoder = BucketDecoder(geometry, bucket: nextBucket, reader: reader)
      try decode(&decoder, into: &pool)
      nextBucket += 1
    }
  }

  /// The directory of the chunk that holds the next bucket.
  private mutating func currentDirectory(
    _ read: (_ input: Int, _ firstBucket: Int, _ chunk: inout [UInt8]) throws -> Void
  ) throws -> ChunkDirectory {
    if let directory, directory.buckets.contains(nextBucket) { return directory }
    chunk.removeAll(keepingCapacity: true)
    try read(number, nextBucket, &chunk)
    let directory = try ChunkDirectory(chunk.span.bytes, geometry: geometry)
    self.directory = directory
    return directory
  }

  private mutating func decode(
    _ decoder: inout BucketDecoder, into pool: inout PairPool
  ) throws(IndexDamage) {
    let before = pool.pairs.count
    let firstKey = nextBucket << geometry.restBits
    let cut = geometry.width - pool.width
    let firstBlock = input.firstBlock
    var left = pairsLeft
    try decoder.forEachPair(in: chunk.span.bytes) { rest, blocks in
      left &-= blocks.count
      guard left >= 0 else { return }
      let key = UInt64(truncatingIfNeeded: (firstKey | rest) &>> cut)
      for block in blocks { pool.add(key: key, block: block &+ firstBlock) }
    }
    guard left >= 0 else { throw .tooManyPairs(input: number, expected: input.shape.pairs) }
    pairsLeft -= pool.pairs.count - before
  }
}
