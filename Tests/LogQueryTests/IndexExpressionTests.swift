import LogQuery
import LogStore
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
    Case(String(repeating: "x", count: 100), word(String(repeating: "x", count: 64))),
    Case(String(repeating: "x", count: 100) + "*", prefix(String(repeating: "x", count: 64))),
  ]

  @Test(arguments: cases)
  func requirementIsDerived(_ testCase: Case) throws {
    #expect(try Query(parsing: testCase.query).indexExpression == testCase.requirement)
  }

  /// The one thing that must never happen: a hit in a block that the index left out.
  @Test func everyHitSatisfiesTheRequirement() {
    var source = RandomQuery(random: SplitMix64(seed: 0x1DE))
    for _ in 0..<20_000 {
      let query = Query(expression: source.expression(depth: 3))
      for _ in 0..<5 {
        let line = source.line()
        guard LineMatcher(query).matches(line.span.bytes) else { continue }
        let tokens = ReferenceMatcher.tokens(of: line).map { Array($0.prefix(64)) }
        #expect(Self.isSatisfied(query.indexExpression, by: tokens), "\(query) in \(line)")
      }
    }
  }

  private static func isSatisfied(_ requirement: TokenRequirement, by tokens: [[UInt8]]) -> Bool {
    switch requirement {
    case .any: true
    case .word(let bytes): tokens.contains(bytes)
    case .prefix(let bytes): tokens.contains { $0.starts(with: bytes) }
    case .all(let parts): parts.allSatisfy { isSatisfied($0, by: tokens) }
    case .either(let parts): parts.contains { isSatisfied($0, by: tokens) }
    }
  }
}
