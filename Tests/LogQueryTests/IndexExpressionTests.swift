import LogQuery
import LogStore
import TestSupport
import Testing

struct IndexExpressionTests {
  struct Case: CustomTestStringConvertible {
    let query: String
    let requirement: TokenRequirement

    init(_ query: String, _ requirement: TokenRequirement) {
      self.query = query
      self.requirement = requirement
    }

    var testDescription: String { query }
  }

  private static func word(_ text: String) -> TokenRequirement { .word(Array(text.utf8)) }
  private static func prefix(_ text: String) -> TokenRequirement { .prefix(Array(text.utf8)) }

  static let cases = [
    Case("", .any),
    Case("Error", word("error")),
    Case("time*", prefix("time")),
    Case("status=500", .all([word("status"), word("500")])),
    Case("status=50*", .all([word("status"), prefix("50")])),
    Case("status=*", word("status")),
    Case(#"" a b ""#, .all([word("a"), word("b")])),
    Case(#""=>""#, .any),
    Case("-a", .any),
    Case("a -b", word("a")),
    Case("a a", word("a")),
    Case("a a*", .all([word("a"), prefix("a")])),
    Case("a OR b", .either([word("a"), word("b")])),
    Case("a OR -b", .any),
    Case(#"a OR "=>""#, .any),
    Case("(a OR b) c=d", .all([.either([word("a"), word("b")]), word("c"), word("d")])),
    Case("*time", .any),
    Case(#"*"a b c""#, .all([word("b"), word("c")])),
    Case(#"*"a b c"*"#, .all([word("b"), prefix("c")])),
    Case("/time(out|d out)/", .any),
    Case("/^connection refused: /i", .all([word("connection"), word("refused")])),
    Case(#"/user \w+ logged in/"#, .all([word("logged"), prefix("in")])),
    Case("/ a | b /", .either([word("a"), word("b")])),
    Case("/b? (c) d{2} [e] f* /", .any),
    Case("/ ab? /", prefix("a")),
    Case("/ (?:x) /", .any),
    Case("/ (?=x) ab /", .any),
    Case("/ ÄB c /", .all([word("Äb"), word("c")])),
    Case("/ é ab /i", .any),
    Case("/failed$/", .any),
    Case("/ failed$/", word("failed")),
    Case("level:error", .any),
    Case("container:web a", word("a")),
    Case("stream:stderr", .any),
    Case("user:alice", .either([.all([word("user"), word("alice")]), .escape])),
    Case("user.id:Alice", .either([.all([word("user"), word("id"), word("alice")]), .escape])),
    Case("status:500", .either([.all([word("status"), word("500")]), .escape])),
    Case("took:1.50", .either([.all([word("took"), word("1"), prefix("5")]), .escape])),
    Case("status>=500", .either([word("status"), .escape])),
    Case("error:*", .either([word("error"), .escape])),
    Case("path:/api/*/x*", .either([.all([word("path"), word("api"), prefix("x")]), .escape])),
    Case("name:café", .either([word("name"), .escape])),
    Case("name:/a b c/", .either([word("name"), .escape])),
    Case(String(repeating: "x", count: 100), word(String(repeating: "x", count: 100))),
    Case(String(repeating: "x", count: 100) + "*", prefix(String(repeating: "x", count: 100))),
  ]

  @Test(arguments: cases)
  func requirementIsDerived(_ testCase: Case) throws {
    #expect(try Query(parsing: testCase.query).indexExpression == testCase.requirement)
  }

  /// The one thing that must never happen: a hit in a block that the index left out.
  @Test func everyHitSatisfiesTheRequirement() {
    var source = RandomQuery(random: SplitMix64(seed: 0x1DE))
    for number in 0..<40_000 {
      source.isCaseSensitive = number % 4 == 0
      let query = Query(
        expression: source.expression(depth: number % 4), isCaseSensitive: source.isCaseSensitive)
      let matcher = LineMatcher(query)
      for _ in 0..<5 {
        let line = source.line()
        guard matcher.matches(line) else { continue }
        let tokens = ReferenceMatcher().tokens(of: line)
        if Self.isSatisfied(query.indexExpression, by: tokens) { continue }
        Issue.record("\(query) in \(String(decoding: line, as: UTF8.self))")
      }
    }
  }

  private static func isSatisfied(_ requirement: TokenRequirement, by tokens: [[UInt8]]) -> Bool {
    switch requirement {
    case .any: true
    case .word(let bytes): tokens.contains(bytes)
    case .prefix(let bytes): tokens.contains { $0.starts(with: bytes) }
    case .escape: tokens.contains { $0.starts(with: "u00".utf8) }
    case .all(let parts): parts.allSatisfy { isSatisfied($0, by: tokens) }
    case .either(let parts): parts.contains { isSatisfied($0, by: tokens) }
    }
  }
}
