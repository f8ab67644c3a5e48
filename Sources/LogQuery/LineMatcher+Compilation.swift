internal import LineContent
internal import LogWire
internal import Patterns

extension LineMatcher {
  /// Appends `expression` and its operands. `shown` is false below an odd number of negations.
  mutating func append(_ expression: QueryExpression, shown: Bool) {
    switch expression {
    case .all: appendLeaf(.all, number: 0)
    case .word(let bytes), .literal(let bytes): appendNeedle(bytes, shown: shown)
    case .prefix(let bytes), .literalPrefix(let bytes): appendNeedle(bytes, open: true, shown: shown)
    case .suffix(let bytes): appendNeedle(bytes, goesOnBefore: true, shown: shown)
    case .substring(let bytes): appendNeedle(bytes, goesOnBefore: true, open: true, shown: shown)
    case .regex(let expression): appendExpression(expression, shown: shown)
    case .level(let test):
      if shown { shownLevels.append(levels.count) }
      appendLeaf(.level, test, to: \.levels)
    case .field(let path, let test):
      if shown { shownFields.append(fields.count) }
      appendLeaf(.field, field(path, test), to: \.fields)
    case .container(let pattern): appendLeaf(.container, pattern, to: \.containers)
    case .project(let glob): appendLeaf(.project, glob, to: \.globs)
    case .resource(let glob): appendLeaf(.resource, glob, to: \.globs)
    case .stream(let stream): appendLeaf(.stream, number: Int(stream.rawValue))
    case .not(let operand): appendOperator(.not, [operand], shown: !shown)
    case .and(let operands): appendOperator(.and, operands.sorted(by: Self.isBetterFirst), shown: shown)
    case .or(let operands): appendOperator(.or, operands.sorted(by: Self.isBetterFirst), shown: shown)
    }
  }

  private mutating func appendLeaf(_ kind: Node.Kind, number: Int) {
    nodes.append(Node(kind: kind, number: number, end: nodes.count + 1))
  }

  private mutating func appendLeaf<Value>(
    _ kind: Node.Kind, _ value: Value, to list: WritableKeyPath<LineMatcher, [Value]>
  ) {
    appendLeaf(kind, number: self[keyPath: list].count)
    self[keyPath: list].append(value)
  }

  private mutating func appendNeedle(
    _ bytes: [UInt8], goesOnBefore: Bool = false, open: Bool = false, shown: Bool
  ) {
    if shown { shownNeedles.append(needles.count) }
    appendLeaf(.needle, number: needles.count)
    needles.append(needle(bytes, goesOnBefore: goesOnBefore, open: open))
  }

  private mutating func needle(_ bytes: [UInt8], goesOnBefore: Bool, open: Bool) -> Needle {
    defer { pool += bytes }
    return Needle(
      bytes: bytes, start: pool.count, goesOnBefore: goesOnBefore, open: open,
      isCaseSensitive: isCaseSensitive)
  }

  private mutating func appendExpression(_ expression: RegularExpression, shown: Bool) {
    if shown { shownExpressions.append(expressions.count) }
    appendLeaf(.regex, PatternTally(expression), to: \.expressions)
  }

  private mutating func field(_ path: FieldPath, _ test: FieldTest) -> Field {
    let keyStart = path.bytes.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
    // A name that ends with a dot has no last key; then its whole is as good as nothing to look for.
    let key = keyStart < path.bytes.count ? Array(path.bytes[keyStart...]) : path.bytes
    let tally: PatternTally? = if case .regex(let expression) = test { PatternTally(expression) } else { nil }
    return Field(
      path: path, check: FieldCheck(test: test, tally: tally),
      key: needle(key, goesOnBefore: true, open: true))
  }

  private mutating func appendOperator(_ kind: Node.Kind, _ operands: [QueryExpression], shown: Bool) {
    let place = nodes.count
    nodes.append(Node(kind: kind, number: 0, end: 0))
    for operand in operands { append(operand, shown: shown) }
    nodes[place].end = nodes.count
  }

  /// What costs little is asked first, and of texts the longer one, which most likely fails.
  private static func isBetterFirst(_ left: QueryExpression, _ right: QueryExpression) -> Bool {
    (cost(left), -length(left)) < (cost(right), -length(right))
  }

  private static func cost(_ expression: QueryExpression) -> Int {
    switch expression {
    case .all, .stream: 0
    case .container, .project, .resource: 1
    case .word, .literal, .prefix, .literalPrefix, .suffix, .substring: 2
    case .level: 3
    case .regex: 4
    case .field: 5
    case .not(let operand): cost(operand)
    case .and(let operands), .or(let operands): 1 + (operands.map(cost).max() ?? 0)
    }
  }

  private static func length(_ expression: QueryExpression) -> Int {
    switch expression {
    case .word(let bytes), .literal(let bytes), .prefix(let bytes), .literalPrefix(let bytes),
      .suffix(let bytes), .substring(let bytes):
      bytes.count
    default: 0
    }
  }
}
