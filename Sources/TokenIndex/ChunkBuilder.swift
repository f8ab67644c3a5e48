/// Puts buckets together to chunks: see "Chunks" in docs/store-format.md.
struct ChunkBuilder: ~Copyable {
  /// The bytes before the directory.
  static let headerBytes = 12
  /// Set in the number of buckets if the directory has four bytes for each, not two.
  static let wideFlag: UInt32 = 1 << 31

  private let geometry: RunGeometry
  private let chunkBytes: Int
  /// The bits of the chunk's buckets. Those after the last end are the bucket being written.
  var writer = BitWriter()
  /// Where in these each bucket ends.
  private var ends: [Int] = []
  private var firstBucket = 0
  private var chunk: [UInt8] = []

  init(_ geometry: RunGeometry, chunkBytes: Int) {
    self.geometry = geometry
    self.chunkBytes = chunkBytes
  }

  /// Ends the bucket that was written; if the chunk is too long with it, emits the chunk without it.
  mutating func endBucket<Failure: Error>(
    emit: (_ firstBucket: Int, _ chunk: RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(writer.count <= UInt32.max, "a bucket of \(writer.count) bits")
    ends.append(writer.count)
    guard ends.count > 1, Self.size(buckets: ends.count, bits: writer.count) > chunkBytes else { return }
    ends.removeLast()
    let written = ends[ends.count - 1]
    try emitChunk(emit)
    writer.removeFirst(written)
    ends.append(writer.count)
  }

  /// Emits what is left. To be called after the last bucket.
  mutating func finish<Failure: Error>(
    emit: (_ firstBucket: Int, _ chunk: RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    guard !ends.isEmpty else { return }
    try emitChunk(emit)
    writer.removeAll()
  }

  private mutating func emitChunk<Failure: Error>(
    _ emit: (_ firstBucket: Int, _ chunk: RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    assemble()
    try emit(firstBucket, chunk.span.bytes)
    firstBucket += ends.count
    ends.removeAll(keepingCapacity: true)
  }

  /// Lays out header, directory and bits.
  private mutating func assemble() {
    let bits = ends[ends.count - 1]
    let entryBytes = Self.entryBytes(bits: bits)
    chunk.removeAll(keepingCapacity: true)
    chunk.append(littleEndian: 0, count: 4)
    chunk.append(littleEndian: UInt64(firstBucket), count: 4)
    let flag = entryBytes == 4 ? Self.wideFlag : 0
    chunk.append(littleEndian: UInt64(UInt32(ends.count) | flag), count: 4)
    for end in ends { chunk.append(littleEndian: UInt64(end), count: entryBytes) }
    writer.append(first: bits, to: &chunk)
    let checksum = ChunkChecksum.compute(chunk.span.bytes, geometry: geometry)
    for place in 0..<4 { chunk[place] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * place)) }
  }

  /// How many bytes a chunk of so many buckets and bits has.
  static func size(buckets: Int, bits: Int) -> Int {
    headerBytes + buckets * entryBytes(bits: bits) + (bits + 7) >> 3
  }

  private static func entryBytes(bits: Int) -> Int {
    bits <= UInt16.max ? 2 : 4
  }
}
