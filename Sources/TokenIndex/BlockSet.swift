/// A set of blocks, numbered from 0 below a fixed capacity: one bit each.
///
/// Numbers outside the capacity are a mistake of the caller and trap.
package struct BlockSet: Equatable, Sendable {
  /// How many blocks there are to choose from.
  package let capacity: Int
  /// Bit `n & 63` of word `n >> 6` is block `n`; bits from `capacity` on are zero.
  private var words: [UInt64]

  /// An empty set over the blocks `0..<capacity`.
  package init(capacity: Int) {
    precondition(capacity >= 0, "a set of \(capacity) blocks")
    self.capacity = capacity
    words = [UInt64](repeating: 0, count: (capacity + 63) >> 6)
  }

  /// Whether no block is in the set. O(capacity / 64).
  package var isEmpty: Bool {
    words.allSatisfy { $0 == 0 }
  }

  /// How many blocks are in the set. O(capacity / 64).
  package var count: Int {
    words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Whether `block`, which is below the capacity, is in the set.
  package func contains(_ block: Int) -> Bool {
    check(block)
    return words[block >> 6] >> UInt64(block & 63) & 1 == 1
  }

  /// Adds `block`, which is below the capacity.
  package mutating func insert(_ block: Int) {
    check(block)
    words[block >> 6] |= 1 << UInt64(block & 63)
  }

  /// Adds all blocks of `range`. O(length / 64).
  package mutating func insert(contentsOf range: Range<Int>) {
    guard !range.isEmpty else { return }
    check(range.lowerBound)
    check(range.upperBound - 1)
    var block = range.lowerBound
    while block < range.upperBound {
      let end = min(range.upperBound, (block | 63) + 1)
      words[block >> 6] |= (UInt64.max >> UInt64(64 - (end - block))) << UInt64(block & 63)
      block = end
    }
  }

  /// Forgets all blocks, keeping the memory.
  package mutating func removeAll() {
    for index in words.indices { words[index] = 0 }
  }

  /// Adds the blocks of `other`, which has the same capacity.
  package mutating func formUnion(_ other: BlockSet) {
    check(other)
    for index in words.indices { words[index] |= other.words[index] }
  }

  /// Keeps only the blocks that are in `other` too, which has the same capacity.
  package mutating func formIntersection(_ other: BlockSet) {
    check(other)
    for index in words.indices { words[index] &= other.words[index] }
  }

  /// The lowest block of the set that is not below `block`, or nil.
  package func first(from block: Int) -> Int? {
    guard block < capacity else { return nil }
    check(block)
    var index = block >> 6
    var word = words[index] & (UInt64.max << UInt64(block & 63))
    while word == 0 {
      index += 1
      guard index < words.count else { return nil }
      word = words[index]
    }
    return index << 6 + word.trailingZeroBitCount
  }

  /// The highest block of the set below `block`, or nil: how the newest are visited first.
  package func last(before block: Int) -> Int? {
    guard block > 0, capacity > 0 else { return nil }
    let highest = min(block, capacity) - 1
    var index = highest >> 6
    var word = words[index] & (UInt64.max >> UInt64(63 - highest & 63))
    while word == 0 {
      index -= 1
      guard index >= 0 else { return nil }
      word = words[index]
    }
    return index << 6 + 63 - word.leadingZeroBitCount
  }

  /// Calls `body` with each block of the set, ascending.
  package func forEach<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
    var next = first(from: 0)
    while let block = next {
      try body(block)
      next = first(from: block + 1)
    }
  }

  private func check(_ block: Int) {
    precondition(block >= 0 && block < capacity, "block \(block) of \(capacity)")
  }

  private func check(_ other: BlockSet) {
    precondition(other.capacity == capacity, "a set of \(other.capacity) blocks met one of \(capacity)")
  }
}
