internal import CByteClasses

/// For each byte of a text, as bits, whether it is in a token and whether it is a digit.
///
/// Owns two bit arrays that grow to the largest text and are used again.
struct TokenMasks: ~Copyable {
  private(set) var tokens: UnsafeMutablePointer<UInt64>
  private(set) var digits: UnsafeMutablePointer<UInt64>
  private var capacity = 0

  init() {
    tokens = .allocate(capacity: 0)
    digits = .allocate(capacity: 0)
  }

  deinit {
    tokens.deallocate()
    digits.deallocate()
  }

  /// Classifies `count` bytes. Two words of zeros follow, so that a scan may look beyond the end.
  mutating func classify(_ bytes: UnsafePointer<UInt8>, count: Int) {
    let words = (count + 63) / 64
    if words + 2 > capacity {
      tokens.deallocate()
      digits.deallocate()
      capacity = words + words / 2 + 2
      tokens = .allocate(capacity: capacity)
      digits = .allocate(capacity: capacity)
    }
    byte_classes(bytes, count, tokens, digits)
    for word in words..<words + 2 {
      tokens[word] = 0
      digits[word] = 0
    }
  }

  /// The next token that begins at `position` or later, before `limit`; it ends there at the latest. A token that reaches beyond
  /// `limit` belongs to two lines.
  @inline(__always)
  func nextToken(from position: Int, limit: Int) -> (start: Int, end: Int)? {
    var word = position >> 6
    var bits = tokens[word] & (~0 &<< UInt64(position & 63))
    while bits == 0 {
      word += 1
      if word << 6 >= limit { return nil }
      bits = tokens[word]
    }
    let start = word << 6 + bits.trailingZeroBitCount
    guard start < limit else { return nil }
    return (start, end(ofTokenAt: start, limit: limit))
  }

  /// Where the token that begins at `start` ends; at `limit` at the latest.
  @inline(__always)
  func end(ofTokenAt start: Int, limit: Int) -> Int {
    var word = start >> 6
    var gaps = ~tokens[word] & (~0 &<< UInt64(start & 63))
    while gaps == 0 {
      word += 1
      if word << 6 >= limit { return limit }
      gaps = ~tokens[word]
    }
    return min(limit, word << 6 + gaps.trailingZeroBitCount)
  }

  /// Whether there is a digit in `start ..< end`, which is not empty.
  @inline(__always)
  func hasDigit(from start: Int, to end: Int) -> Bool {
    let first = start >> 6
    let last = (end - 1) >> 6
    let head: UInt64 = ~0 &<< UInt64(start & 63)
    let tail: UInt64 = ~0 &>> UInt64(63 - (end - 1) & 63)
    if first == last { return digits[first] & head & tail != 0 }
    if digits[first] & head != 0 || digits[last] & tail != 0 { return true }
    var word = first + 1
    while word < last {
      if digits[word] != 0 { return true }
      word += 1
    }
    return false
  }
}
