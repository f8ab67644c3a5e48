extension LineMatcher {
  /// Appends `expression` and its operands. `shown` is false below an odd number of negations.
  mutating func append(_ expression: QueryExpression, shown: Bool) {
    switch expression {
    case .all: appendLeaf(.all, needle: 0)
    case .word(let bytes), .literal(let bytes): appendNeedle(bytes, open: false, shown: shown)
    case .prefix(let bytes), .literalPrefix(let bytes): appendNeedle(bytes, open: true, shown: shown)
    case .not(let operand): appendOperator(.not, [operand], shown: !shown)
    case .and(let operands): appendOperator(.and, operands.sorted(by: Self.isBetterFirst), shown: shown)
    case .or(let operands): appendOperator(.or, operands, shown: shown)
    }
  }

  private mutating func appendLeaf(_ kind: Node.Kind, needle: Int) {
    nodes.append(Node(kind: kind, needle: needle, end: nodes.count + 1))
  }

  private mutating func appendNeedle(_ bytes: [UInt8], open: Bool, shown: Bool) {
    if shown { shownNeedles.append(needles.count) }
    appendLeaf(.needle, needle: needles.count)
    needles.append(Needle(bytes: bytes, start: pool.count, open: open))
    pool += bytes
  }

  private mutating func appendOperator(_ kind: Node.Kind, _ operands: [QueryExpression], shown: Bool) {
    let place = nodes.count
    nodes.append(Node(kind: kind, needle: 0, end: 0))
    for operand in operands { append(operand, shown: shown) }
    nodes[place].end = nodes.count
  }

  /// In a conjunction what most likely fails is asked first: text before groups, longer text before shorter.
  private static func isBetterFirst(_ left: QueryExpression, _ right: QueryExpression) -> Bool {
    selectivity(left) > selectivity(right)
  }

  private static func selectivity(_ expression: QueryExpression) -> Int {
    switch expression {
    case .word(let bytes), .literal(let bytes), .prefix(let bytes), .literalPrefix(let bytes): bytes.count
    case .and, .or: 0
    case .not: -1
    case .all: -2
    }
  }
}
