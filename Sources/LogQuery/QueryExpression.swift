package import LineContent
package import LogWire
package import Patterns

/// What a line must have to be a hit.
///
/// Byte strings are not empty, and in small letters (ASCII) unless the query is case-sensitive. Values come from the parser
/// or from the functions that keep the normal form: no `and` inside an `and`, no `or` inside an `or`, at least two operands
/// in each, no double `not`, nothing that is known to hold for every line or for none inside another, and text in the
/// simplest case that says it (see ``text(_:goesOnBefore:open:isCaseSensitive:)``).
package indirect enum QueryExpression: Sendable, Equatable {
  /// Every line.
  case all
  /// The line has this token.
  case word([UInt8])
  /// The line has a token that begins so.
  case prefix([UInt8])
  /// These bytes stand in the line, and the token that their last byte belongs to ends with them.
  case suffix([UInt8])
  /// These bytes stand in the line.
  case substring([UInt8])
  /// These bytes stand in the line; where they begin or end with a token byte, the token begins or ends there too.
  case literal([UInt8])
  /// As ``literal(_:)``, but the last token may go on.
  case literalPrefix([UInt8])
  /// The expression matches somewhere in the line.
  case regex(RegularExpression)
  /// The line says that it has such a level.
  case level(LevelTest)
  /// The line has this field, with such a value.
  case field(FieldPath, FieldTest)
  /// The container's name or id fits.
  case container(ContainerPattern)
  /// The container has a project that fits.
  case project(Glob)
  /// The container has a resource that fits.
  case resource(Glob)
  /// The line was written there.
  case stream(LogStream)
  /// The line is not a hit of this.
  case not(QueryExpression)
  /// The line is a hit of each.
  case and([QueryExpression])
  /// The line is a hit of one or more.
  case or([QueryExpression])

  /// No line.
  package static let nothing = QueryExpression.not(.all)
}

extension QueryExpression {
  /// The simplest expression for text as it was typed.
  ///
  /// - Parameters:
  ///   - bytes: the text, not empty, in any case.
  ///   - goesOnBefore: whether a `*` stood before it.
  ///   - open: whether a `*` followed it.
  ///   - isCaseSensitive: whether the case of its letters matters.
  package static func text(
    _ bytes: [UInt8], goesOnBefore: Bool = false, open: Bool, isCaseSensitive: Bool = false
  ) -> QueryExpression {
    let needle = isCaseSensitive ? bytes : TokenBytes.lowercased(bytes)
    let endsWithToken = needle.last.map(TokenBytes.isToken) == true
    // A star beside a sign says nothing: no token goes on there.
    if goesOnBefore, needle.first.map(TokenBytes.isToken) == true {
      return open || !endsWithToken ? .substring(needle) : .suffix(needle)
    }
    if needle.allSatisfy(TokenBytes.isToken) { return open ? .prefix(needle) : .word(needle) }
    return open && endsWithToken ? .literalPrefix(needle) : .literal(needle)
  }

  /// All of `operands`. None of them: every line.
  package static func conjunction(_ operands: [QueryExpression]) -> QueryExpression {
    var flat: [QueryExpression] = []
    for operand in operands {
      switch operand {
      case .all: continue
      case .nothing: return .nothing
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

  /// One or more of `operands`. None of them: no line.
  package static func disjunction(_ operands: [QueryExpression]) -> QueryExpression {
    var flat: [QueryExpression] = []
    for operand in operands {
      switch operand {
      case .all: return .all
      case .nothing: continue
      case .or(let inner): flat += inner
      default: flat.append(operand)
      }
    }
    switch flat.count {
    case 0: return .nothing
    case 1: return flat[0]
    default: return .or(flat)
    }
  }

  /// The opposite of `operand`.
  package static func negation(_ operand: QueryExpression) -> QueryExpression {
    if case .not(let inner) = operand { return inner }
    return .not(operand)
  }
}
