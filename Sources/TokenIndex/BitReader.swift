/// Reads what ``BitWriter`` wrote. The span is given with each call, since it can't be kept.
///
/// Beyond the end there are other bits or zeros: the caller checks ``isWithinEnd`` after each record, and every record
/// has a bit at least, so that no bytes whatever make it read for ever.
struct BitReader {
  /// The next bit.
  private(set) var position: Int
  /// The bit after the last.
  let end: Int
  /// The next bits, so that several codes are read with one load; zeros beyond those.
  private var window: UInt64 = 0
  /// How many bits ``window`` has.
  private var available = 0

  init(from position: Int, to end: Int) {
    self.position = position
    self.end = end
  }

  /// Whether all that was read was there.
  @inline(__always)
  var isWithinEnd: Bool {
    position <= end
  }

  /// The next `bits` bits, 0…57.
  @inline(__always)
  mutating func read(_ bits: Int, in bytes: RawSpan) -> UInt64 {
    if bits > available { refill(bytes) }
    let value = window & Self.mask(bits)
    skip(bits)
    return value
  }

  /// A quotient in unary and `lowBits` (0…48) low bits; nil if the end comes first.
  @inline(__always)
  mutating func readRice(_ lowBits: Int, in bytes: RawSpan) -> (quotient: Int, low: UInt64)? {
    var quotient = window.trailingZeroBitCount
    if quotient &+ lowBits >= available {
      refill(bytes)
      quotient = window.trailingZeroBitCount
      if quotient &+ lowBits >= available { return readLongRice(lowBits, in: bytes) }
    }
    let low = window &>> UInt64(truncatingIfNeeded: quotient &+ 1) & Self.mask(lowBits)
    skip(quotient &+ 1 &+ lowBits)
    return (quotient, low)
  }

  /// A number written by ``BitWriter/put(number:order:)``; nil if the end comes first or it has over 40 bits.
  mutating func readNumber(order: Int, in bytes: RawSpan) -> Int? {
    guard let (quotient, _) = readRice(0, in: bytes), quotient + order <= 40 else { return nil }
    let shifted = 1 << (quotient + order) | Int(read(quotient + order, in: bytes))
    return isWithinEnd ? shifted - 1 << order : nil
  }

  @inline(never)
  private mutating func readLongRice(_ lowBits: Int, in bytes: RawSpan) -> (quotient: Int, low: UInt64)? {
    var quotient = 0
    while window == 0 {
      quotient += available
      skip(available)
      guard isWithinEnd else { return nil }
      refill(bytes)
    }
    quotient += window.trailingZeroBitCount
    skip(window.trailingZeroBitCount + 1)
    return (quotient, read(lowBits, in: bytes))
  }

  /// Takes at least 57 bits from the position on.
  @inline(__always)
  private mutating func refill(_ bytes: RawSpan) {
    window = bytes.word(at: position &>> 3) &>> UInt64(truncatingIfNeeded: position & 7)
    available = 64 &- position & 7
  }

  /// Goes on by as many bits as ``window`` has or fewer.
  @inline(__always)
  private mutating func skip(_ bits: Int) {
    window = window >> UInt64(truncatingIfNeeded: bits)
    available &-= bits
    position &+= bits
  }

  @inline(__always)
  private static func mask(_ bits: Int) -> UInt64 {
    1 &<< UInt64(truncatingIfNeeded: bits) &- 1
  }
}
