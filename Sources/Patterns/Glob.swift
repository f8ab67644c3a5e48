/// A pattern over a whole text: `*` is any run of characters, `?` any one, `[a-z_]` one of a set, `[!a-z]` one that
/// is not; a backslash takes the next character as it is.
///
/// Unlike in a shell, `*` and `?` match `/` and a dot at the beginning, too: image names are matched as a whole.
/// Characters are Unicode scalars. Matching takes time in proportion to pattern × text at worst, and no memory.
///
/// Source: glob(7) for the syntax.
package struct Glob: Sendable, Hashable {
  /// The pattern as it was written.
  package let pattern: String

  private let tokens: [Token]

  private enum Token: Sendable, Hashable {
    case literal(Unicode.Scalar)
    case any
    case run
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  /// Parses a pattern.
  ///
  /// - Throws: ``GlobSyntaxError`` for a set that is not closed, empty or backwards, and for a backslash at the end.
  package init(_ pattern: String) throws(GlobSyntaxError) {
    self.pattern = pattern
    var scanner = GlobScanner(pattern)
    var tokens: [Token] = []
    while let scalar = scanner.next() {
      switch scalar {
      case "*": if tokens.last != .run { tokens.append(.run) }
      case "?": tokens.append(.any)
      case "[":
        let (ranges, isNegated) = try scanner.set()
        tokens.append(.set(ranges, isNegated: isNegated))
      case "\\": tokens.append(.literal(try scanner.escaped()))
      default: tokens.append(.literal(scalar))
      }
    }
    self.tokens = tokens
  }

  /// Whether the whole text matches.
  package func matches(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    var position = scalars.startIndex
    var token = 0
    // Where to go on when what follows the last `*` does not fit: the star eats one character more. Earlier stars
    // need no second try, since the last one can take whatever they would have.
    var retry: (token: Int, position: String.UnicodeScalarView.Index)?
    while position < scalars.endIndex {
      if token < tokens.count, tokens[token] == .run {
        retry = (token + 1, position)
        token += 1
      } else if token < tokens.count, Self.fits(tokens[token], scalars[position]) {
        token += 1
        position = scalars.index(after: position)
      } else if let last = retry {
        let next = scalars.index(after: last.position)
        retry = (last.token, next)
        (token, position) = (last.token, next)
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { $0 == .run }
  }

  private static func fits(_ token: Token, _ scalar: Unicode.Scalar) -> Bool {
    switch token {
    case .literal(let literal): literal == scalar
    case .any: true
    case .run: false
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }
}

extension Glob: CustomStringConvertible {
  /// The pattern as it was written.
  package var description: String { pattern }
}
