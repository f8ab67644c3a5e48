/// A Unicode scalar read from bytes that may be anything.
struct UTF8Scalar: Equatable {
  let value: UInt32
  /// How many bytes it takes: 1…4.
  let length: Int

  /// The scalar at `offset`, which is inside `bytes`; nil if no well-formed sequence begins there.
  ///
  /// Strict: over-long forms, surrogates and values beyond U+10FFFF are not well-formed.
  /// Source: The Unicode Standard, table 3-7, "Well-Formed UTF-8 Byte Sequences".
  init?(_ bytes: Span<UInt8>, at offset: Int) {
    let first = bytes[offset]
    let length: Int
    var secondRange: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F:
      self.value = UInt32(first)
      self.length = 1
      return
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { secondRange = 0xA0...0xBF }
      if first == 0xED { secondRange = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { secondRange = 0x90...0xBF }
      if first == 0xF4 { secondRange = 0x80...0x8F }
    default: return nil
    }
    guard offset + length <= bytes.count, secondRange.contains(bytes[offset + 1]) else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in offset + 1..<offset + length {
      guard bytes[index] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    self.value = value
    self.length = length
  }

  /// True for a scalar that acts on the screen or on the order of the text rather than standing for something to read.
  ///
  /// C0 (the tab is one), DEL, C1; the bidirectional controls; the line and paragraph separators; and those that hide text: the
  /// deprecated format characters, interlinear annotations, tags. Joiners stay, since Persian and emoji need them.
  /// Source: UAX #9 (section 2) for the bidirectional ones, ECMA-48 for C0 and C1.
  static func isControl(_ value: UInt32) -> Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x206F: true
    case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}
