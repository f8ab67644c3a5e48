/// Turns the tokens of a query into an expression, by recursive descent.
///
///     alternatives := conjunction ("OR" conjunction)*
///     conjunction  := operand ("AND"? operand)*
///     operand      := ("NOT" | "-") operand | "(" alternatives ")" | text | test
///
/// Recursion is bounded by ``Query/maximumDepth``.
struct QueryParser {
  private let text: String
  private let tokens: [QueryToken]
  private var position = 0
  private var depth = 0

  init(text: String, tokens: [QueryToken]) {
    self.text = text
    self.tokens = tokens
  }

  /// The expression of the whole query; no tokens at all give ``QueryExpression/all``.
  mutating func parse() throws(QuerySyntaxError) -> QueryExpression {
    if tokens.isEmpty { return .all }
    let expression = try alternatives()
    if let rest = next { throw failure(.unopenedParenthesis, at: rest) }
    return expression
  }

  private var next: QueryToken? { position < tokens.count ? tokens[position] : nil }

  private mutating func alternatives() throws(QuerySyntaxError) -> QueryExpression {
    var operands = [try conjunction()]
    while next?.kind == .or {
      position += 1
      operands.append(try conjunction())
    }
    return .disjunction(operands)
  }

  private mutating func conjunction() throws(QuerySyntaxError) -> QueryExpression {
    var operands = [try operand()]
    while let token = next, token.kind != .or, token.kind != .closeParenthesis {
      if token.kind == .and { position += 1 }
      operands.append(try operand())
    }
    return .conjunction(operands)
  }

  private mutating func operand() throws(QuerySyntaxError) -> QueryExpression {
    guard let token = next else { throw missingOperand(before: nil) }
    switch token.kind {
    case .operand(let expression):
      position += 1
      return expression
    case .not, .minus:
      try descend(at: token)
      position += 1
      let negated = try operand()
      depth -= 1
      return .negation(negated)
    case .openParenthesis: return try group(openedBy: token)
    case .and, .or, .closeParenthesis: throw missingOperand(before: token)
    }
  }

  private mutating func group(openedBy opening: QueryToken) throws(QuerySyntaxError) -> QueryExpression {
    try descend(at: opening)
    position += 1
    if next?.kind == .closeParenthesis { throw failure(.emptyParentheses, at: opening) }
    if next == nil { throw failure(.unclosedParenthesis, at: opening) }
    let expression = try alternatives()
    guard next?.kind == .closeParenthesis else { throw failure(.unclosedParenthesis, at: opening) }
    position += 1
    depth -= 1
    return expression
  }

  private mutating func descend(at token: QueryToken) throws(QuerySyntaxError) {
    depth += 1
    if depth > Query.maximumDepth { throw failure(.tooDeep, at: token) }
  }

  /// Names the operator that waits for an operand: the one before this place, else the one that stands here.
  private func missingOperand(before token: QueryToken?) -> QuerySyntaxError {
    if position > 0 {
      let previous = tokens[position - 1]
      switch previous.kind {
      case .and: return failure(.nothingAfter(operator: "AND"), at: previous)
      case .or: return failure(.nothingAfter(operator: "OR"), at: previous)
      case .not: return failure(.nothingAfter(operator: "NOT"), at: previous)
      default: break
      }
    }
    guard let token else { return failure(.unclosedParenthesis, at: tokens[tokens.count - 1]) }
    switch token.kind {
    case .and: return failure(.nothingBefore(operator: "AND"), at: token)
    case .or: return failure(.nothingBefore(operator: "OR"), at: token)
    default: return failure(.unopenedParenthesis, at: token)
    }
  }

  private func failure(_ reason: QuerySyntaxError.Reason, at token: QueryToken) -> QuerySyntaxError {
    QuerySyntaxError(query: text, offset: token.range.lowerBound, reason: reason)
  }
}
