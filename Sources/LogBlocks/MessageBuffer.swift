/// A line that is being put together from pieces; the room is used again for the next.
///
/// Pieces are copied in steps of 16 bytes, which is much faster than to copy them exactly. So what is copied needs
/// ``PaddedBytes/padding`` readable bytes behind it.
struct MessageBuffer: ~Copyable {
  /// Room behind the longest piece that is copied in steps.
  private static let slack = 64

  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 16 << 10
    base = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  /// The bytes so far; valid until the next change.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// Takes off the last bytes.
  @inline(__always)
  mutating func remove(downTo count: Int) { self.count = count }

  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if count + more + Self.slack > capacity { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    capacity = max(2 * capacity, count + more + Self.slack)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = larger
  }

  /// Appends bytes behind which there is padding.
  @inline(__always)
  mutating func append(_ source: UnsafeRawPointer, _ length: Int) {
    reserve(length)
    let target = base + count
    if length <= 32 {
      Self.copy(source, to: target)
      if length > 16 { Self.copy(source + 16, to: target + 16) }
    } else {
      target.copyMemory(from: source, byteCount: length)
    }
    count += length
  }

  @inline(__always)
  private static func copy(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    target.storeBytes(of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
  }

  /// Appends a number in decimal digits, filled with zeros to so many.
  @inline(__always)
  mutating func append(decimal number: UInt64, digits: Int) {
    reserve(32)
    var rest = number
    var place = 24
    let end = base + count
    // Backwards, from a place with room for any number.
    while rest >= 100 {
      place -= 2
      let pair = Int(truncatingIfNeeded: rest % 100)
      rest /= 100
      end.storeBytes(
        of: UnsafeRawPointer(Self.pairs.utf8Start).loadUnaligned(fromByteOffset: 2 * pair, as: UInt16.self),
        toByteOffset: place, as: UInt16.self)
    }
    repeat {
      place -= 1
      end.storeBytes(
        of: UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0"), toByteOffset: place, as: UInt8.self)
      rest /= 10
    } while rest > 0
    while 24 - place < digits {
      place -= 1
      end.storeBytes(of: UInt8(ascii: "0"), toByteOffset: place, as: UInt8.self)
    }
    let text = (end + place).loadUnaligned(as: SIMD32<UInt8>.self)
    end.storeBytes(of: text, as: SIMD32<UInt8>.self)
    count += 24 - place
  }

  /// All numbers of two digits.
  private static var pairs: StaticString {
    """
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
    """
  }

  /// Appends hexadecimal digits, two from each byte behind which there is padding.
  @inline(__always)
  mutating func append(hexadecimal source: UnsafeRawPointer, digits: Int, isUpper: Bool) {
    reserve(digits + 8)
    let target = base + count
    let letters: UInt64 = isUpper ? 7 : 39
    var done = 0
    while done < digits {
      // Four bytes are spread to eight digits.
      var word = UInt64(
        UInt32(littleEndian: source.loadUnaligned(fromByteOffset: done / 2, as: UInt32.self)))
      word = (word | word << 16) & 0x0000_FFFF_0000_FFFF
      word = (word | word << 8) & 0x00FF_00FF_00FF_00FF
      let values = (word >> 4) & 0x000F_000F_000F_000F | (word & 0x000F_000F_000F_000F) << 8
      let isLetter = ((values &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
      let text = values &+ 0x3030_3030_3030_3030 &+ isLetter &* letters
      target.storeBytes(of: text.littleEndian, toByteOffset: done, as: UInt64.self)
      done += 8
    }
    count += digits
  }
}
