package import LogStore

/// What the tokens of a block must be for it to hold a hit: the store's type, since its index answers it.
///
/// This is all that an index needs to know of a query. It never excludes a line that ``LineMatcher`` would accept; it may well let
/// others through.
package typealias TokenRequirement = WordExpression

extension WordExpression {
  /// All of `parts`; ``WordExpression/any`` when they say nothing.
  static func conjunction(_ parts: [WordExpression]) -> WordExpression {
    let members = parts.flatMap { part in
      if case .all(let inner) = part { inner } else { part == .any ? [] : [part] }
    }
    let distinct = withoutRepetition(members)
    switch distinct.count {
    case 0: return .any
    case 1: return distinct[0]
    default: return .all(distinct)
    }
  }

  /// One of `parts`, of which there is at least one; ``WordExpression/any`` when one of them says nothing.
  static func disjunction(_ parts: [WordExpression]) -> WordExpression {
    if parts.contains(.any) { return .any }
    let members = parts.flatMap { part in
      if case .either(let inner) = part { inner } else { [part] }
    }
    let distinct = withoutRepetition(members)
    return distinct.count == 1 ? distinct[0] : .either(distinct)
  }

  /// A word or prefix that stands twice is asked once. Groups are left alone.
  private static func withoutRepetition(_ parts: [WordExpression]) -> [WordExpression] {
    var words: Set<[UInt8]> = []
    var prefixes: Set<[UInt8]> = []
    return parts.filter { part in
      switch part {
      case .word(let bytes): words.insert(bytes).inserted
      case .prefix(let bytes): prefixes.insert(bytes).inserted
      case .any, .escape, .all, .either: true
      }
    }
  }
}
