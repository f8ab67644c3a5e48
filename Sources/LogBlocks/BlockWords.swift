internal import Glibc
internal import LineContent
package import LogWire
package import TokenIndex

/// What the index keeps of a token.
///
/// The `ascii` tokenizer of FTS5 with `tokenchars '_'` cuts the same tokens, so a segment can be searched with stock
/// `sqlite3`. Source: https://www.sqlite.org/fts5.html#ascii_tokenizer
package enum Token {
  /// How many bytes of a word are indexed.
  package static let indexedLength = 64
}

/// Collects the tokens of a text block: the words for FTS5, the others as keys.
///
/// A token without a digit is a word. Of one with a digit the key is kept, and what stands before its first digit is a word,
/// too, so that the beginning of a token can be asked for. Words are in lower case and cut to ``Token/indexedLength``.
/// A block with more than ``maximumWords`` has none: all its tokens are keys then.
/// Used by one thread; memory: the distinct words, and a hash table that is kept from block to block.
package final class BlockWords {
  /// So many different words are no language; FTS5 would take more time and space than all the rest.
  package static let maximumWords = 1 << 14

  private var words = DistinctWords()
  private var masks = TokenMasks()

  package init() {}

  /// The distinct words, each followed by a space.
  package var text: [UInt8] { words.text }

  /// Collects the tokens of lines `range` of `batch`, forgetting those of before; the keys are added to `keys`.
  ///
  /// - Returns: whether the words are few enough to be indexed as such; else their keys are among `keys`.
  package func collect(_ batch: LineBatch, lines range: Range<Int>, keys: KeyCollector) -> Bool {
    words.removeAll()
    let first = batch.range(of: range.lowerBound).lowerBound
    let messages = batch.bytes
    return messages.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return true }
      let text = base + first
      masks.classify(text, count: Int(batch.lines[range.upperBound - 1].end) - first)
      return batch.lines.withUnsafeBufferPointer { lines in
        if words.collect(text, lines, range, first: first, masks, keys) { return true }
        collectKeys(text, lines, range, first: first, keys)
        return false
      }
    }
  }

  private func collectKeys(
    _ text: UnsafePointer<UInt8>, _ lines: UnsafeBufferPointer<LineBatch.Line>, _ range: Range<Int>,
    first: Int,
    _ keys: KeyCollector
  ) {
    var position = 0
    for line in range {
      let end = Int(lines[line].end) - first
      while let token = masks.nextToken(from: position, limit: end) {
        position = token.end
        keys.add(TokenKey.token(text + token.start, count: token.end - token.start))
      }
      position = end
    }
  }
}

/// A set of words: their bytes, and a hash table over them.
private struct DistinctWords: ~Copyable {
  private struct Slot {
    var key: UInt32
    /// Where the word begins in the text, plus one; 0: free.
    var start: UInt32
  }

  private static let slotCount = 4 * BlockWords.maximumWords

  private(set) var text: [UInt8] = []
  private var slots: UnsafeMutablePointer<Slot>
  private var count = 0

  init() {
    slots = .allocate(capacity: Self.slotCount)
    slots.initialize(repeating: Slot(key: 0, start: 0), count: Self.slotCount)
  }

  deinit {
    slots.deallocate()
  }

  mutating func removeAll() {
    text.removeAll(keepingCapacity: true)
    slots.update(repeating: Slot(key: 0, start: 0), count: Self.slotCount)
    count = 0
  }

  /// Adds the words of lines, and the keys of the tokens with digits to `keys`; false as soon as there are too many words.
  mutating func collect(
    _ bytes: UnsafePointer<UInt8>, _ lines: UnsafeBufferPointer<LineBatch.Line>, _ range: Range<Int>,
    first: Int,
    _ masks: borrowing TokenMasks, _ keys: KeyCollector
  ) -> Bool {
    var position = 0
    for line in range {
      let end = Int(lines[line].end) - first
      while let token = masks.nextToken(from: position, limit: end) {
        position = token.end
        var wordEnd = token.end
        if masks.hasDigit(from: token.start, to: token.end) {
          keys.add(TokenKey.token(bytes + token.start, count: token.end - token.start))
          wordEnd = token.start
          while !TokenBytes.isDigit(bytes[wordEnd]) { wordEnd += 1 }
        }
        if wordEnd > token.start { add(bytes + token.start, count: wordEnd - token.start) }
        if count > BlockWords.maximumWords { return false }
      }
      position = end
    }
    return true
  }

  @inline(__always)
  private mutating func add(_ bytes: UnsafePointer<UInt8>, count length: Int) {
    let length = min(length, Token.indexedLength)
    let key = TokenKey.token(bytes, count: length)
    var place = Int(key) & (Self.slotCount - 1)
    while slots[place].start != 0 {
      if slots[place].key == key, isEqual(Int(slots[place].start) - 1, bytes, length) { return }
      place = (place + 1) & (Self.slotCount - 1)
    }
    slots[place] = Slot(key: key, start: UInt32(text.count + 1))
    for index in 0..<length { text.append(TokenBytes.lowercased(bytes[index])) }
    text.append(UInt8(ascii: " "))
    count += 1
  }

  @inline(__always)
  private func isEqual(_ start: Int, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    text.withUnsafeBufferPointer { text in
      guard start + length < text.count, text[start + length] == UInt8(ascii: " ") else { return false }
      for index in 0..<length where text[start + index] != TokenBytes.lowercased(bytes[index]) {
        return false
      }
      return true
    }
  }
}
