/// A 64-bit fingerprint of a line's bytes, by which a later reading recognises it.
///
/// It is stored (docs/store-format.md), so it must never change: eight bytes at a time are folded in by a
/// 128-bit multiplication whose halves are combined, the rest padded with zeros. The length and the stream are
/// the seed, folded themselves, so that a bit of the first word can't stand in for a bit of the length.
/// It guards against accidents, not against an adversary: who can forge lines of a container can write its log.
package enum LineHash {
  package static func hash(_ message: RawSpan, stream: LogStream) -> UInt64 {
    var state = fold(UInt64(message.byteCount) << 8 | UInt64(stream.rawValue), 0xA076_1D64_78BD_642F)
    var offset = 0
    while offset + 8 <= message.byteCount {
      state = fold(state ^ message.littleEndianWord(at: offset), 0x9E37_79B9_7F4A_7C15)
      offset += 8
    }
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while offset < message.byteCount {
      rest |= UInt64(message.byte(at: offset)) << shift
      shift += 8
      offset += 1
    }
    return fold(state ^ rest, 0xD6E8_FEB8_6659_FD93)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
