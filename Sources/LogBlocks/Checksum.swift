/// A 32-bit checksum of bytes. Stored (codec 2): it must never change.
package enum Checksum {
  package static func of(_ bytes: RawSpan) -> UInt32 {
    bytes.withUnsafeBytes { of($0) }
  }

  /// Four sums of eight bytes each at a time, so that the multiplications of one don't wait for those of another.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var lanes = SIMD4<UInt64>(
      0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3, 0x5899_65CC_7537_4CC3)
    var offset = 0
    while offset + 32 <= bytes.count {
      for lane in 0..<4 {
        let word = bytes.loadUnaligned(fromByteOffset: offset + lane * 8, as: UInt64.self).littleEndian
        lanes[lane] = fold(lanes[lane] ^ word, 0x9E37_79B9_7F4A_7C15)
      }
      offset += 32
    }
    var state =
      fold(lanes[0] ^ lanes[1], 0xD6E8_FEB8_6659_FD93) ^ fold(lanes[2] ^ lanes[3], 0xA076_1D64_78BD_642F)
    var rest: UInt64 = 0
    for index in offset..<bytes.count {
      rest = rest << 8 | UInt64(bytes[index])
      if (index - offset) & 7 == 7 {
        state = fold(state ^ rest, 0x9E37_79B9_7F4A_7C15)
        rest = 0
      }
    }
    state = fold(state ^ rest, UInt64(bytes.count) ^ 0xD6E8_FEB8_6659_FD93)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

extension RawSpan {
  /// Four bytes, lowest first; traps outside the span.
  @inline(__always)
  func littleEndianWord32(at offset: Int) -> UInt32 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
  }
}
