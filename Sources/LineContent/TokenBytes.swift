/// What a token is, byte by byte: the same as in the store's index (`LogStore.Token`), in a form that the search of a line can
/// inline.
///
/// A token is a maximal run of `[A-Za-z0-9_]` and of bytes from 0x80 up. ASCII letters are compared without case;
/// everything else exactly, so invalid UTF-8 is as good as any other text.
package enum TokenBytes {
  /// True for a byte that belongs to a token.
  @inlinable
  @inline(__always)
  package static func isToken(_ byte: UInt8) -> Bool {
    // One bit for each byte of ASCII: cheaper than comparisons, whose branches are mispredicted at each end of a token.
    let bits: UInt64 = byte & 0x40 == 0 ? 0x03FF_0000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return (bits >> UInt64(byte & 0x3F)) & 1 | UInt64(byte >> 7) != 0
  }

  /// True for an ASCII digit.
  @inlinable
  @inline(__always)
  package static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// The byte with an ASCII capital made small.
  @inlinable
  @inline(__always)
  package static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// True for a byte that stands between words in a query: a space, a tab, or what ends lines and pages.
  @inlinable
  @inline(__always)
  package static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte &- 0x09 < 5
  }

  /// The bytes with ASCII capitals made small.
  package static func lowercased(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.map { lowercased($0) }
  }

  /// The ranges of the tokens in `bytes`, in order.
  package static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    for (offset, byte) in bytes.enumerated() {
      if isToken(byte) {
        start = start ?? offset
      } else if let first = start {
        ranges.append(first..<offset)
        start = nil
      }
    }
    if let first = start { ranges.append(first..<bytes.count) }
    return ranges
  }
}
