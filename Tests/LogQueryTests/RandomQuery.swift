import LogQuery

/// Makes expressions in normal form, and lines that have a fair chance to be hits of them.
struct RandomQuery {
  private static let words = ["a", "ab", "abc", "error", "er", "x_1", "é", "日本", "50", "500", "or", "not"]
  private static let signs = [" ", "=", "/", "-", "\"", "\\", "(", ")", "*", ":", ".", "--"]

  var random: SplitMix64

  mutating func expression(depth: Int) -> QueryExpression {
    switch Int.random(in: 0..<(depth == 0 ? 5 : 9), using: &random) {
    case 0: return .text(Array(word().utf8), open: false)
    case 1: return .text(Array(word().utf8), open: true)
    case 2, 3: return .text(Array(text().utf8), open: Bool.random(using: &random))
    case 4: return .all
    case 5: return .negation(expression(depth: depth - 1))
    case 6, 7: return .conjunction(operands(depth: depth - 1))
    default: return .disjunction(operands(depth: depth - 1))
    }
  }

  private mutating func operands(depth: Int) -> [QueryExpression] {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in expression(depth: depth) }
  }

  /// A line out of the same pieces, in changing case, with NULs and bytes that are not UTF-8 among them.
  mutating func line() -> [UInt8] {
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

  private mutating func text() -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in Bool.random(using: &random) ? word() : sign() }
      .joined()
  }

  private mutating func word() -> String { Self.words.randomElement(using: &random) ?? "a" }

  private mutating func sign() -> String { Self.signs.randomElement(using: &random) ?? "=" }
}
