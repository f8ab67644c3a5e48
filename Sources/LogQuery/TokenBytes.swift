/// What a query means by a token, byte by byte: the same as the store's index (`LogStore.Token`), in a form that the search
/// of a line can inline.
///
/// A token is a maximal run of `[A-Za-z0-9_]` and of bytes from 0x80 up. ASCII letters are compared without case;
/// everything else exactly, so invalid UTF-8 is as good as any other text.
package enum TokenBytes {
  /// True for a byte that belongs to a token.
  @inline(__always)
  package static func isToken(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
  }

  /// The byte with an ASCII capital made small.
  @inline(__always)
  package static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// True for a byte that stands between words in a query.
  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool {
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
