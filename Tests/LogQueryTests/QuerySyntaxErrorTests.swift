import LogQuery
import TestSupport
import Testing

struct QuerySyntaxErrorTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    let reason: QuerySyntaxError.Reason
    let offset: Int

    init(_ text: String, _ reason: QuerySyntaxError.Reason, at offset: Int) {
      self.text = text
      self.reason = reason
      self.offset = offset
    }

    var testDescription: String { text }
  }

  static let cases = [
    Case(#"a "b"#, .unclosedQuote, at: 2),
    Case(#"a "b\""#, .unclosedQuote, at: 2),
    Case(#"a "b\"#, .unknownEscape, at: 4),
    Case(#""a\n""#, .unknownEscape, at: 2),
    Case(#"a """#, .emptyQuotes, at: 2),
    Case(#"say"hi""#, .quoteInsideWord, at: 3),
    Case(#""hi"there"#, .quoteInsideWord, at: 3),
    Case(#""hi"**"#, .quoteInsideWord, at: 4),
    Case("(a b", .unclosedParenthesis, at: 0),
    Case("a (", .unclosedParenthesis, at: 2),
    Case("a b)", .unopenedParenthesis, at: 3),
    Case(") a", .unopenedParenthesis, at: 0),
    Case("a ()", .emptyParentheses, at: 2),
    Case("main()", .parenthesisInsideWord, at: 4),
    Case("(a)b", .parenthesisInsideWord, at: 2),
    Case(#""main"("#, .parenthesisInsideWord, at: 6),
    Case("OR a", .nothingBefore(operator: "OR"), at: 0),
    Case("(AND a)", .nothingBefore(operator: "AND"), at: 1),
    Case("-OR", .nothingBefore(operator: "OR"), at: 1),
    Case("a OR", .nothingAfter(operator: "OR"), at: 2),
    Case("a OR OR b", .nothingAfter(operator: "OR"), at: 2),
    Case("(a AND ) b", .nothingAfter(operator: "AND"), at: 3),
    Case("a NOT", .nothingAfter(operator: "NOT"), at: 2),
    Case("é - b", .loneMinus, at: 3),
    Case("a -", .loneMinus, at: 2),
    Case("(a -)", .loneMinus, at: 3),
    Case("--verbose", .repeatedMinus, at: 0),
    Case("a b*c", .starInside(word: "b*c"), at: 3),
    Case("*b*c*", .starInside(word: "b*c"), at: 2),
    Case("**", .starAlone, at: 0),
    Case("**a", .starInside(word: "*a"), at: 1),
    Case(#"*a"b""#, .quoteInsideWord, at: 2),
    Case("/time(out", .unclosedRegularExpression, at: 0),
    Case("/a|b/g", .unknownFlags("g"), at: 5),
    Case("a /b(/", .invalidRegularExpression("missing closing parenthesis"), at: 5),
    Case("x:/b[/", .invalidRegularExpression("missing terminating ] for character class"), at: 5),
    Case("/a/(b)", .parenthesisInsideWord, at: 3),
    Case("foo:", .noValue(name: "foo"), at: 3),
    Case("a foo>= b", .noValue(name: "foo"), at: 6),
    Case("(foo:)", .noValue(name: "foo"), at: 4),
    Case("foo:(a OR b)", .groupOfValues(name: "foo"), at: 4),
    Case("foo:a(b)", .parenthesisInsideWord, at: 5),
    Case(#"foo:a"b""#, .quoteInsideWord, at: 4),
    Case(#"foo:"a"b"#, .quoteInsideWord, at: 6),
    Case(#"foo:"a"#, .unclosedQuote, at: 4),
    Case("took>12ms", .notANumber("12ms", name: "took"), at: 5),
    Case("took>1e999", .notANumber("1e999", name: "took"), at: 5),
    Case("List<String>", .notANumber("String>", name: "List"), at: 5),
    Case("level:high", .unknownLevel("high"), at: 6),
    Case("level>=*", .unknownLevel("*"), at: 7),
    Case("level:", .noValue(name: "level"), at: 5),
    Case("stream:out", .unknownStream("out"), at: 7),
    Case("container>web", .noOrder(name: "container"), at: 0),
    Case("container:we[b", .invalidGlob("the bracket is not closed"), at: 10),
    Case(#"project:"""#, .emptyQuotes, at: 8),
  ]

  @Test(arguments: cases)
  func malformedQueryIsAnsweredWithItsPlace(_ testCase: Case) throws {
    let error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: testCase.text) }
    #expect(error.reason == testCase.reason)
    #expect(error.offset == testCase.offset)
    #expect(error.query == testCase.text)
    #expect(!error.hint.isEmpty)
  }

  @Test func tooLongQueryIsRefused() throws {
    let error = try #require(throws: QuerySyntaxError.self) {
      try Query(parsing: String(repeating: "a", count: 64 * 1024 + 1))
    }
    #expect(error.reason == .tooLong)
  }

  @Test(arguments: ["(", "-(", "NOT ", "-"])
  func tooDeepQueryIsRefused(_ opening: String) throws {
    let error = try #require(throws: QuerySyntaxError.self) {
      try Query(parsing: String(repeating: opening, count: 10_000) + "a")
    }
    #expect(error.reason == .tooDeep || error.reason == .repeatedMinus)
  }

  @Test func placeIsSaidInCharacters() throws {
    let error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: "日本 (") }
    #expect(error.offset == 7)
    #expect(error.characterOffset == 3)
    #expect(error.description.contains("at character 4"))
  }

  @Test func noTextCrashesTheParser() throws {
    var random = SplitMix64(seed: 7)
    let pieces = [
      "a", "OR", "AND", "NOT", "-", "(", ")", "\"", "*", " ", "\\", "é", "\u{0}", ":", "/", "level", ">", "=",
      "5", "[", ".",
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      switch Result(catching: { () throws(QuerySyntaxError) in try Query(parsing: text) }) {
      case .success(let query):
        if try Query(parsing: query.description) != query { Issue.record("\(text)") }
      case .failure(let error):
        if error.offset > text.utf8.count { Issue.record("\(text)") }
      }
    }
  }
}
