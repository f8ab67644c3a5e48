internal import LogWire

/// Decodes base64. Source: RFC 4648, section 4.
enum Base64 {
  /// Appends the bytes that `text` stands for. It must be padded.
  static func append(decoding text: RawSpan, to output: inout [UInt8]) throws(RecordFault) {
    guard text.byteCount.isMultiple(of: 4) else { throw RecordFault("base64 that is cut off") }
    for start in stride(from: 0, to: text.byteCount, by: 4) {
      let isLast = start + 4 == text.byteCount
      var word: UInt32 = 0
      var padding = 0
      for index in start..<start + 4 {
        let byte = text.byte(at: index)
        if byte == UInt8(ascii: "="), isLast, index >= start + 2 {
          padding += 1
          word <<= 6
        } else {
          guard padding == 0, let value = value(of: byte) else { throw RecordFault("not base64") }
          word = word << 6 | value
        }
      }
      output.append(UInt8(truncatingIfNeeded: word >> 16))
      if padding < 2 { output.append(UInt8(truncatingIfNeeded: word >> 8)) }
      if padding < 1 { output.append(UInt8(truncatingIfNeeded: word)) }
    }
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
