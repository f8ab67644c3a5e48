import LineContent
import LogBlocks
import LogWire
import SQLite
import TestSupport
import Testing
import TokenIndex

struct BlockWordsTests {
  private struct Collected {
    var words: [[UInt8]]
    var keys: KeyCollector
  }

  private static func collected(_ messages: [[UInt8]], with words: BlockWords, skipping first: Int = 0)
    -> Collected
  {
    let keys = KeyCollector()
    let batch = LineBatch(messages.map { TestLine($0, at: 0) })
    _ = words.collect(batch, lines: first..<messages.count, keys: keys)
    return Collected(words: words.text.split(separator: 0x20).map(Array.init), keys: keys)
  }

  /// The words of a message, as plainly as possible: tokens without a digit, and what of others stands before it.
  private static func naiveWords(_ message: [UInt8]) -> [[UInt8]] {
    SplitLine.tokens(message).compactMap { token in
      let stem = token.prefix { !TokenBytes.isDigit($0) }.prefix(Token.indexedLength)
      return stem.isEmpty ? nil : TokenBytes.lowercased(stem)
    }
  }

  private static func naiveKeys(_ messages: [[UInt8]]) -> Set<UInt32> {
    Set(
      messages.flatMap(SplitLine.tokens).filter { $0.contains(where: TokenBytes.isDigit) }
        .map { TokenKey.token(TokenBytes.lowercased($0).span.bytes) })
  }

  private static func message(_ random: inout SplitMix64) -> [UInt8] {
    var message: [UInt8] = []
    for _ in 0..<random.number(0...12) {
      switch random.number(0...6) {
      case 0: message += random.bytes(random.number(0...10))
      case 1: message += Array("Status=\(random.number(0...20))".utf8)
      case 2: message += Array(repeating: UInt8(ascii: "x"), count: random.number(60...70))
      case 3: message += Array("déjà_VU ".utf8)
      case 4:
        message += Array(repeating: UInt8(ascii: "y"), count: random.number(60...70)) + Array("7z ".utf8)
      default: message += Array("word\(random.number(0...9)) Word".utf8)
      }
    }
    return message
  }

  @Test func wordsAreThoseOfANaiveTokenizerEachOnce() {
    var random = SplitMix64(seed: 9)
    let words = BlockWords()
    for _ in 0..<500 {
      let messages = (0..<random.number(1...20)).map { _ in Self.message(&random) }
      let first = random.number(0...messages.count - 1)
      let found = Self.collected(messages, with: words, skipping: first)
      #expect(Set(found.words).count == found.words.count)
      #expect(Set(found.words) == Set(messages[first...].flatMap(Self.naiveWords)))
      #expect(found.keys.count == Self.naiveKeys(Array(messages[first...])).count)
    }
  }

  @Test func tokenThatGoesOnInTheNextLineIsTwo() {
    let found = Self.collected([Array("ab".utf8), Array("cd9".utf8), Array("9e f".utf8)], with: BlockWords())
    #expect(found.words == [Array("ab".utf8), Array("cd".utf8), Array("f".utf8)])
    #expect(found.keys.count == 2)
  }

  @Test func tableGrowsForManyWords() {
    let words = BlockWords()
    let messages = (0..<12_000).map { Array("w\(Corpus.name($0)) W\(Corpus.name($0))".utf8) }
    for _ in 0..<2 {
      let found = Self.collected(messages, with: words).words
      #expect(found.count == 12_000 && Set(found).count == 12_000)
    }
  }

  /// Who searches a segment with stock `sqlite3` asks for tokens as FTS5 cuts them.
  @Test func stockTokenizerCutsTheSameTokens() throws {
    var random = SplitMix64(seed: 10)
    let database = try Connection(path: ":memory:", mode: .create)
    try database.execute(
      """
      CREATE VIRTUAL TABLE lines USING fts5(message, tokenize="ascii tokenchars '_'");
      CREATE VIRTUAL TABLE terms USING fts5vocab(lines, row)
      """)
    let insert = try database.prepare("INSERT INTO lines(message) VALUES(?1)")
    let words = BlockWords()
    for _ in 0..<200 {
      let message = Self.message(&random).map { $0 == 0 ? 1 : $0 }
      // Only the collector cuts long tokens.
      guard SplitLine.tokens(message).allSatisfy({ $0.count < Token.indexedLength }) else { continue }
      try database.execute("DELETE FROM lines")
      try insert.bind(text: message, at: 1)
      try insert.run()
      let terms = try database.prepare("SELECT CAST(term AS BLOB) FROM terms")
      var stock: Set<[UInt8]> = []
      while try terms.step() { stock.insert(terms.bytes(at: 0)) }
      let found = Self.collected([message], with: words)
      let withDigit = stock.filter { $0.contains(where: TokenBytes.isDigit) }
      let stems = withDigit.map { Array($0.prefix { !TokenBytes.isDigit($0) }) }.filter { !$0.isEmpty }
      #expect(Set(found.words) == stock.subtracting(withDigit).union(stems))
      #expect(found.keys.count == Set(withDigit.map { TokenKey.token($0.span.bytes) }).count)
    }
  }
}
