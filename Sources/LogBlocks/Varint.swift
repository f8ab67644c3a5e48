internal import LogWire

/// LEB128 integers: seven bits a byte, lowest first, the high bit set on all but the last.
///
/// Source: the DWARF standard, "Variable Length Data". Signed values are zigzag-encoded before.
package enum Varint {
  package static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package static func append(signed value: Int64, to bytes: inout [UInt8]) {
    append(UInt64(bitPattern: (value << 1) ^ (value >> 63)), to: &bytes)
  }

  /// Reads at `offset` and moves it; nil at the end of the bytes or beyond 64 bits.
  @inlinable
  @inline(__always)
  package static func read(_ bytes: RawSpan, at offset: inout Int) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.byteCount, shift < 64 {
      let byte = bytes.byte(at: offset)
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  package static func readSigned(_ bytes: RawSpan, at offset: inout Int) -> Int64? {
    guard let raw = read(bytes, at: &offset) else { return nil }
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }
}
