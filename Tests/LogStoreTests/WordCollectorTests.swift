import LogStore
import SQLite
import Testing

struct WordCollectorTests {
  /// The tokens of a message, written as plainly as possible.
  private static func naiveTokens(_ message: [UInt8]) -> [[UInt8]] {
    message.split {
      !($0 >= 0x80 || $0 == 0x5F || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF))
    }
    .map { token in token.prefix(Token.indexedLength).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 } }
  }

  private static func collected(_ messages: [[UInt8]], with collector: inout WordCollector) -> [[UInt8]] {
    collector.removeAll()
    for message in messages { collector.add(message.span.bytes) }
    return collector.text.split(separator: 0x20, omittingEmptySubsequences: true).map(Array.init)
  }

  private static func message(_ random: inout SeededRandom) -> [UInt8] {
    var message: [UInt8] = []
    for _ in 0..<random.number(0...12) {
      switch random.number(0...5) {
      case 0: message += random.bytes(random.number(0...10))
      case 1: message += Array("Status=\(random.number(0...20))".utf8)
      case 2: message += Array(repeating: UInt8(ascii: "x"), count: random.number(60...70))
      case 3: message += Array("déjà_VU ".utf8)
      default: message += Array("word\(random.number(0...9)) ".utf8)
      }
    }
    return message
  }

  @Test func wordsAreThoseOfANaiveTokenizerEachOnce() {
    var random = SeededRandom(seed: 9)
    var collector = WordCollector()
    for _ in 0..<500 {
      let messages = (0..<random.number(0...20)).map { _ in Self.message(&random) }
      let words = Self.collected(messages, with: &collector)
      #expect(Set(words).count == words.count)
      #expect(Set(words) == Set(messages.flatMap(Self.naiveTokens)))
    }
  }

  @Test func tableGrowsForManyWords() {
    var collector = WordCollector()
    let messages = (0..<50_000).map { Array("w\($0) W\($0)".utf8) }
    for _ in 0..<2 {
      let words = Self.collected(messages, with: &collector)
      #expect(words.count == 50_000 && Set(words).count == 50_000)
    }
  }

  @Test func stockTokenizerCutsTheSameTokens() throws {
    var random = SeededRandom(seed: 10)
    let database = try Connection(path: ":memory:", mode: .create)
    try database.execute(
      """
      CREATE VIRTUAL TABLE lines USING fts5(message, tokenize="ascii tokenchars '_'");
      CREATE VIRTUAL TABLE terms USING fts5vocab(lines, row)
      """)
    let insert = try database.prepare("INSERT INTO lines(message) VALUES(?1)")
    var collector = WordCollector()
    for _ in 0..<200 {
      let message = Self.message(&random).map { $0 == 0 ? 1 : $0 }
      // Only the collector cuts long tokens.
      guard Self.naiveTokens(message).allSatisfy({ $0.count < Token.indexedLength }) else { continue }
      try database.execute("DELETE FROM lines")
      try insert.bind(text: message, at: 1)
      try insert.run()
      let terms = try database.prepare("SELECT CAST(term AS BLOB) FROM terms")
      var stock: Set<[UInt8]> = []
      while try terms.step() { stock.insert(terms.bytes(at: 0)) }
      #expect(Set(Self.collected([message], with: &collector)) == stock)
    }
  }
}
