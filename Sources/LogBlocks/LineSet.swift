/// Some of the lines of a block: a bit for each.
package struct LineSet: Sendable, Equatable {
  /// How many lines the block has.
  package let capacity: Int
  private(set) var words: [UInt64]

  /// No line, or each.
  package init(capacity: Int, all: Bool = false) {
    self.capacity = capacity
    words = Array(repeating: all ? ~0 : 0, count: (capacity + 63) / 64)
    if all, capacity & 63 != 0 { words[words.count - 1] = ~0 >> UInt64(64 - capacity & 63) }
  }

  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// How many lines there are in it.
  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  @inline(__always)
  package func contains(_ line: Int) -> Bool { words[line >> 6] >> UInt64(line & 63) & 1 != 0 }

  @inline(__always)
  package mutating func insert(_ line: Int) { words[line >> 6] |= 1 &<< UInt64(line & 63) }

  @inline(__always)
  package mutating func remove(_ line: Int) { words[line >> 6] &= ~(1 &<< UInt64(line & 63)) }

  package mutating func formUnion(_ other: LineSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  package mutating func formIntersection(_ other: LineSet) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  package mutating func subtract(_ other: LineSet) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  /// Keeps the last `limit` lines.
  package mutating func keepLast(_ limit: Int) {
    var left = limit
    for index in words.indices.reversed() {
      let count = words[index].nonzeroBitCount
      if count <= left {
        left -= count
      } else {
        while words[index].nonzeroBitCount > left { words[index] &= words[index] - 1 }
        left = 0
      }
    }
  }

  /// The highest line; nil if there is none.
  package var last: Int? {
    for index in words.indices.reversed() where words[index] != 0 {
      return index << 6 + 63 - words[index].leadingZeroBitCount
    }
    return nil
  }

  /// Gives the lines, rising.
  @inline(__always)
  package func forEach<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
    for index in words.indices {
      var word = words[index]
      while word != 0 {
        try body(index << 6 + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
  }
}
