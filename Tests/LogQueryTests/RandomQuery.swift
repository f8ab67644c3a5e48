import LineContent
import LogQuery
import LogWire
import Patterns
import TestSupport

/// Makes expressions in normal form, and lines that have a fair chance to be hits of them.
struct RandomQuery {
  private static let words = ["a", "ab", "abc", "error", "er", "x_1", "é", "日本", "50", "500", "or", "not"]
  private static let signs = [" ", "=", "/", "-", "\"", "\\", "(", ")", "*", ":", ".", "--"]
  private static let patterns = [
    "er+or", "a.c", "^a", "50$", "(a|b)+c", "error a", " error ", "^error | 50", "[a-f]{3}", #"\bab\b"#,
    #"\d\d"#, #"a\/b"#,
    " a? error ", "é", "[é日]", "(a+)+b", " (50|500) or ", "x_1 x_1", "(?:ab) ab ", #"\. a "#, "(?i)ERROR",
    #" a\/ab "#,
  ]
  private static let names = [
    "a", "b", "ab", "a.b", "b.a", "A.B.a", "error", "or", "x_1", "level", "container", "é",
  ]
  private static let values = [
    "a", "ab", "abc", "error", "er ab", "é", "50", "500", "5", "-1", "1.5", "1.50", "5e2", "true", "null", "",
    "a/b", "a-b",
    "x_1 a", "say \"a\"",
  ]

  var random: SplitMix64
  var isCaseSensitive = false

  mutating func expression(depth: Int) -> QueryExpression {
    switch Int.random(in: 0..<(depth == 0 ? 13 : 18), using: &random) {
    case 0, 1: text(word(), goesOnBefore: false, open: false)
    case 2, 3: text(word(), goesOnBefore: coin(), open: coin())
    case 4, 5: text(text(), goesOnBefore: coin(), open: coin())
    case 6: .all
    case 7: regex().map(QueryExpression.regex) ?? .all
    case 8: .level(LevelTest(comparison: element(Comparison.allCases), level: element(Level.allCases)))
    case 9: context()
    case 10...12:
      .field(FieldPath(Array(element(Self.names).utf8), isCaseSensitive: isCaseSensitive), fieldTest())
    case 13: .negation(expression(depth: depth - 1))
    case 14, 15: .conjunction(operands(depth: depth - 1))
    default: .disjunction(operands(depth: depth - 1))
    }
  }

  private mutating func operands(depth: Int) -> [QueryExpression] {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in expression(depth: depth) }
  }

  private mutating func text(_ text: String, goesOnBefore: Bool, open: Bool) -> QueryExpression {
    .text(Array(text.utf8), goesOnBefore: goesOnBefore, open: open, isCaseSensitive: isCaseSensitive)
  }

  private mutating func regex() -> RegularExpression? {
    try? RegularExpression(element(Self.patterns), ignoresCase: coin())
  }

  private mutating func context() -> QueryExpression {
    let name = element(["web", "api*", "*", "b?og", "[s]hop", "0b77", "api-1"])
    guard let glob = try? Glob(name) else { return .all }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .container(ContainerPattern(text: name, glob: glob))
    case 1: return .project(glob)
    case 2: return .resource(glob)
    default: return .stream(coin() ? .stdout : .stderr)
    }
  }

  private mutating func fieldTest() -> FieldTest {
    let value = Array(element(Self.values).utf8)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return .exists
    case 1: return .number(element([.less, .lessOrEqual, .greater, .greaterOrEqual]), number())
    case 2: return regex().map(FieldTest.regex) ?? .exists
    case 3: return Decimal(value).map(FieldTest.decimal) ?? .exists
    case 4: return .text(FieldPattern([value], isCaseSensitive: isCaseSensitive))
    default:
      var parts = [value, Array(element(["", "a", "b", "0"]).utf8)]
      if coin() { parts.insert(Array(element(["", "a", "/"]).utf8), at: coin() ? 0 : 1) }
      return .text(FieldPattern(parts, isCaseSensitive: isCaseSensitive))
    }
  }

  private mutating func number() -> FieldNumber {
    FieldNumber(element(["0", "50", "-1", "1.5", "500", "5e2", "-0.5"])) ?? number()
  }

  private mutating func word() -> String { element(Self.words) }
  private mutating func sign() -> String { element(Self.signs) }
  private mutating func coin() -> Bool { Bool.random(using: &random) }

  private mutating func element<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: list.indices, using: &random)]
  }

  private mutating func text() -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in coin() ? word() : sign() }.joined()
  }
}

extension RandomQuery {
  /// A line out of the same pieces, in changing case, with NULs and bytes that are not UTF-8, with fields and levels among them.
  mutating func line() -> [UInt8] {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return Array(object(depth: 0).utf8)
    case 1: return Array((level() + " ").utf8) + pieces() + Array(" \(object(depth: 0))".utf8)
    case 2: return Array("\(pairs()) ".utf8) + pieces()
    default: return pieces()
    }
  }

  private mutating func pieces() -> [UInt8] {
    var line: [UInt8] = []
    for _ in 0..<Int.random(in: 0...14, using: &random) {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: line.append(UInt8.random(in: 0...255, using: &random))
      case 1: line.append(0)
      case 2, 3: line += Array(sign().utf8)
      case 4: line += Array(word().uppercased().utf8)
      default: line += Array((word() + " ").utf8)
      }
    }
    return line
  }

  private mutating func level() -> String {
    element(["[error]", "WARN", "level=info", "ERROR:", "<4>", "x"])
  }

  private mutating func pairs() -> String {
    (0..<Int.random(in: 1...4, using: &random))
      .map { _ in "\(element(Self.names))=\(coin() ? element(["a", "AB", "50", "1.50", "error,"]) : quoted())"
      }
      .joined(separator: " ")
  }

  /// No null in an array, and nothing empty: the reference does not see those.
  private mutating func object(depth: Int) -> String {
    let members = (0..<Int.random(in: 1...3, using: &random)).map { _ in "\(key()):\(value(depth: depth))" }
    return "{\(members.joined(separator: coin() ? "," : " , "))}"
  }

  private mutating func key() -> String {
    element(["\"a\"", "\"b\"", "\"A\"", "\"error\"", "\"a.b\"", "\"level\"", #""\u0061""#])
  }

  private mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth < 3 ? 8 : 5), using: &random) {
    case 0: element(["50", "500", "-1", "1.5", "1.500", "5e2", "true"])
    case 1: element(["null", "false", "NaN"])
    case 2...4: quoted()
    case 5: "[\(quoted()), 50]"
    case 6: "[\(object(depth: depth + 1))]"
    default: object(depth: depth + 1)
    }
  }

  private mutating func quoted() -> String {
    let escaped = [
      #"\u0061"#, #"\u00e9"#, #"say \"a\""#, #"a\/b"#, #"er\u0020ab"#, #"x\nerror"#, #"\ud83d\ude00"#,
    ]
    let plain = element(Self.values.filter { !$0.contains("\"") })
    return
      "\"\(Int.random(in: 0..<3, using: &random) == 0 ? element(escaped) : coin() ? plain : plain.uppercased())\""
  }
}
