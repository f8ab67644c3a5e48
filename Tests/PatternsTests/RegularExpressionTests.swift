import Patterns
import Testing

struct RegularExpressionTests {
  private static func range(_ pattern: String, in text: String, ignoresCase: Bool = false) throws -> Range<
    Int
  >? {
    let expression = try RegularExpression(pattern, ignoresCase: ignoresCase)
    if case .match(let range) = expression.firstMatch(in: Array(text.utf8).span.bytes) { return range }
    return nil
  }

  @Test func matchIsFoundWithItsPlace() throws {
    #expect(try Self.range("b+", in: "abbc") == 1..<3)
    #expect(try Self.range("time(out|d out)", in: "it timed out") == 3..<12)
    #expect(try Self.range("x", in: "abc") == nil)
    #expect(try Self.range("", in: "") == 0..<0)
    #expect(try Self.range("^$", in: "") == 0..<0)
    #expect(try Self.range("É", in: "é", ignoresCase: true) == 0..<2)
    #expect(try Self.range("ERR", in: "an err", ignoresCase: true) == 3..<6)
  }

  @Test func anchorsAreTheEndsOfTheBytesAndADotIsAny() throws {
    #expect(try Self.range("^b", in: "a\nb") == nil)
    #expect(try Self.range("a$", in: "a\n") == nil)
    #expect(try Self.range("a.b", in: "a\nb") == 0..<3)
  }

  @Test func bytesOrCharactersAreMatched() throws {
    #expect(try Self.range("^.{2}$", in: "é") == 0..<2)
    #expect(try Self.range("^[é-ü]$", in: "é") == 0..<2)
    #expect(try !RegularExpression("a").isUnicode)
    for pattern in ["é", #"\p{L}"#, #"\x{e9}"#] { #expect(try RegularExpression(pattern).isUnicode) }
    let bytes: [UInt8] = [0xFF, 0, 0xC3, 0xA9, 0xFF]
    #expect(try RegularExpression(#"\xff\x00"#).firstMatch(in: bytes.span.bytes) == .match(0..<2))
    #expect(try RegularExpression("é").firstMatch(in: bytes.span.bytes) == .match(2..<4))
  }

  @Test func searchBeginsWhereItIsToldTo() throws {
    let expression = try RegularExpression(#"\bab"#)
    let bytes = Array("ab xab ab".utf8)
    #expect(expression.firstMatch(in: bytes.span.bytes, from: 1) == .match(7..<9))
    #expect(expression.firstMatch(in: bytes.span.bytes, from: 9) == .noMatch)
  }

  @Test(arguments: ["^(a+)+$", "^(a|aa)+$", "(a*)*b", "(.*)*=(.*)*=x"])
  func expressionGivesUpRatherThanRunForEver(_ pattern: String) throws {
    let text = Array(String(repeating: "a", count: 60).utf8) + Array("!".utf8)
    let outcome = try RegularExpression(pattern).firstMatch(in: text.span.bytes)
    #expect(outcome == .gaveUp || outcome == .noMatch)
  }

  @Test func nestedRepetitionGivesUp() throws {
    let text = Array((String(repeating: "a", count: 60) + "!").utf8)
    #expect(try RegularExpression("^(a+)+$").firstMatch(in: text.span.bytes) == .gaveUp)
  }

  @Test func plainExpressionOnAMebibyteDoesNotGiveUp() throws {
    let text = Array((String(repeating: "a b=1 ", count: 170_000) + "end").utf8)
    #expect(try RegularExpression(#"(\w+)=(\d+) end$"#).firstMatch(in: text.span.bytes) != .gaveUp)
    #expect(try RegularExpression("a.*end").firstMatch(in: text.span.bytes) == .match(0..<text.count))
  }

  @Test func whatPCRE2DoesNotTakeIsAnErrorWithItsPlace() throws {
    for (pattern, offset) in [
      ("a(b", 3), ("[a", 2), ("a{2,1}", 6), (#"\"#, 1), ("(*UTF)a", 6), (#"é\C"#, 4), ("+", 0),
    ] {
      let error = try #require(throws: RegularExpressionError.self) { try RegularExpression(pattern) }
      #expect(error.offset <= pattern.utf8.count && abs(error.offset - offset) <= 2, "\(pattern): \(error)")
      #expect(!error.reason.isEmpty)
    }
  }

  @Test func manyThreadsMatchAtTheSameTime() async throws {
    let expression = try RegularExpression("b+")
    await withTaskGroup { group in
      for number in 1...8 {
        group.addTask {
          let text = Array((String(repeating: "a", count: number) + "bb").utf8)
          for _ in 0..<1_000 {
            #expect(expression.firstMatch(in: text.span.bytes) == .match(number..<number + 2))
          }
        }
      }
    }
  }
}
