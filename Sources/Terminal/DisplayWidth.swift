/// How many columns of a terminal a text takes.
///
/// An estimate: terminals differ on new emoji and on ambiguous East Asian characters. Nothing but the look hangs on it.
enum DisplayWidth {
  private static let escape: UInt8 = 0x1B

  /// The columns of one line of inert text, beginning in the first column. Colour sequences take none; a tab goes on to the next
  /// multiple of eight.
  static func columns(_ line: Span<UInt8>) -> Int {
    var columns = 0
    var offset = 0
    while offset < line.count {
      if line[offset] == escape {
        while offset < line.count, line[offset] != UInt8(ascii: "m") { offset += 1 }
        offset += 1
        continue
      }
      let scalar = UTF8Scalar(line, at: offset)
      columns += scalar?.value == 0x09 ? 8 - columns % 8 : columnsOf(scalar?.value ?? 0xFFFD)
      offset += scalar?.length ?? 1
    }
    return columns
  }

  /// The columns of a text without line ends.
  static func columns(_ text: String) -> Int {
    let bytes = Array(text.utf8)
    return columns(bytes.span)
  }

  /// Source: the ranges of UAX #11 (W and F) and of the general categories Mn, Me and Cf, the rare ones left out.
  private static func columnsOf(_ scalar: UInt32) -> Int {
    switch scalar {
    case 0x00...0x1F, 0x7F...0x9F: 0
    case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05BD, 0x0610...0x061A, 0x064B...0x065F: 0
    case 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x200B...0x200F, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F:
      0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF: 2
    case 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF: 2
    case 0x1F900...0x1FAFF, 0x20000...0x3FFFD: 2
    default: 1
    }
  }
}
