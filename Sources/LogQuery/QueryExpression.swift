/// What a line must have to be a hit.
///
/// Byte strings are lower-cased (ASCII only) and never empty. Values come from the parser or from the functions
/// below, which keep the normal form: no `and` inside an `and`, no `or` inside an `or`, at least two operands in
/// each, no double `not`, and text in the simplest case that says it (see ``text(_:open:)``).
package indirect enum QueryExpression: Sendable, Equatable {
  /// Every line.
  case all
  /// The line has this token.
  case word([UInt8])
  /// The line has a token that begins so.
  case prefix([UInt8])
  /// These bytes stand in the line; where they begin or end with a token byte, the token begins or ends there too.
  case literal([UInt8])
  /// As ``literal(_:)``, but the last token may go on.
  case literalPrefix([UInt8])
  /// The line is not a hit of this.
  case not(QueryExpression)
  /// The line is a hit of each.
  case and([QueryExpression])
  /// The line is a hit of one or more.
  case or([QueryExpression])
}

extension QueryExpression {
  /// The simplest expression for text as it was typed.
  ///
  /// - Parameters:
  ///   - bytes: the text, not empty, in any case.
  ///   - open: whether a `*` followed it.
  package static func text(_ bytes: [UInt8], open: Bool) -> QueryExpression {
    let needle = TokenBytes.lowercased(bytes)
    if needle.allSatisfy(TokenBytes.isToken) { return open ? .prefix(needle) : .word(needle) }
    let canGoOn = open && needle.last.map(TokenBytes.isToken) == true
    return canGoOn ? .literalPrefix(needle) : .literal(needle)
  }

  /// All of `operands`. None of them: every line.
  package static func conjunction(_ operands: [QueryExpression]) -> QueryExpression {
    var flat: [QueryExpression] = []
    for operand in operands {
      switch operand {
      case .all: continue
      case .and(let inner): flat += inner
      default: flat.append(operand)
      }
    }
    switch flat.count {
    case 0: return .all
    case 1: return flat[0]
    default: return .and(flat)
    }
  }

  /// One or more of `operands`, of which there is at least one.
  package static func disjunction(_ operands: [QueryExpression]) -> QueryExpression {
    var flat: [QueryExpression] = []
    for operand in operands {
      switch operand {
      case .all: return .all
      case .or(let inner): flat += inner
      default: flat.append(operand)
      }
    }
    return flat.count == 1 ? flat[0] : .or(flat)
  }

  /// The opposite of `operand`.
  package static func negation(_ operand: QueryExpression) -> QueryExpression {
    if case .not(let inner) = operand { return inner }
    return .not(operand)
  }
}

extension QueryExpression: CustomStringConvertible {
  /// The canonical spelling: parsing it gives the same expression again.
  ///
  /// Words are bare, other text is quoted, `AND` is left out, `OR` stands between operands, and only what needs
  /// parentheses has them.
  package var description: String {
    switch self {
    case .all: "*"
    case .word(let bytes): String(decoding: bytes, as: UTF8.self)
    case .prefix(let bytes): String(decoding: bytes, as: UTF8.self) + "*"
    case .literal(let bytes): Self.quoted(bytes)
    case .literalPrefix(let bytes): Self.quoted(bytes) + "*"
    case .not(let operand): "-" + operand.enclosed
    case .and(let operands): operands.map(\.enclosedUnlessNegated).joined(separator: " ")
    case .or(let operands): operands.map(\.enclosedIfAlternative).joined(separator: " OR ")
    }
  }

  private var enclosed: String {
    switch self {
    case .and, .or, .not: "(\(description))"
    default: description
    }
  }

  private var enclosedUnlessNegated: String {
    if case .not = self { description } else { enclosed }
  }

  private var enclosedIfAlternative: String {
    if case .or = self { enclosed } else { description }
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = [UInt8(ascii: "\"")]
    for byte in bytes {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
      text.append(byte)
    }
    text.append(UInt8(ascii: "\""))
    return String(decoding: text, as: UTF8.self)
  }
}
