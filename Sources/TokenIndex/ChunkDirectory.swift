/// Which buckets a chunk holds, and where: the chunk's header, checked.
struct ChunkDirectory {
  /// The buckets of the chunk.
  let buckets: Range<Int>
  private let isWide: Bool
  /// The bit after the last bucket's, counted like all ends from the end of the directory.
  private let lastEnd: Int
  /// The first bit after the directory.
  private let start: Int

  /// Checks length and checksum. O(bytes).
  init(_ chunk: RawSpan, geometry: RunGeometry) throws(IndexDamage) {
    guard chunk.byteCount > ChunkBuilder.headerBytes else { throw .badLength(bytes: chunk.byteCount) }
    let checksum = ChunkChecksum.compute(chunk, geometry: geometry)
    guard checksum == chunk.half(at: 0) else {
      throw .badChecksum(stored: chunk.half(at: 0), computed: checksum)
    }
    let first = Int(chunk.half(at: 4))
    let count = Int(chunk.half(at: 8) & ~ChunkBuilder.wideFlag)
    isWide = chunk.half(at: 8) & ChunkBuilder.wideFlag != 0
    guard count > 0, first + count <= geometry.buckets else {
      throw .missingBucket(first, first: first, count: count)
    }
    buckets = first..<(first + count)
    let dataOffset = ChunkBuilder.headerBytes + count * (isWide ? 4 : 2)
    guard dataOffset <= chunk.byteCount else { throw .badLength(bytes: chunk.byteCount) }
    start = dataOffset * 8
    lastEnd = Self.end(count - 1, isWide: isWide, in: chunk)
    guard dataOffset + (lastEnd + 7) >> 3 == chunk.byteCount else {
      throw .badLength(bytes: chunk.byteCount)
    }
  }

  /// A reader before the first bit of `bucket`.
  func reader(of bucket: Int, in chunk: RawSpan) throws(IndexDamage) -> BitReader {
    guard buckets.contains(bucket) else {
      throw .missingBucket(bucket, first: buckets.lowerBound, count: buckets.count)
    }
    let index = bucket - buckets.lowerBound
    let from = index == 0 ? 0 : Self.end(index - 1, isWide: isWide, in: chunk)
    let to = Self.end(index, isWide: isWide, in: chunk)
    guard from <= to, to <= lastEnd else { throw .badBucket(bucket) }
    return BitReader(from: start + from, to: start + to)
  }

  private static func end(_ index: Int, isWide: Bool, in chunk: RawSpan) -> Int {
    isWide
      ? Int(chunk.half(at: ChunkBuilder.headerBytes + index * 4))
      : Int(chunk.quarter(at: ChunkBuilder.headerBytes + index * 2))
  }
}
