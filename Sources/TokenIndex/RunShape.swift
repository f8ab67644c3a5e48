/// What must be known of a run to read its chunks: the integers of its row.
package struct RunShape: Equatable, Sendable {
  /// The most blocks a run can have.
  package static let mostBlocks = 65_536

  /// Distinct keys, after cutting.
  package let keys: Int
  /// (key, block) pairs that the run names, after cutting.
  package let pairs: Int
  /// The bits a key is cut to: its highest.
  package let width: Int
  /// The highest bits of a key are the number of its bucket.
  package let bucketBits: Int
  /// The blocks are numbered `0..<blocks`.
  package let blocks: Int

  /// Throws ``IndexDamage/badShape(keys:pairs:width:bucketBits:blocks:)`` if no run is like this.
  package init(keys: Int, pairs: Int, width: Int, bucketBits: Int, blocks: Int) throws(IndexDamage) {
    guard (1...32).contains(width), (0...width).contains(bucketBits),
      (1...Self.mostBlocks).contains(blocks), (0...(1 << width)).contains(keys),
      (keys...(keys * blocks)).contains(pairs)
    else {
      throw .badShape(keys: keys, pairs: pairs, width: width, bucketBits: bucketBits, blocks: blocks)
    }
    self.init(
      RunGeometry(width: width, bucketBits: bucketBits, blocks: blocks), keys: keys, pairs: pairs)
  }

  init(_ geometry: RunGeometry, keys: Int, pairs: Int) {
    self.keys = keys
    self.pairs = pairs
    width = geometry.width
    bucketBits = geometry.bucketBits
    blocks = geometry.blocks
  }

  /// How many buckets the keys are divided into. The chunks together hold each once, or there are no chunks.
  package var buckets: Int {
    1 << bucketBits
  }

  /// The share of keys that are not in the run and yet are found in it.
  package var falseRate: Double {
    Double(keys) / Double(1 << width)
  }

  var geometry: RunGeometry {
    RunGeometry(width: width, bucketBits: bucketBits, blocks: blocks)
  }
}
