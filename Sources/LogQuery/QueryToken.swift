/// One piece of a query and where it stands.
struct QueryToken: Equatable {
  enum Kind: Equatable {
    /// A word, quoted text, a regular expression, a test of a field, or `*`.
    case operand(QueryExpression)
    case minus
    case not
    case and
    case or
    case openParenthesis
    case closeParenthesis
  }

  let kind: Kind
  /// The UTF-8 bytes it takes.
  let range: Range<Int>
}
