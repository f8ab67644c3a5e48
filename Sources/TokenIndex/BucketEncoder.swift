/// Writes the pairs of one bucket: see "Buckets" in docs/store-format.md.
struct BucketEncoder: ~Copyable {
  /// How the number of pairs in the first section is written.
  static let pairCountOrder = 5
  /// How the number of keys in the second section is written.
  static let listCountOrder = 2

  private let geometry: RunGeometry
  private let everywherePercent: Int
  private let blockBits: UInt64
  private let restMask: UInt64
  private let blockMask: UInt64
  /// The pairs of keys that are in few blocks.
  private var sparse = WorkBuffer<UInt64>()
  /// Where the pairs of the other keys are.
  private var lists: [Range<Int>] = []
  /// Distinct keys written so far.
  private(set) var keys = 0
  /// Pairs a reader will find in what was written so far.
  private(set) var pairs = 0

  init(_ geometry: RunGeometry, everywherePercent: Int) {
    self.geometry = geometry
    self.everywherePercent = everywherePercent
    blockBits = UInt64(geometry.blockBits)
    restMask = UInt64(geometry.span - 1)
    blockMask = 1 << blockBits - 1
  }

  /// Writes `pairs` (key << blockBits | block, ascending, distinct), which are all those of a bucket. Nothing is
  /// written for an empty bucket.
  mutating func encode(_ pairs: Span<UInt64>, to writer: inout BitWriter) {
    guard !pairs.isEmpty else { return }
    guard geometry.blocks > 1 else {
      keys += pairs.count
      self.pairs += pairs.count
      return writeSparse(pairs, to: &writer)
    }
    split(pairs)
    self.pairs += sparse.count
    writeSparse(sparse.elements.span, to: &writer)
    guard geometry.blocks >= PostingForm.leastBlocks else { return }
    writer.put(number: lists.count, order: Self.listCountOrder)
    writeLists(pairs, to: &writer)
  }

  /// Divides the pairs among the two sections.
  private mutating func split(_ pairs: Span<UInt64>) {
    sparse.shorten(to: 0)
    lists.removeAll(keepingCapacity: true)
    var index = 0
    while index < pairs.count {
      let start = index
      let key = pairs[start] &>> blockBits
      repeat { index &+= 1 } while index < pairs.count && pairs[index] &>> blockBits == key
      keys &+= 1
      if index &- start >= PostingForm.leastBlocks {
        lists.append(start..<index)
      } else {
        for place in start..<index { sparse.append(pairs[place]) }
      }
    }
  }

  /// The first section: the number of pairs, and of each the difference of its key to that before and its block.
  private func writeSparse(_ pairs: Span<UInt64>, to writer: inout BitWriter) {
    writer.put(number: pairs.count, order: Self.pairCountOrder)
    guard !pairs.isEmpty else { return }
    let lowBits = RiceCode.lowBits(span: geometry.span, count: pairs.count)
    let lowShift = UInt64(lowBits)
    let lowMask: UInt64 = 1 << lowShift - 1
    var last: UInt64 = 0
    for index in pairs.indices {
      let key = pairs[index] &>> blockBits & restMask
      let gap = key &- last
      let low = gap & lowMask | (pairs[index] & blockMask) &<< lowShift
      let quotient = Int(truncatingIfNeeded: gap &>> lowShift)
      writer.put(quotient: quotient, low: low, lowBits: lowBits + Int(truncatingIfNeeded: blockBits))
      last = key
    }
  }

  /// The second section without its count: of each key the difference to that before, less one, and its posting.
  private mutating func writeLists(_ pairs: Span<UInt64>, to writer: inout BitWriter) {
    guard !lists.isEmpty else { return }
    let lowBits = RiceCode.lowBits(span: geometry.span, count: lists.count)
    var next: UInt64 = 0
    for list in lists {
      let key = pairs[list.lowerBound] &>> blockBits & restMask
      writer.put(gap: key - next, lowBits: lowBits)
      next = key + 1
      writePosting(pairs.extracting(list), to: &writer)
    }
  }

  private mutating func writePosting(_ pairs: Span<UInt64>, to writer: inout BitWriter) {
    let form = PostingForm(
      count: pairs.count, blocks: geometry.blocks, everywherePercent: everywherePercent)
    self.pairs += form == .everywhere ? geometry.blocks : pairs.count
    switch form {
    case .list:
      writer.put(1, bits: 1)
      writeList(pairs, to: &writer)
    case .everywhere:
      writer.put(0b00, bits: 2)
    case .bitmap:
      writer.put(0b10, bits: 2)
      writeBitmap(pairs, to: &writer)
    }
  }

  private func writeList(_ pairs: Span<UInt64>, to writer: inout BitWriter) {
    writer.put(number: pairs.count - PostingForm.leastBlocks, order: PostingForm.countOrder)
    let lowBits = RiceCode.lowBits(blocks: geometry.blocks, count: pairs.count)
    var next: UInt64 = 0
    for index in pairs.indices {
      let block = pairs[index] & blockMask
      writer.put(gap: block - next, lowBits: lowBits)
      next = block + 1
    }
  }

  private func writeBitmap(_ pairs: Span<UInt64>, to writer: inout BitWriter) {
    var index = 0
    for start in stride(from: 0, to: geometry.blocks, by: 32) {
      var word: UInt64 = 0
      let end = min(start + 32, geometry.blocks)
      while index < pairs.count, pairs[index] & blockMask < UInt64(end) {
        word |= 1 << (pairs[index] & blockMask - UInt64(start))
        index += 1
      }
      writer.put(word, bits: end - start)
    }
  }
}

extension BitWriter {
  /// Adds a Rice code with `lowBits` low bits, 0…48.
  @inline(__always)
  fileprivate mutating func put(gap: UInt64, lowBits: Int) {
    let shift = UInt64(truncatingIfNeeded: lowBits)
    put(
      quotient: Int(truncatingIfNeeded: gap &>> shift), low: gap & (1 &<< shift &- 1), lowBits: lowBits)
  }
}
