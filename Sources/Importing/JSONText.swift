internal import LogWire

/// Decodes the contents of JSON strings.
enum JSONText {
  /// Appends what the string means, its escapes resolved, to `output`. Half a surrogate pair becomes U+FFFD.
  ///
  /// - Parameter string: what stands between the quotation marks.
  static func append(_ string: RawSpan, to output: inout [UInt8]) throws(RecordFault) {
    var offset = 0
    while let slash = string.firstOffset(of: UInt8(ascii: "\\"), from: offset) {
      output.append(string.extracting(offset..<slash))
      offset = slash + 1
      guard offset < string.byteCount else { throw RecordFault("an escape has no end") }
      let kind = string.byte(at: offset)
      offset += 1
      if kind == UInt8(ascii: "u") {
        append(scalar: try scalar(in: string, at: &offset), to: &output)
      } else {
        output.append(try byte(of: kind))
      }
    }
    output.append(string.extracting(offset...))
  }

  private static func byte(of kind: UInt8) throws(RecordFault) -> UInt8 {
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return kind
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    default: throw RecordFault("an unknown escape")
    }
  }

  /// Reads the digits after `\u`, and those of the second half of a pair.
  private static func scalar(in string: RawSpan, at offset: inout Int) throws(RecordFault) -> UInt32 {
    let first = try unit(in: string, at: &offset)
    guard first & 0xFC00 == 0xD800 else { return first & 0xFC00 == 0xDC00 ? 0xFFFD : first }
    var next = offset
    guard
      next + 6 <= string.byteCount, string.byte(at: next) == UInt8(ascii: "\\"),
      string.byte(at: next + 1) == UInt8(ascii: "u")
    else { return 0xFFFD }
    next += 2
    let second = try unit(in: string, at: &next)
    guard second & 0xFC00 == 0xDC00 else { return 0xFFFD }
    offset = next
    return 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
  }

  private static func unit(in string: RawSpan, at offset: inout Int) throws(RecordFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard offset < string.byteCount, let digit = hexDigit(string.byte(at: offset)) else {
        throw RecordFault("\\u without four hex digits")
      }
      unit = unit << 4 | digit
      offset += 1
    }
    return unit
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  private static func append(scalar: UInt32, to output: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    output.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
  }
}
