/// Whether lines are hits, as far as something is known of them.
enum Verdict: UInt8, Comparable {
  case no = 0
  case maybe = 1
  case yes = 2

  static func < (left: Verdict, right: Verdict) -> Bool { left.rawValue < right.rawValue }

  init(_ isKnown: Bool) { self = isKnown ? .yes : .no }

  /// The verdict on the opposite.
  var negated: Verdict { Verdict(rawValue: 2 - rawValue) ?? .maybe }
}

extension QueryPlan.Node {
  /// The verdict on the whole from those on the leaves.
  func verdict(_ leaf: (Int) -> Verdict) -> Verdict {
    switch self {
    case .all: return .yes
    case .leaf(let number): return leaf(number)
    case .not(let operand): return operand.verdict(leaf).negated
    case .and(let operands):
      var least = Verdict.yes
      for operand in operands where least > .no { least = min(least, operand.verdict(leaf)) }
      return least
    case .or(let operands):
      var most = Verdict.no
      for operand in operands where most < .yes { most = max(most, operand.verdict(leaf)) }
      return most
    }
  }
}
