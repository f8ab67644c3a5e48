import TestSupport
import Testing
import TokenIndex

@Suite struct TokenKeyTests {
  private func key(_ text: String) -> UInt32 {
    key(Array(text.utf8))
  }

  private func key(_ bytes: some Collection<UInt8>) -> UInt32 {
    let bytes = Array(bytes)
    return TokenKey.token(bytes.span.bytes)
  }

  /// Adds 0x20 to capitals.
  private func lowercased(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 0x20 : $0 }
  }

  @Test func theKeysNeverChange() {
    #expect(key("") == 0)
    #expect(key("a") == 1_901_493_087)
    #expect(key("error") == 3_625_434_936)
    #expect(key("GET /api") == 647_626_805)
    #expect(key("b7ad6b7169203331") == 3_166_159_584)
    #expect(key("a-token-that-is-longer-than-two-words") == 2_239_301_644)
    #expect(TokenKey.template(0) == 1_180_856_009)
    #expect(TokenKey.template(1) == 2_619_796_792)
  }

  @Test func lettersInEitherCaseAreAlikeAndNothingElseIs() {
    for length in [1, 2, 3, 4, 7, 8, 9, 16, 17] {
      for place in 0..<length {
        var keys: [UInt32: UInt8] = [:]
        for value in UInt8.min...UInt8.max {
          var bytes = [UInt8](repeating: UInt8(ascii: "q"), count: length)
          bytes[place] = value
          let folded = lowercased(bytes)
          let key = self.key(bytes)
          #expect(key == self.key(folded))
          let other = keys.updateValue(folded[place], forKey: key)
          #expect(other == nil || other == folded[place])
        }
      }
    }
  }

  @Test func theKeyDependsOnTheBytesOnlyWhereverTheyAre() {
    var random = SplitMix64(seed: 1)
    for length in 0...100 {
      let token = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let expected = key(token)
      for offset in 0..<16 {
        for surrounding in [0x00, 0xFF] as [UInt8] {
          let around = [UInt8](repeating: surrounding, count: 16)
          let bytes = around[..<offset] + token + around
          let copy = Array(bytes)
          let key = TokenKey.token(copy.span.bytes.extracting(offset..<(offset + length)))
          #expect(key == expected)
          copy.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            #expect(TokenKey.token(start + offset, count: length) == expected)
          }
        }
      }
    }
  }

  @Test func tokensOfDifferentLengthsDiffer() {
    let keys = (0...100).map { key([UInt8](repeating: 0, count: $0)) }
    #expect(Set(keys).count == 101)
    let same = (0...100).map { key([UInt8](repeating: 0x61, count: $0)) }
    #expect(Set(same).count == 101)
  }

  struct Tokens: CustomTestStringConvertible {
    var testDescription: String
    var make: @Sendable (Int, inout SplitMix64) -> String
  }

  static let tokens = [
    Tokens(testDescription: "decimals") { number, _ in String(number) },
    Tokens(testDescription: "padded decimals") { number, _ in "0000000000\(number + 1_000_000)" },
    Tokens(testDescription: "hex") { number, _ in String(number * 7, radix: 16) },
    Tokens(testDescription: "trace ids") { _, random in String(random.next(), radix: 16) },
    Tokens(testDescription: "UUIDs") { _, random in
      String(random.next(), radix: 16) + "-" + String(random.next(), radix: 16)
    },
    Tokens(testDescription: "prefixed") { number, _ in "user_\(number)" },
    Tokens(testDescription: "suffixed") { number, _ in "\(number)ms" },
    Tokens(testDescription: "in the middle") { number, _ in "request-\(number)-of-a-long-token" },
  ]

  @Test(arguments: tokens) func aMillionTokensCollideNoMoreThanChanceHasIt(_ tokens: Tokens) {
    var random = SplitMix64(seed: 2)
    let texts = Set((0..<1_000_000).map { tokens.make($0, &random) })
    let keys = texts.map { key($0) }
    expectChance(keys, bits: 32)
    expectChance(keys.map { $0 >> 4 }, bits: 28)
    expectChance(keys.map { $0 & 0xFFF_FFFF }, bits: 28)
  }

  /// n keys of so many bits collide about n²/2 / 2^bits times, with that variance.
  private func expectChance(_ keys: [UInt32], bits: Int) {
    let values = Double(1 << bits)
    let count = Double(keys.count)
    let load = count / values
    let expected = count * (load / 2 - load * load / 6)
    let collisions = Double(keys.count - Set(keys).count)
    #expect(abs(collisions - expected) < 6 * expected.squareRoot(), "\(collisions) where \(expected)")
  }

  @Test func templatesDifferFromEachOtherAndFromTokens() {
    let templates = Set((0..<1_000_000 as Range<UInt32>).map { TokenKey.template($0) })
    #expect(templates.count == 1_000_000)
    let tokens = Set((0..<1_000_000).map { key(String($0)) })
    let shared = Double(templates.intersection(tokens).count)
    let expected = 1e12 / Double(1 << 32)
    #expect(abs(shared - expected) < 6 * expected.squareRoot())
    for number in 0..<UInt32(1_000) {
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
      #expect(key(bytes) != TokenKey.template(number))
    }
  }
}
