/// The distinct words of a block of text: runs of ASCII letters in any case, digits, `_` and bytes from 0x80 on, as lslog
/// has them.
struct DistinctWords {
  /// More than a block has: 256 KiB and one line of 1 MiB.
  private static let slotCount = 1 << 19
  private static let longest = 64
  /// The lower-case form of each byte that belongs in words, else 0.
  private static let folded: [UInt8] = (0...255).map { value in
    switch UInt8(value) {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(value) | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      0x80...:
      UInt8(value)
    default: 0
    }
  }

  /// The words, each followed by a space.
  private(set) var text: [UInt8] = []
  /// Open addressing over starts of words in `text`, plus one; 0 is free.
  private var slots: [UInt32] = []
  private let folded = Self.folded

  /// Forgets all words and takes those of another block.
  mutating func fill(from block: [UInt8]) {
    slots = [UInt32](repeating: 0, count: Self.slotCount)
    text.removeAll(keepingCapacity: true)
    text.reserveCapacity(block.count + 1)
    var start = 0
    var hash: UInt64 = 0
    for byte in block {
      let letter = folded[Int(byte)]
      if letter == 0 {
        if text.count > start { keepIfNew(from: start, hash: hash) }
        start = text.count
        hash = 0
      } else if text.count - start < Self.longest {
        text.append(letter)
        hash = (hash ^ UInt64(letter)) &* 0x100_0000_01B3
      }
    }
    if text.count > start { keepIfNew(from: start, hash: hash) }
  }

  /// The word from `start` to the end of the text stays if it does not stand there already.
  private mutating func keepIfNew(from start: Int, hash: UInt64) {
    text.append(UInt8(ascii: " "))
    let length = text.count - start
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & (Self.slotCount - 1)
    while slots[slot] != 0 {
      if isEqual(Int(slots[slot]) - 1, start, length: length) {
        text.removeLast(length)
        return
      }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    slots[slot] = UInt32(start + 1)
  }

  /// The words end in a space, so that comparing the length of one of them compares both whole.
  private func isEqual(_ left: Int, _ right: Int, length: Int) -> Bool {
    for index in 0..<length where text[left + index] != text[right + index] { return false }
    return true
  }
}
