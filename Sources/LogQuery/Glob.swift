/// A pattern for a whole name: `*` any characters, `?` any one, `[a-z]` one of these, `[!a-z]` one that is none of these.
///
/// Compared by Unicode scalars and with case. In brackets a `]` that comes first, and a `-` that comes first or last, stand for
/// themselves. Source: glob(7), without its character classes and escapes.
package struct Glob: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    case anyOne
    case anyNumber
    case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)
  }

  private let pieces: [Piece]

  /// Compiles `pattern`; text without `*`, `?` and `[` is the pattern of itself alone.
  ///
  /// - Returns: nil if a `[` is not closed, or a range in it goes backwards.
  package init?(_ pattern: String) {
    var rest = Substring(pattern).unicodeScalars
    var pieces: [Piece] = []
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*":
        if pieces.last != .anyNumber { pieces.append(.anyNumber) }
      case "?": pieces.append(.anyOne)
      case "[":
        guard let set = Self.takeSet(&rest) else { return nil }
        pieces.append(set)
      default: pieces.append(.scalar(scalar))
      }
    }
    self.pieces = pieces
  }

  private static func takeSet(_ rest: inout Substring.UnicodeScalarView) -> Piece? {
    let negated = rest.first == "!" || rest.first == "^"
    if negated { rest.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let first = rest.popFirst() {
      if first == "]", !ranges.isEmpty { return .oneOf(ranges, negated: negated) }
      var last = first
      if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
        rest.removeFirst(2)
        last = end
      }
      guard first <= last else { return nil }
      ranges.append(first...last)
    }
    return nil
  }

  /// True if the pattern matches all of `name`. Complexity: O(pattern × name).
  package func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    var piece = 0
    var position = 0
    // Where to go on if what follows the last star fails: the star takes one more.
    var retry: (piece: Int, position: Int)?
    while position < scalars.count {
      if piece < pieces.count, pieces[piece] == .anyNumber {
        retry = (piece + 1, position)
        piece += 1
      } else if piece < pieces.count, Self.accepts(pieces[piece], scalars[position]) {
        piece += 1
        position += 1
      } else if let (afterStar, taken) = retry {
        retry = (afterStar, taken + 1)
        piece = afterStar
        position = taken + 1
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { $0 == .anyNumber }
  }

  private static func accepts(_ piece: Piece, _ scalar: Unicode.Scalar) -> Bool {
    switch piece {
    case .scalar(let expected): expected == scalar
    case .anyOne: true
    case .anyNumber: false
    case .oneOf(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
    }
  }
}
