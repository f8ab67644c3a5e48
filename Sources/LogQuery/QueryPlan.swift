internal import LineContent
internal import LogBlocks
internal import LogStore
internal import LogWire

/// A query taken apart for searching whole blocks: a tree of operators over leaves that are asked one by one.
struct QueryPlan: Sendable {
  indirect enum Node: Sendable {
    case all
    case leaf(Int)
    case not(Node)
    case and([Node])
    case or([Node])
  }

  /// A part of the query without operators.
  struct Leaf: Sendable {
    let expression: QueryExpression
    let matcher: LineMatcher
    /// The tokens that a line must have.
    let requirement: TokenRequirement
    /// The same, with words by their number in ``QueryPlan/words``.
    fileprivate(set) var condition = Condition.any

    /// The token, in lower case, if that is all the leaf asks for.
    let word: [UInt8]?
    /// Passes each line that is a hit; nil where there is no text to look for.
    let filter: TextFilter?

    /// Whether its text has the byte that stands for a variable in templates.
    var mayMeetPlaceholder: Bool {
      switch expression {
      case .word(let text), .prefix(let text), .suffix(let text), .substring(let text), .literal(let text),
        .literalPrefix(let text):
        text.contains(TemplateSyntax.placeholder)
      default: true
      }
    }
  }

  /// A requirement whose words have numbers.
  indirect enum Condition: Sendable {
    case any
    case word(Int)
    case all([Condition])
    case either([Condition])

    /// Whether it can hold, given of each word whether it can be there.
    func mayHold(_ word: (Int) -> Bool) -> Bool {
      switch self {
      case .any: true
      case .word(let number): word(number)
      case .all(let parts): parts.allSatisfy { $0.mayHold(word) }
      case .either(let parts): parts.contains { $0.mayHold(word) }
      }
    }
  }

  let root: Node
  let leaves: [Leaf]
  let isCaseSensitive: Bool
  /// All words of all requirements, each once.
  let words: [[UInt8]]

  init(_ query: Query) {
    var builder = Builder(isCaseSensitive: query.isCaseSensitive)
    root = builder.node(query.expression)
    var numbers: [[UInt8]: Int] = [:]
    for word in builder.leaves.flatMap(\.requirement.words) where numbers[word] == nil {
      numbers[word] = numbers.count
    }
    leaves = builder.leaves.map { leaf in
      var leaf = leaf
      leaf.condition = leaf.requirement.condition(numbers)
      return leaf
    }
    isCaseSensitive = query.isCaseSensitive
    words = numbers.sorted { $0.value < $1.value }.map(\.key)
  }

  /// What could not be decided so far.
  var problems: [String] { leaves.flatMap(\.matcher.problems) }

  private struct Builder {
    let isCaseSensitive: Bool
    var leaves: [Leaf] = []

    mutating func node(_ expression: QueryExpression) -> Node {
      switch expression {
      case .all: return .all
      case .not(let operand): return .not(node(operand))
      // What most likely excludes a line is asked first.
      case .and(let operands): return .and(operands.sorted { Self.cost($0) < Self.cost($1) }.map { node($0) })
      case .or(let operands): return .or(operands.sorted { Self.cost($0) < Self.cost($1) }.map { node($0) })
      default:
        leaves.append(leaf(expression))
        return .leaf(leaves.count - 1)
      }
    }

    private func leaf(_ expression: QueryExpression) -> Leaf {
      var word: [UInt8]?
      if case .word(let bytes) = expression { word = TokenBytes.lowercased(bytes) }
      return Leaf(
        expression: expression, matcher: LineMatcher(leaf: expression, caseSensitive: isCaseSensitive),
        requirement: expression.indexExpression, word: word,
        filter: filter(expression))
    }

    private func filter(_ expression: QueryExpression) -> TextFilter? {
      switch expression {
      case .prefix(let text), .suffix(let text), .substring(let text), .literal(let text),
        .literalPrefix(let text):
        TextFilter([text], isCaseSensitive: isCaseSensitive)
      case .regex(let expression):
        RequiredWords.texts(of: expression).flatMap { TextFilter($0, isCaseSensitive: false) }
      default: nil
      }
    }

    /// What asking takes, as a rough rank.
    private static func cost(_ expression: QueryExpression) -> Int {
      switch expression {
      case .all, .container, .project, .resource: 0
      case .word, .level: 1
      case .stream: 2
      case .prefix, .literal, .literalPrefix: 3
      case .suffix, .substring: 4
      case .not(let operand): cost(operand)
      case .and(let operands), .or(let operands): operands.map(cost).max() ?? 0
      case .field: 6
      case .regex: 7
      }
    }
  }
}

extension WordExpression {
  /// What of it is looked up among the keys: whole tokens, and what marks blocks with escapes.
  var words: [[UInt8]] {
    switch self {
    case .any, .prefix: []
    case .word(let bytes): [bytes]
    case .escape: [EscapeMarker.bytes]
    case .all(let parts), .either(let parts): parts.flatMap(\.words)
    }
  }

  fileprivate func condition(_ numbers: [[UInt8]: Int]) -> QueryPlan.Condition {
    switch self {
    case .any, .prefix: .any
    case .word(let bytes): numbers[bytes].map { .word($0) } ?? .any
    case .escape: numbers[EscapeMarker.bytes].map { .word($0) } ?? .any
    case .all(let parts): .all(parts.map { $0.condition(numbers) })
    case .either(let parts): .either(parts.map { $0.condition(numbers) })
    }
  }
}
