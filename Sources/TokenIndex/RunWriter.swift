/// Writes the pairs of a run, in order, as chunks.
struct RunWriter: ~Copyable {
  private let geometry: RunGeometry
  private let pairShift: UInt64
  private var encoder: BucketEncoder
  private var builder: ChunkBuilder
  private var nextBucket = 0

  init(_ geometry: RunGeometry, parameters: RunParameters) {
    self.geometry = geometry
    pairShift = UInt64(geometry.restBits + geometry.blockBits)
    encoder = BucketEncoder(geometry, everywherePercent: parameters.everywherePercent)
    builder = ChunkBuilder(geometry, chunkBytes: parameters.chunkBytes)
  }

  /// Writes `pairs` (key << blockBits | block, ascending, distinct): all those of the buckets that have not been
  /// written and are below `end`.
  mutating func write<Failure: Error>(
    _ pairs: Span<UInt64>, bucketsBelow end: Int,
    emit: (_ firstBucket: Int, _ chunk: RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    var index = 0
    for bucket in nextBucket..<end {
      let start = index
      let limit = UInt64(bucket + 1) << pairShift
      while index < pairs.count, pairs[index] < limit { index &+= 1 }
      encoder.encode(pairs.extracting(start..<index), to: &builder.writer)
      try builder.endBucket(emit: emit)
    }
    nextBucket = end
  }

  /// Emits the last chunk. An empty run has none. To be called once all buckets were written.
  mutating func finish<Failure: Error>(
    emit: (_ firstBucket: Int, _ chunk: RawSpan) throws(Failure) -> Void
  ) throws(Failure) -> RunShape {
    try builder.finish(emit: emit)
    return RunShape(geometry, keys: encoder.keys, pairs: encoder.pairs)
  }
}
