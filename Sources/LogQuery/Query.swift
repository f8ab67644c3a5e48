/// A parsed search query.
///
/// `docs/query.md` has the language, with its grammar.
///
/// | written | finds |
/// |---|---|
/// | `error` | lines with the token `error`, in any case |
/// | `time*`, `*out`, `*meo*` | lines with a token that begins or ends so, or with the text anywhere |
/// | `status=500`, `/api/v1` | the text, not as a part of longer tokens: `status=5` does not find `status=500` |
/// | `status=5*` | the text, whose last token may go on |
/// | `"connection refused"` | the quoted text, by the same rule; `\"` and `\\` stand for `"` and `\` |
/// | `/time(out|d out)/i` | lines that the regular expression matches |
/// | `level>=warn` | lines that say that they have such a level |
/// | `status:500`, `user.id:a*`, `took>1.5`, `error:*` | lines with such a field, in JSON or `key=value` |
/// | `container:web*`, `project:`, `resource:`, `stream:` | lines of such containers and streams |
/// | `-x`, `NOT x` | lines that are not a hit of `x` |
/// | `a b`, `a AND b` | lines with both |
/// | `a OR b` | lines with one or the other; `AND` binds tighter |
/// | `( … )` | grouping |
/// | nothing, `*` | every line |
///
/// The operators are capitals only: `or` is a word.
package struct Query: Sendable, Equatable {
  /// What a hit must have.
  package let expression: QueryExpression

  /// Whether capitals are other letters than small ones. If not, that is so for ASCII only.
  package let isCaseSensitive: Bool

  /// The longest query that is parsed, in UTF-8 bytes.
  package static let maximumLength = 64 * 1024

  /// How deep parentheses and negations may stand in each other.
  package static let maximumDepth = 64

  /// The query that every line is a hit of.
  package static let all = Query(expression: .all)

  /// Takes an expression in normal form, made with the same case sensitivity.
  package init(expression: QueryExpression, isCaseSensitive: Bool = false) {
    self.expression = expression
    self.isCaseSensitive = isCaseSensitive
  }

  /// Reads a query as a person types it.
  ///
  /// - Parameter caseSensitive: whether words, texts, and the names and values of fields must be written in the same case.
  ///   Levels are found in any case, names of containers in the same case only, whatever is asked for here.
  /// - Throws: ``QuerySyntaxError`` with the place and a hint, for text that is none of the forms above. An empty query is
  ///   no error.
  package init(parsing text: String, caseSensitive: Bool = false) throws(QuerySyntaxError) {
    let tokens = try QueryLexer.tokens(of: text, isCaseSensitive: caseSensitive)
    var parser = QueryParser(text: text, tokens: tokens)
    self.init(expression: try parser.parse(), isCaseSensitive: caseSensitive)
  }
}

extension Query: CustomStringConvertible {
  /// The canonical spelling, which parses to the same query, with the same case sensitivity.
  package var description: String { expression.description }
}
