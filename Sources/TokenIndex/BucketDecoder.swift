/// Reads one bucket: see "Buckets" in docs/store-format.md.
///
/// Any bits are read in time proportional to their number and to the blocks they name, or found to make no sense.
struct BucketDecoder {
  private let geometry: RunGeometry
  private let bucket: Int
  private let blockBits: Int
  private var reader: BitReader

  /// A decoder of the bits that `reader` stands before.
  init(_ geometry: RunGeometry, bucket: Int, reader: BitReader) {
    self.geometry = geometry
    self.bucket = bucket
    self.reader = reader
    blockBits = geometry.blockBits
  }

  /// Calls `found` with each block of the key whose lowest bits are `wanted`; a block may come twice.
  mutating func find(
    _ wanted: Int, in chunk: RawSpan, found: (Range<Int>) -> Void
  ) throws(IndexDamage) {
    guard reader.position < reader.end else { return }
    try readSparse(in: chunk) { key, block in
      if key == wanted { found(block..<(block + 1)) }
    }
    try readLists(in: chunk) { (key, decoder) throws(IndexDamage) in
      if key < wanted {
        try decoder.readPosting(in: chunk) { _ in }
      } else if key == wanted {
        try decoder.readPosting(in: chunk, found)
      }
      return key < wanted
    }
  }

  /// Calls `body` with each key's lowest bits and each of its blocks, in no particular order.
  @inline(__always)
  mutating func forEachPair(
    in chunk: RawSpan, _ body: (_ key: Int, _ blocks: Range<Int>) -> Void
  ) throws(IndexDamage) {
    guard reader.position < reader.end else { return }
    try readSparse(in: chunk) { key, block in body(key, block..<(block + 1)) }
    try readLists(in: chunk) { (key, decoder) throws(IndexDamage) in
      try decoder.readPosting(in: chunk) { body(key, $0) }
      return true
    }
    guard reader.position == reader.end else { throw .badBucket(bucket) }
  }

  /// The first section.
  @inline(__always)
  private mutating func readSparse(
    in chunk: RawSpan, _ body: (_ key: Int, _ block: Int) -> Void
  ) throws(IndexDamage) {
    let count = try readCount(order: BucketEncoder.pairCountOrder, in: chunk)
    guard count > 0 else { return }
    let lowBits = RiceCode.lowBits(span: geometry.span, count: count)
    let lowMask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: lowBits) &- 1
    // A copy, which can be kept in registers: lookups take 4 % less.
    var reader = self.reader
    defer { self.reader = reader }
    var key = 0
    for _ in 0..<count {
      guard let code = reader.readRice(lowBits &+ blockBits, in: chunk) else { throw .badBucket(bucket) }
      key &+= code.quotient &<< lowBits | Int(truncatingIfNeeded: code.low & lowMask)
      let block = Int(truncatingIfNeeded: code.low &>> UInt64(truncatingIfNeeded: lowBits))
      guard block < geometry.blocks, key >= 0, key < geometry.span else { throw .badBucket(bucket) }
      body(key, block)
    }
    guard reader.isWithinEnd else { throw .badBucket(bucket) }
  }

  /// The second section. `body` reads the posting of each key, or returns false to read no further.
  @inline(__always)
  private mutating func readLists(
    in chunk: RawSpan, _ body: (_ key: Int, inout BucketDecoder) throws(IndexDamage) -> Bool
  ) throws(IndexDamage) {
    guard geometry.blocks >= PostingForm.leastBlocks else { return }
    let count = try readCount(order: BucketEncoder.listCountOrder, in: chunk)
    guard count > 0 else { return }
    let lowBits = RiceCode.lowBits(span: geometry.span, count: count)
    var next = 0
    for _ in 0..<count {
      let key = try readGap(lowBits, in: chunk) &+ next
      guard key >= 0, key < geometry.span else { throw .badBucket(bucket) }
      guard try body(key, &self) else { return }
      next = key &+ 1
    }
  }

  /// Calls `body` with the blocks of a posting, ascending.
  @inline(__always)
  private mutating func readPosting(
    in chunk: RawSpan, _ body: (Range<Int>) -> Void
  ) throws(IndexDamage) {
    if reader.read(1, in: chunk) == 1 {
      try readList(in: chunk, body)
    } else if reader.read(1, in: chunk) == 1 {
      readBitmap(in: chunk, body)
    } else {
      body(0..<geometry.blocks)
    }
    guard reader.isWithinEnd else { throw .badBucket(bucket) }
  }

  @inline(__always)
  private mutating func readList(in chunk: RawSpan, _ body: (Range<Int>) -> Void) throws(IndexDamage) {
    let count = try readCount(order: PostingForm.countOrder, in: chunk) + PostingForm.leastBlocks
    guard count <= geometry.blocks else { throw .badBucket(bucket) }
    let lowBits = RiceCode.lowBits(blocks: geometry.blocks, count: count)
    var reader = self.reader
    defer { self.reader = reader }
    var next = 0
    for _ in 0..<count {
      guard let code = reader.readRice(lowBits, in: chunk) else { throw .badBucket(bucket) }
      let block = next &+ (code.quotient &<< lowBits | Int(truncatingIfNeeded: code.low))
      guard block >= 0, block < geometry.blocks else { throw .badBucket(bucket) }
      next = block &+ 1
      body(block..<next)
    }
  }

  @inline(__always)
  private mutating func readBitmap(in chunk: RawSpan, _ body: (Range<Int>) -> Void) {
    for start in stride(from: 0, to: geometry.blocks, by: 32) {
      var word = reader.read(min(32, geometry.blocks - start), in: chunk)
      while word != 0 {
        let block = start + word.trailingZeroBitCount
        body(block..<(block + 1))
        word &= word - 1
      }
    }
  }

  /// A number of things, each of which takes a bit at least.
  private mutating func readCount(order: Int, in chunk: RawSpan) throws(IndexDamage) -> Int {
    guard let count = reader.readNumber(order: order, in: chunk), count <= reader.end - reader.position else {
      throw .badBucket(bucket)
    }
    return count
  }

  @inline(__always)
  private mutating func readGap(_ lowBits: Int, in chunk: RawSpan) throws(IndexDamage) -> Int {
    guard let code = reader.readRice(lowBits, in: chunk) else { throw .badBucket(bucket) }
    return code.quotient &<< lowBits | Int(truncatingIfNeeded: code.low)
  }
}
