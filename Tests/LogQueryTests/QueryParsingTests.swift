import LogQuery
import Testing

struct QueryParsingTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    let expression: QueryExpression

    init(_ text: String, _ expression: QueryExpression) {
      self.text = text
      self.expression = expression
    }

    var testDescription: String { text }
  }

  private static func word(_ text: String) -> QueryExpression { .word(Array(text.utf8)) }
  private static func literal(_ text: String) -> QueryExpression { .literal(Array(text.utf8)) }

  static let cases = [
    Case("", .all),
    Case("  \t ", .all),
    Case("*", .all),
    Case("error", word("error")),
    Case("ERROR", word("error")),
    Case("É", word("É")),
    Case("time*", .prefix(Array("time".utf8))),
    Case("status=500", literal("status=500")),
    Case("Status=50*", .literalPrefix(Array("status=50".utf8))),
    Case("status=*", literal("status=")),
    Case("user-id", literal("user-id")),
    Case("level:error", literal("level:error")),
    Case("/regex/", literal("/regex/")),
    Case(#""error""#, word("error")),
    Case(#""error"*"#, .prefix(Array("error".utf8))),
    Case(#""Connection Refused""#, literal("connection refused")),
    Case(#""say \"hi\" \\ there""#, literal(#"say "hi" \ there"#)),
    Case(#""=>""#, literal("=>")),
    Case(#""OR""#, word("or")),
    Case(#"C:\temp"#, literal(#"c:\temp"#)),
    Case("or and not", .and([word("or"), word("and"), word("not")])),
    Case("a b", .and([word("a"), word("b")])),
    Case("a AND b", .and([word("a"), word("b")])),
    Case("a OR b c", .or([word("a"), .and([word("b"), word("c")])])),
    Case("(a OR b) c", .and([.or([word("a"), word("b")]), word("c")])),
    Case("(a b) (c d)", .and([word("a"), word("b"), word("c"), word("d")])),
    Case("(a)(b)", .and([word("a"), word("b")])),
    Case("-a", .not(word("a"))),
    Case("NOT a b", .and([.not(word("a")), word("b")])),
    Case("a NOT b", .and([word("a"), .not(word("b"))])),
    Case("NOT(a b)", .not(.and([word("a"), word("b")]))),
    Case("-(a OR b)", .not(.or([word("a"), word("b")]))),
    Case(#"-"a b""#, .not(literal("a b"))),
    Case("NOT -a", word("a")),
    Case("* a", word("a")),
    Case("* OR a", .all),
    Case("-*", .not(.all)),
  ]

  @Test(arguments: cases)
  func queryIsParsed(_ testCase: Case) throws {
    #expect(try Query(parsing: testCase.text).expression == testCase.expression)
  }

  @Test(arguments: cases)
  func canonicalSpellingMeansTheSame(_ testCase: Case) throws {
    let query = try Query(parsing: testCase.text)
    #expect(try Query(parsing: query.description) == query)
  }

  @Test func anyExpressionIsSpelledSoThatItParsesBack() throws {
    var source = RandomQuery(random: SplitMix64(seed: 0x1509_2026))
    for _ in 0..<20_000 {
      let query = Query(expression: source.expression(depth: 4))
      #expect(try Query(parsing: query.description) == query, "\(query)")
    }
  }

  @Test func sixtyFourLevelsAreParsed() throws {
    let nested = String(repeating: "(", count: 64) + "a" + String(repeating: ")", count: 64)
    #expect(try Query(parsing: nested).expression == Self.word("a"))
  }

  @Test func sixtyFourKibibytesAreParsed() throws {
    let query = try Query(parsing: String(repeating: "a ", count: 32 * 1024))
    guard case .and(let operands) = query.expression else {
      Issue.record("not a conjunction")
      return
    }
    #expect(operands.count == 32 * 1024)
  }
}
