/// Finds the blocks of a key in a run.
///
/// The caller finds the chunk: the one of the run with the greatest first bucket that is not above
/// ``bucket(of:in:)``. If the run has no chunks, it has no keys.
package enum RunLookup {
  /// The bucket in which a key is, if it is in the run.
  package static func bucket(of key: UInt32, in shape: RunShape) -> Int {
    Int(key) >> (32 - shape.bucketBits)
  }

  /// Adds to `blocks` the blocks of the run that hold `key`, and perhaps others; block 0 of the run as `firstBlock`.
  ///
  /// `chunk` is that which holds the key's bucket. Throws ``IndexDamage`` if its bytes or `shape` are not those
  /// written; some blocks may have been added then. O(bytes of the chunk) for its checksum, O(keys of a bucket) else.
  ///
  /// - Precondition: `blocks` has room for all blocks of the run from `firstBlock` on.
  package static func addBlocks(
    of key: UInt32, in chunk: RawSpan, shape: RunShape, to blocks: inout BlockSet, from firstBlock: Int = 0
  ) throws(IndexDamage) {
    precondition(
      firstBlock >= 0 && firstBlock + shape.blocks <= blocks.capacity,
      "\(shape.blocks) blocks from \(firstBlock) on do not fit in \(blocks.capacity)")
    let geometry = shape.geometry
    let directory = try ChunkDirectory(chunk, geometry: geometry)
    let bucket = bucket(of: key, in: shape)
    let reader = try directory.reader(of: bucket, in: chunk)
    var decoder = BucketDecoder(geometry, bucket: bucket, reader: reader)
    let rest = Int(key) >> (32 - shape.width) & (geometry.span - 1)
    try decoder.find(rest, in: chunk) { found in
      blocks.insert(contentsOf: (found.lowerBound + firstBlock)..<(found.upperBound + firstBlock))
    }
  }
}
