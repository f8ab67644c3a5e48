internal import LogWire

/// What a token is: a run of ASCII letters, digits, `_`, and bytes from 0x80 on; ASCII letters in any case are alike.
///
/// The `ascii` tokenizer of FTS5 with `tokenchars '_'` cuts the same runs, so a segment can be searched with stock
/// `sqlite3`. The index keeps the first ``indexedLength`` bytes of a longer token.
///
/// Source: https://www.sqlite.org/fts5.html#ascii_tokenizer
package enum Token {
  /// How many bytes of a token are indexed.
  package static let indexedLength = 64

  /// For each byte its lower-case form if it belongs in tokens, else 0.
  package static let folded: [UInt8] = (0...255).map { value in
    switch UInt8(value) {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(value) | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      0x80...:
      UInt8(value)
    default: 0
    }
  }
}

/// Collects the distinct tokens of a block, separated by spaces, as the text of its row in `words`.
///
/// Memory: the text, and a hash table of four bytes a slot that is kept from block to block.
package struct WordCollector {
  /// The distinct words so far, each followed by a space.
  package private(set) var text: [UInt8] = []
  /// Open addressing over starts of words in `text`, plus one; 0 is free.
  private var slots = [UInt32](repeating: 0, count: 1 << 14)
  private var count = 0

  package init() {}

  /// Forgets all words, keeping the memory.
  package mutating func removeAll() {
    text.removeAll(keepingCapacity: true)
    for index in slots.indices { slots[index] = 0 }
    count = 0
  }

  /// Adds the tokens of one message.
  package mutating func add(_ message: RawSpan) {
    let folded = Token.folded
    var offset = 0
    while offset < message.byteCount {
      let start = text.count
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      while offset < message.byteCount {
        let byte = folded[Int(message.byte(at: offset))]
        offset += 1
        if byte == 0 { break }
        guard text.count - start < Token.indexedLength else { continue }
        text.append(byte)
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
      if text.count > start { keepIfNew(from: start, hash: hash) }
    }
  }

  /// The word from `start` to the end of the text stays if it does not stand there already.
  private mutating func keepIfNew(from start: Int, hash: UInt64) {
    if count * 2 >= slots.count { grow(wordsBefore: start) }
    text.append(UInt8(ascii: " "))
    let length = text.count - start
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
    while slots[slot] != 0 {
      let other = Int(slots[slot]) - 1
      if isEqual(other, start, length: length) {
        text.removeLast(length)
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(start + 1)
    count += 1
  }

  /// The words end in a space, so that comparing the length of one of them compares both whole.
  private func isEqual(_ left: Int, _ right: Int, length: Int) -> Bool {
    guard left + length <= right else { return false }
    for index in 0..<length where text[left + index] != text[right + index] { return false }
    return true
  }

  /// Doubles the table. The word that begins at `limit` is not in it yet.
  private mutating func grow(wordsBefore limit: Int) {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    var start = 0
    while start < limit {
      var end = start
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      while text[end] != UInt8(ascii: " ") {
        hash = (hash ^ UInt64(text[end])) &* 0x100_0000_01B3
        end += 1
      }
      var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(start + 1)
      start = end + 1
    }
  }
}
