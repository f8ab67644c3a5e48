/// A parsed search query.
///
/// | written | finds |
/// |---|---|
/// | `error` | lines with the token `error`, in any case |
/// | `time*` | lines with a token that begins with `time` |
/// | `status=500`, `/api/v1` | the text, not as a part of longer tokens: `status=5` does not find `status=500` |
/// | `status=5*` | the text, whose last token may go on |
/// | `"connection refused"` | the quoted text, by the same rule; `\"` and `\\` stand for `"` and `\` |
/// | `-x`, `NOT x` | lines that are not a hit of `x` |
/// | `a b`, `a AND b` | lines with both |
/// | `a OR b` | lines with one or the other; `AND` binds tighter |
/// | `( … )` | grouping |
/// | nothing, `*` | every line |
///
/// The operators are capitals only: `or` is a word. `*` is understood only at the end of a word.
package struct Query: Sendable, Equatable {
  /// What a hit must have.
  package let expression: QueryExpression

  /// The longest query that is parsed, in UTF-8 bytes.
  package static let maximumLength = 64 * 1024

  /// How deep parentheses and negations may stand in each other.
  package static let maximumDepth = 64

  /// The query that every line is a hit of.
  package static let all = Query(expression: .all)

  /// Takes an expression in normal form.
  package init(expression: QueryExpression) {
    self.expression = expression
  }

  /// Reads a query as a person types it.
  ///
  /// - Throws: ``QuerySyntaxError`` with the place and a hint, for text that is none of the forms above. An empty query is
  ///   no error.
  package init(parsing text: String) throws(QuerySyntaxError) {
    let tokens = try QueryLexer.tokens(of: text)
    var parser = QueryParser(text: text, tokens: tokens)
    self.expression = try parser.parse()
  }
}

extension Query: CustomStringConvertible {
  /// The canonical spelling, which parses to the same query.
  package var description: String { expression.description }
}
