internal import LineContent
internal import LogStore

extension Query {
  /// What a block must hold for a line of it to be a hit; see ``TokenRequirement``.
  package var indexExpression: TokenRequirement { expression.indexExpression }
}

extension QueryExpression {
  /// As ``Query/indexExpression``, for a part of a query. ``TokenRequirement/any`` for what is not in a line's words: its
  /// level, its container, its stream.
  package var indexExpression: TokenRequirement {
    switch self {
    case .word(let bytes), .literal(let bytes): RequiredText(bytes).requirement
    case .prefix(let bytes), .literalPrefix(let bytes): RequiredText(bytes, isClosedAfter: false).requirement
    case .suffix(let bytes): RequiredText(bytes, isClosedBefore: false).requirement
    case .substring(let bytes):
      RequiredText(bytes, isClosedBefore: false, isClosedAfter: false).requirement
    case .regex(let expression): RequiredWords.requirement(of: expression)
    case .field(let path, let test): .field(path, test)
    // A block that has the word may well have lines without it.
    case .not, .all, .level, .container, .project, .resource, .stream: .any
    case .and(let operands): .conjunction(operands.map(\.indexExpression))
    case .or(let operands): .disjunction(operands.map(\.indexExpression))
    }
  }
}
