/// Writes bits, the first in the lowest place of the first 64-bit word.
struct BitWriter: ~Copyable {
  /// The full words, in the order of bytes in which they are stored.
  private var words = WorkBuffer<UInt64>()
  /// The bits since then.
  private var pending: UInt64 = 0
  /// How many bits were written.
  private(set) var count = 0

  /// Adds the lowest `bits` bits of `value`, 0…63; the others are zero.
  @inline(__always)
  mutating func put(_ value: UInt64, bits: Int) {
    let used = count & 63
    pending |= value &<< UInt64(truncatingIfNeeded: used)
    count &+= bits
    if used &+ bits >= 64 {
      words.append(pending.littleEndian)
      pending = value &>> UInt64(truncatingIfNeeded: 64 &- used)
    }
  }

  /// Adds `quotient` zeros, a one, and the lowest `lowBits` bits, 0…48, of `low`; its others are zero.
  @inline(__always)
  mutating func put(quotient: Int, low: UInt64, lowBits: Int) {
    if quotient &+ lowBits < 63 {
      let bits = (low &<< 1 | 1) &<< UInt64(truncatingIfNeeded: quotient)
      put(bits, bits: quotient &+ 1 &+ lowBits)
    } else {
      putLong(quotient: quotient, low: low, lowBits: lowBits)
    }
  }

  private mutating func putLong(quotient: Int, low: UInt64, lowBits: Int) {
    var zeros = quotient
    while zeros > 0 {
      put(0, bits: min(zeros, 32))
      zeros -= 32
    }
    put(low << 1 | 1, bits: lowBits + 1)
  }

  /// Adds a number whose size is little known: an Exp-Golomb code; numbers below 2^`order` take `order` + 1 bits.
  mutating func put(number: Int, order: Int) {
    let shifted = number + 1 << order
    let quotient = shifted.bitLength - 1 - order
    put(quotient: quotient, low: UInt64(shifted) ^ 1 << UInt64(order + quotient), lowBits: order + quotient)
  }

  /// Drops the first `bits` bits.
  mutating func removeFirst(_ bits: Int) {
    let end = count
    var moved = WorkBuffer<UInt64>()
    swap(&moved, &words)
    moved.append(pending.littleEndian)
    removeAll()
    var position = bits
    while position < end {
      let taken = min(32, end - position)
      put(Self.bits(from: position, count: taken, of: moved.elements), bits: taken)
      position += taken
    }
  }

  /// Forgets all bits, keeping the memory.
  mutating func removeAll() {
    words.shorten(to: 0)
    pending = 0
    count = 0
  }

  /// Adds the first `bits` bits to `bytes`, the last byte filled up with zeros.
  func append(first bits: Int, to bytes: inout [UInt8]) {
    let full = UnsafeMutableBufferPointer(rebasing: words.elements[..<(bits >> 6)])
    bytes.append(contentsOf: UnsafeRawBufferPointer(full))
    let rest = bits & 63
    guard rest > 0 else { return }
    let word = bits >> 6 < words.count ? words.elements[bits >> 6] : pending.littleEndian
    let last = UInt64(littleEndian: word) & (1 << UInt64(rest) - 1)
    bytes.append(littleEndian: last, count: (rest + 7) >> 3)
  }

  private static func bits(
    from position: Int, count: Int, of words: UnsafeMutableBufferPointer<UInt64>
  ) -> UInt64 {
    let index = position >> 6
    let shift = UInt64(position & 63)
    var window = UInt64(littleEndian: words[index]) >> shift
    if shift > 0, index + 1 < words.count { window |= UInt64(littleEndian: words[index + 1]) << (64 - shift) }
    return window & (1 << UInt64(count) - 1)
  }
}
