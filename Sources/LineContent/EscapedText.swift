internal import LogWire

/// Takes the escapes of JSON out of a string; those of logfmt are the same.
///
/// An escape that is none of JSON's stays as it is written. Half of a surrogate pair becomes U+FFFD.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259#section-7
struct EscapedText {
  private var position = 0
  private var text: [UInt8] = []

  /// The text that `spelling` stands for. Never longer than that.
  static func decoded(_ spelling: RawSpan) -> [UInt8] {
    var decoder = EscapedText()
    decoder.text.reserveCapacity(spelling.byteCount)
    while decoder.position < spelling.byteCount { decoder.takeOne(spelling) }
    return decoder.text
  }

  private mutating func takeOne(_ spelling: RawSpan) {
    let byte = spelling.byte(at: position)
    position += 1
    guard byte == UInt8(ascii: "\\"), position < spelling.byteCount else {
      text.append(byte)
      return
    }
    let letter = spelling.byte(at: position)
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): takeUnicode(spelling)
    default: text += [byte, letter]
    }
  }

  /// What follows `\u`.
  private mutating func takeUnicode(_ spelling: RawSpan) {
    guard let unit = Self.hexadecimal(spelling, at: position) else {
      text += [UInt8(ascii: "\\"), UInt8(ascii: "u")]
      return
    }
    position += 4
    var scalar = Unicode.Scalar(UInt32(unit))
    if UTF16.isLeadSurrogate(unit), let trail = trailSurrogate(spelling) {
      position += 6
      scalar = Unicode.Scalar(0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(trail) & 0x3FF)
    }
    text += Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
  }

  private func trailSurrogate(_ spelling: RawSpan) -> UInt16? {
    guard position + 6 <= spelling.byteCount, spelling.byte(at: position) == UInt8(ascii: "\\"),
      spelling.byte(at: position + 1) == UInt8(ascii: "u"),
      let unit = Self.hexadecimal(spelling, at: position + 2), UTF16.isTrailSurrogate(unit)
    else { return nil }
    return unit
  }

  private static func hexadecimal(_ spelling: RawSpan, at offset: Int) -> UInt16? {
    guard offset + 4 <= spelling.byteCount else { return nil }
    var value: UInt16 = 0
    for place in offset..<offset + 4 {
      let byte = TokenBytes.lowercased(spelling.byte(at: place))
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt16(byte - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }
}
