/// How the keys and blocks of a run are cut into bits: all that coding a bucket depends on.
struct RunGeometry: Equatable {
  /// About how many keys a bucket has: from this to twice as many.
  private static let keysPerBucket = 48
  /// A bucket of fewer keys with long lists has at most about twice this many pairs.
  private static let pairsPerBucket = 1_024

  /// Bits of a key.
  let width: Int
  /// Bits of a key that are the number of its bucket.
  let bucketBits: Int
  /// How many blocks the run has.
  let blocks: Int

  /// Bits of a key within its bucket.
  var restBits: Int { width - bucketBits }
  /// How many keys a bucket could have.
  var span: Int { 1 << restBits }
  /// Bits of a block's number; 0 if there is only one.
  var blockBits: Int { Int.bitWidth - (blocks - 1).leadingZeroBitCount }
  var buckets: Int { 1 << bucketBits }

  /// For about `keys` keys in `pairs` pairs, cut to `width` bits.
  init(keys: Int, pairs: Int, width: Int, blocks: Int) {
    let bits = max(keys / Self.keysPerBucket, pairs / Self.pairsPerBucket).floorLog2
    self.init(width: width, bucketBits: min(bits, width), blocks: blocks)
  }

  init(width: Int, bucketBits: Int, blocks: Int) {
    self.width = width
    self.bucketBits = bucketBits
    self.blocks = blocks
  }
}
