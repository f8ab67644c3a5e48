import LogQuery
import LogStore
import Testing

struct LineMatcherTests {
  struct Case: CustomTestStringConvertible {
    let query: String
    let line: String
    let isHit: Bool

    init(_ query: String, _ line: String, _ isHit: Bool) {
      self.query = query
      self.line = line
      self.isHit = isHit
    }

    var testDescription: String { "\(query) in \(line)" }
  }

  static let cases = [
    Case("error", "An ERROR occurred", true),
    Case("error", "errors occurred", false),
    Case("error", "my_error", false),
    Case("error", "error", true),
    Case("error", "", false),
    Case("error", "eerror error", true),
    Case("e", "é", false),
    Case("É", "é", false),
    Case("é", "caf é", true),
    Case("time*", "timeout", true),
    Case("time*", "a runtime", false),
    Case("status=500", "path=/a status=500 took", true),
    Case("status=50", "status=500", false),
    Case("status=50*", "STATUS=500", true),
    Case("status=50*", "xstatus=500", false),
    Case("\"=>\"", "a=>b", true),
    Case("\"=>\"", "=>", true),
    Case("/api/v1", "GET/api/v1/users", true),
    Case("/api/v1", "GET/api/v12", false),
    Case("\"connection refused\"", "Connection Refused: 10.0.0.1", true),
    Case("\"connection refused\"", "connection was refused", false),
    Case("a b", "b a", true),
    Case("a b", "a", false),
    Case("a OR b", "b", true),
    Case("-a", "b", true),
    Case("-a", "a", false),
    Case("-(a OR b) c", "c", true),
    Case("-(a OR b) c", "c b", false),
    Case("-*", "a", false),
    Case("", "", true),
    Case("end", "a line that is longer than a block and has the word at its very end", true),
    Case("end", "a line that is longer than a block and has the word at its very en", false),
  ]

  @Test(arguments: cases)
  func lineIsJudged(_ testCase: Case) throws {
    let matcher = LineMatcher(try Query(parsing: testCase.query))
    #expect(matcher.matches(Array(testCase.line.utf8)) == testCase.isHit)
  }

  @Test func nulAndBytesThatAreNotUTF8AreBytes() throws {
    let error = LineMatcher(try Query(parsing: "error"))
    #expect(error.matches([0, 0, 0x65, 0x72, 0x72, 0x6F, 0x72, 0]))
    #expect(!error.matches([0xFF] + Array("error".utf8)), "0xFF is a token byte")
  }

  @Test func wordAtAnyPlaceOfLinesOfAnyLengthIsFound() throws {
    let matcher = LineMatcher(try Query(parsing: "needle"))
    for length in 6...80 {
      for place in 0...(length - 6) {
        var line = [UInt8](repeating: UInt8(ascii: "."), count: length)
        line.replaceSubrange(place..<place + 6, with: "NeeDle".utf8)
        #expect(matcher.matches(line), "\(length), \(place)")
      }
    }
  }

  @Test func matcherAgreesWithTheReference() {
    var source = RandomQuery(random: SplitMix64(seed: 0x51EE))
    var hits = 0
    for _ in 0..<20_000 {
      let expression = source.expression(depth: 3)
      let matcher = LineMatcher(Query(expression: expression))
      for _ in 0..<5 {
        let line = source.line()
        let isHit = matcher.matches(line)
        hits += isHit ? 1 : 0
        #expect(isHit == ReferenceMatcher.matches(expression, line), "\(expression) in \(line)")
      }
    }
    #expect(hits > 10_000 && hits < 90_000, "\(hits) of 100,000: the test says little")
  }

  @Test func highlightIsWhatWasFoundAndNotWhatWasExcluded() throws {
    let matcher = LineMatcher(try Query(parsing: "error time* -debug"))
    let line = Array("ERROR: timeout, error time".utf8)
    #expect(matcher.matchedRanges(in: line) == [0..<5, 7..<11, 16..<21, 22..<26])
  }

  @Test func highlightsThatOverlapAreOne() throws {
    let matcher = LineMatcher(try Query(parsing: #""a b" OR "b c""#))
    #expect(matcher.matchedRanges(in: Array("a b c".utf8)) == [0..<5])
  }

  @Test func tokensAreThoseOfTheIndex() {
    for byte in UInt8.min...UInt8.max {
      #expect(TokenBytes.isToken(byte) == (Token.folded[Int(byte)] != 0))
      if TokenBytes.isToken(byte) { #expect(TokenBytes.lowercased(byte) == Token.folded[Int(byte)]) }
    }
  }
}

extension LineMatcher {
  // The macros of the tests can't take a span apart.
  func matches(_ line: [UInt8]) -> Bool { matches(line.span.bytes) }

  func matchedRanges(in line: [UInt8]) -> [Range<Int>] { matchedRanges(in: line.span.bytes) }
}
