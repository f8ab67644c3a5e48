import LineContent
import LogQuery
import LogWire
import Patterns
import TestSupport
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
    Case("-*", .nothing),
    Case("a -*", .nothing),
    Case("a OR -*", word("a")),
  ]

  private static func text(_ text: String) -> QueryExpression { .text(Array(text.utf8), open: false) }

  private static func field(_ name: String, _ test: FieldTest) -> QueryExpression {
    .field(FieldPath(Array(name.utf8)), test)
  }

  private static func field(_ name: String, _ parts: String...) -> QueryExpression {
    field(name, .text(FieldPattern(parts.map { Array($0.utf8) })))
  }

  private static func number(_ name: String, _ comparison: Comparison, _ text: String) throws
    -> QueryExpression
  {
    field(name, .number(comparison, try #require(FieldNumber(text))))
  }

  private static func decimal(_ name: String, _ text: String) throws -> QueryExpression {
    field(name, .decimal(try #require(Decimal(Array(text.utf8)))))
  }

  private static func regex(_ pattern: String, _ ignoresCase: Bool = false) throws -> QueryExpression {
    .regex(try RegularExpression(pattern, ignoresCase: ignoresCase))
  }

  private static func level(_ comparison: Comparison, _ level: Level) -> QueryExpression {
    .level(LevelTest(comparison: comparison, level: level))
  }

  static let stars = [
    Case("*out", .suffix(Array("out".utf8))),
    Case("*meo*", .substring(Array("meo".utf8))),
    Case("*=5", literal("=5")),
    Case("*=5*", .literalPrefix(Array("=5".utf8))),
    Case("*a=", .substring(Array("a=".utf8))),
    Case("*a=b", .suffix(Array("a=b".utf8))),
    Case(#"*"a b""#, .suffix(Array("a b".utf8))),
    Case(#"*"a b"*"#, .substring(Array("a b".utf8))),
    Case(#"-*"a b"*"#, .not(.substring(Array("a b".utf8)))),
  ]

  static let levels = [
    Case("level:error", level(.equal, .error)),
    Case("LEVEL:Warning", level(.equal, .warn)),
    Case("level>=warn", level(.greaterOrEqual, .warn)),
    Case("level:>=warn", level(.greaterOrEqual, .warn)),
    Case("level<info", level(.less, .info)),
    Case(#"level:"fatal""#, level(.equal, .critical)),
    Case("level:*", .level(.exists)),
    Case("stream:stderr", .stream(.stderr)),
    Case("-stream:stdout", .not(.stream(.stdout))),
    Case(".level:x", field("level", "x")),
    Case(".container:x", field("container", "x")),
  ]

  static let fields: [Case] = [
    Case("foo:bar", field("foo", "bar")),
    Case("Foo.Bar:BAZ", field("foo.bar", "baz")),
    Case("@timestamp:2026*", field("@timestamp", "2026", "")),
    Case("_id:x", field("_id", "x")),
    Case("user-agent:*curl*", field("user-agent", "", "curl", "")),
    Case("path:/api/*/x", field("path", "/api/", "/x")),
    Case("path:/api/v1", field("path", "/api/v1")),
    Case("path:/api/users", field("path", "/api/users")),
    Case("name:a**b", field("name", "a", "b")),
    Case(#"name:"two words""#, field("name", "two words")),
    Case(#"name:"two *"*"x y""#, field("name", "two *", "x y")),
    Case(#"name:"""#, field("name", "")),
    Case(#"name:"500""#, field("name", "500")),
    Case("error:*", field("error", .exists)),
    Case("error:-", field("error", "-")),
    Case("time:12:30", field("time", "12:30")),
    Case("a:x=y", field("a", "x=y")),
    Case("a:5e2", field("a", "5e2")),
    Case("a:007", field("a", "007")),
    Case("(a:b)", field("a", "b")),
    Case("a:b OR -c:d", .or([field("a", "b"), .not(field("c", "d"))])),
  ]

  @Test func numbersAndExpressionsAreParsed() throws {
    let cases = try [
      Case("status:500", Self.decimal("status", "500")),
      Case("status:-1.50", Self.decimal("status", "-1.5")),
      Case("status>=500", Self.number("status", .greaterOrEqual, "500")),
      Case("status:>=500", Self.number("status", .greaterOrEqual, "500")),
      Case("took>1.5", Self.number("took", .greater, "1.5")),
      Case("took<=1e3", Self.number("took", .lessOrEqual, "1000")),
      Case(#"took<"5""#, Self.number("took", .less, "5")),
      Case("/regex/", Self.regex("regex")),
      Case("/time(out|d out)/", Self.regex("time(out|d out)")),
      Case(#"/say "hi"/i"#, Self.regex(#"say "hi""#, true)),
      Case(#"/a\/b/"#, Self.regex(#"a\/b"#)),
      Case("-/a b/ c", .and([.not(Self.regex("a b")), Self.word("c")])),
      Case("(/a b/)", Self.regex("a b")),
      Case("/api/i", Self.regex("api", true)),
      Case("path:/^x y/i", Self.field("path", .regex(RegularExpression("^x y", ignoresCase: true)))),
      Case("container:web*", .container(ContainerPattern(text: "web*", glob: Glob("web*")))),
      Case("project:shop", .project(Glob("shop"))),
      Case(#"resource:"my [a-c]""#, .resource(Glob("my [a-c]"))),
    ]
    for testCase in cases {
      let query = try Query(parsing: testCase.text)
      #expect(query.expression == testCase.expression, "\(testCase.text)")
      #expect(try Query(parsing: query.description) == query, "\(testCase.text)")
    }
  }

  /// What has signs of the forms above, but is text.
  static let texts = [
    "http://x:80/", "10:23", "12:34:56", "::1", "std::io", #"C:\temp"#, "10.0.0.1:80", "/api/v1", "/var/log/",
    "/api/users",
    "/api", "/", "//", "a->b", "a=>b", "=>", "<html>", "2>1", "status=500", "a!=b", ":x", "-:5", ".5:a",
    ".x:5",
    "a-:5", "/a/b/c/", "[::1]:80",
  ].map { Case($0, $0.hasPrefix("-") ? .not(text(String($0.dropFirst()))) : text($0)) }

  @Test(arguments: stars + levels + fields + texts)
  func newFormIsParsed(_ testCase: Case) throws {
    let query = try Query(parsing: testCase.text)
    #expect(query.expression == testCase.expression)
    #expect(try Query(parsing: query.description) == query)
  }

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
    for number in 0..<20_000 {
      source.isCaseSensitive = number % 2 == 0
      let query = Query(expression: source.expression(depth: 4), isCaseSensitive: source.isCaseSensitive)
      let parsed = try Query(parsing: query.description, caseSensitive: query.isCaseSensitive)
      if parsed != query { Issue.record("\(query)") }
    }
  }

  @Test func caseIsKeptIfItMatters() throws {
    let query = try Query(parsing: #"Error "OR" Name:Value"#, caseSensitive: true)
    let value = FieldPattern([Array("Value".utf8)], isCaseSensitive: true)
    let name = FieldPath(Array("Name".utf8), isCaseSensitive: true)
    #expect(query.expression == .and([Self.word("Error"), Self.word("OR"), .field(name, .text(value))]))
    #expect(query.description == #"Error "OR" Name:Value"#)
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
