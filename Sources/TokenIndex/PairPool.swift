/// The pairs of a range of keys, gathered from several runs.
struct PairPool: ~Copyable {
  /// Bits of a key.
  let width: Int
  private let blockBits: UInt64
  /// key << blockBits | block
  private(set) var pairs = WorkBuffer<UInt64>()
  private var scratch = WorkBuffer<UInt64>()
  /// Pairs beyond the range, which came in a bucket that reaches beyond it.
  private var later = WorkBuffer<UInt64>()

  init(width: Int, blockBits: Int) {
    self.width = width
    self.blockBits = UInt64(blockBits)
  }

  @inline(__always)
  mutating func add(key: UInt64, block: Int) {
    pairs.append(key &<< blockBits | UInt64(truncatingIfNeeded: block))
  }

  /// Begins with a range: the pairs that were beyond those before come first.
  mutating func begin() {
    pairs.shorten(to: 0)
    swap(&pairs, &later)
  }

  /// Sets the pairs aside whose key is `limit` or above.
  mutating func setAside(from limit: Int) {
    let limit = UInt64(limit) << blockBits
    var kept = 0
    for pair in pairs.elements {
      if pair < limit {
        pairs.elements[kept] = pair
        kept += 1
      } else {
        later.append(pair)
      }
    }
    pairs.shorten(to: kept)
  }

  /// Sorts the pairs, whose keys differ in their lowest `keyBits` bits only, and removes repetitions.
  mutating func sort(keyBits: Int) {
    pairs.sortDistinct(bits: keyBits + Int(blockBits), scratch: &scratch)
  }

  /// How many distinct keys there are, once sorted.
  var distinctKeys: Int {
    guard let first = pairs.elements.first else { return 0 }
    var count = 1
    var last = first >> blockBits
    for pair in pairs.elements where pair >> blockBits != last {
      count += 1
      last = pair >> blockBits
    }
    return count
  }
}
