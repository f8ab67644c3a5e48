/// Which tokens a block must have to hold a line that is looked for. It narrows; it never decides.
package indirect enum WordExpression: Sendable, Equatable {
  /// Nothing can be said: every block may hold it.
  case any
  /// A whole token, in lower case.
  case word([UInt8])
  /// The start of a token, in lower case.
  case prefix([UInt8])
  /// An escape of JSON for a character from U+0000 to U+00FF, which may hide any token.
  case escape
  case all([WordExpression])
  case either([WordExpression])

  /// The FTS5 expression, as bytes, since tokens need not be UTF-8; nil for ``any``.
  ///
  /// Tokens hold letters, digits, `_` and bytes from 0x80 on, so that in quotes nothing in them means anything to FTS5.
  /// Source: https://www.sqlite.org/fts5.html#full_text_query_syntax
  var matchExpression: [UInt8]? { matchExpression(depth: 0) }

  /// How deep groups may stand in each other; FTS5's parser takes about thirty. What is deeper narrows nothing.
  private static let maximumDepth = 16

  private func matchExpression(depth: Int) -> [UInt8]? {
    if depth > Self.maximumDepth { return nil }
    switch self {
    case .any:
      return nil
    case .word(let bytes):
      return Array("\"".utf8) + bytes + Array("\"".utf8)
    case .prefix(let bytes):
      return Array("\"".utf8) + bytes + Array("\"*".utf8)
    case .escape:
      return WordExpression.prefix(Array("u00".utf8)).matchExpression
    case .all(let parts):
      return Self.join(parts.compactMap { $0.matchExpression(depth: depth + 1) }, " AND ")
    case .either(let parts):
      let expressions = parts.map { $0.matchExpression(depth: depth + 1) }
      if expressions.contains(where: { $0 == nil }) { return nil }
      return Self.join(expressions.compactMap(\.self), " OR ")
    }
  }

  private static func join(_ parts: [[UInt8]], _ separator: String) -> [UInt8]? {
    guard var joined = parts.first else { return nil }
    for part in parts.dropFirst() { joined += Array(separator.utf8) + part }
    return parts.count == 1 ? joined : Array("(".utf8) + joined + Array(")".utf8)
  }
}
