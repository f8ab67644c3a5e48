internal import LogStore

extension Query {
  /// What a block must hold for a line of it to be a hit; see ``TokenRequirement``.
  package var indexExpression: TokenRequirement { expression.indexExpression }
}

extension QueryExpression {
  fileprivate var indexExpression: TokenRequirement {
    switch self {
    case .all: .any
    case .word(let bytes): .word(Self.cut(bytes))
    case .prefix(let bytes): .prefix(Self.cut(bytes))
    case .literal(let bytes): Self.requirement(ofLiteral: bytes, open: false)
    case .literalPrefix(let bytes): Self.requirement(ofLiteral: bytes, open: true)
    // A block that has the word may well have lines without it.
    case .not: .any
    case .and(let operands): .conjunction(operands.map(\.indexExpression))
    case .or(let operands): .disjunction(operands.map(\.indexExpression))
    }
  }

  /// Each token of a literal is a whole token of the line, by the rule at the literal's edges; only the last one of an open
  /// literal may go on.
  private static func requirement(ofLiteral bytes: [UInt8], open: Bool) -> TokenRequirement {
    let parts = TokenBytes.ranges(in: bytes).map { range -> TokenRequirement in
      let token = cut(Array(bytes[range]))
      return open && range.upperBound == bytes.count ? .prefix(token) : .word(token)
    }
    return .conjunction(parts)
  }

  private static func cut(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes.prefix(Token.indexedLength))
  }
}
