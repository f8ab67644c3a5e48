/// The 32-bit keys under which tokens and templates stand in the index.
///
/// They are stored (docs/store-format.md), so they must never change. They guard against accidents, not against an
/// adversary: who can choose the tokens of a log can make two of them alike, and a search then reads a block in vain.
package enum TokenKey {
  /// The key of a token: any bytes; ASCII letters in either case give the same key.
  package static func token(_ bytes: RawSpan) -> UInt32 {
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return finish(0) }
      return token(start, count: bytes.count)
    }
  }

  /// The key of the `count` bytes from `start`, for hot loops that hold a pointer already; reads no other byte.
  @inline(__always)
  package static func token(_ start: UnsafeRawPointer, count: Int) -> UInt32 {
    let seed = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    if count > 8 { return finish(long(start, count: count, seed: seed)) }
    return finish(fold(seed ^ lowercased(short(start, count: count)), 0xA076_1D64_78BD_642F))
  }

  /// The key of a template: distinct for distinct numbers, and related to no token's.
  package static func template(_ number: UInt32) -> UInt32 {
    var mixed = number ^ 0x7465_6D70
    mixed = (mixed ^ (mixed >> 16)) &* 0x85EB_CA6B
    mixed = (mixed ^ (mixed >> 13)) &* 0xC2B2_AE35
    return mixed ^ (mixed >> 16)
  }

  /// At most eight bytes as a word. With their count they are told apart; loads overlap rather than loop.
  @inline(__always)
  private static func short(_ start: UnsafeRawPointer, count: Int) -> UInt64 {
    if count == 8 { return word(start, at: 0) }
    if count >= 4 { return UInt64(half(start, at: 0)) | UInt64(half(start, at: count - 4)) << 32 }
    if count == 0 { return 0 }
    return UInt64(byte(start, at: 0)) | UInt64(byte(start, at: count >> 1)) << 8
      | UInt64(byte(start, at: count - 1)) << 16
  }

  /// Folds eight bytes at a time; the last eight may overlap those before.
  private static func long(_ start: UnsafeRawPointer, count: Int, seed: UInt64) -> UInt64 {
    var state = seed
    var offset = 0
    while offset < count - 8 {
      state = fold(state ^ lowercased(word(start, at: offset)), 0xE703_7ED1_A0B4_28DB)
      offset += 8
    }
    return fold(state ^ lowercased(word(start, at: count - 8)), 0xA076_1D64_78BD_642F)
  }

  /// Sets bit 5 of each byte that is an ASCII capital.
  ///
  /// With the high bit masked off, adding 0x3F carries into it from `A` on, and adding 0x25 from beyond `Z` on.
  @inline(__always)
  private static func lowercased(_ word: UInt64) -> UInt64 {
    let low = word & 0x7F7F_7F7F_7F7F_7F7F
    let fromA = low &+ 0x3F3F_3F3F_3F3F_3F3F
    let beyondZ = low &+ 0x2525_2525_2525_2525
    return word | ((fromA ^ beyondZ) & ~word & 0x8080_8080_8080_8080) >> 2
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func finish(_ state: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: ((state ^ (state >> 32)) &* 0xD6E8_FEB8_6659_FD93) >> 32)
  }

  @inline(__always)
  private static func word(_ start: UnsafeRawPointer, at offset: Int) -> UInt64 {
    UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  private static func half(_ start: UnsafeRawPointer, at offset: Int) -> UInt32 {
    UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  private static func byte(_ start: UnsafeRawPointer, at offset: Int) -> UInt8 {
    start.load(fromByteOffset: offset, as: UInt8.self)
  }
}
