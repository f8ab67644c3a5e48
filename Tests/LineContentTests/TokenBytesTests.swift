import LineContent
import Testing

struct TokenBytesTests {
  @Test func tokenBytesAreLettersDigitsTheUnderscoreAndWhatIsNotASCII() {
    let ascii = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8)
    for byte in UInt8.min...UInt8.max {
      #expect(TokenBytes.isToken(byte) == (byte >= 0x80 || ascii.contains(byte)), "\(byte)")
      #expect(TokenBytes.isDigit(byte) == "0123456789".utf8.contains(byte), "\(byte)")
    }
  }

  @Test func onlyCapitalsOfASCIIAreMadeSmall() {
    #expect(TokenBytes.lowercased(Array("AZ@[É_9".utf8)) == Array("az@[É_9".utf8))
  }

  @Test func tokensAreMaximalRuns() {
    #expect(TokenBytes.ranges(in: Array("a-b_1 é".utf8)) == [0..<1, 2..<5, 6..<8])
    #expect(TokenBytes.ranges(in: []) == [])
  }
}
