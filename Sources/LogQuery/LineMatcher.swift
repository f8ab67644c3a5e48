internal import LineContent
internal import Patterns

/// Decides for one line whether it is a hit; the only judge of that.
///
/// Compiled once from a query, then used for any number of lines from any thread. A line is any bytes: NUL and invalid UTF-8
/// are bytes like others. Nothing is allocated for a line, unless a regular expression is asked by many threads at once or
/// a field has a text with escapes; and the memory is proportional to the query.
package struct LineMatcher: Sendable {
  /// A query's expression, written flat: an operator is followed by its operands.
  struct Node: BitwiseCopyable, Sendable {
    enum Kind: UInt8, BitwiseCopyable, Sendable {
      case all, needle, regex, level, field, container, project, resource, stream, not, and, or
    }

    let kind: Kind
    /// Which of the needles, expressions and so on it is; for ``Kind/stream`` the stream itself.
    let number: Int
    /// The number of the first node after this one and its operands.
    var end: Int
  }

  /// A test of a field, and what of the field's name a line that has it must have.
  struct Field: Sendable {
    let path: FieldPath
    let check: FieldCheck
    /// The last key's bytes. They stand in the line as they are if it has no escapes.
    let key: Needle
  }

  let isCaseSensitive: Bool
  var nodes: [Node] = []
  var needles: [Needle] = []
  /// The bytes of all needles, one after the other.
  var pool: [UInt8] = []
  var expressions: [PatternTally] = []
  var levels: [LevelTest] = []
  var fields: [Field] = []
  var containers: [ContainerPattern] = []
  /// Of projects and of resources.
  var globs: [Glob] = []
  /// The numbers of the tests that a hit may show, for highlighting.
  var shownNeedles: [Int] = []
  var shownExpressions: [Int] = []
  var shownLevels: [Int] = []
  var shownFields: [Int] = []

  /// Compiles `query`.
  package init(_ query: Query) {
    isCaseSensitive = query.isCaseSensitive
    append(query.expression, shown: true)
  }

  /// Compiles a part of a query, so that the parts can be asked one by one.
  package init(leaf: QueryExpression, caseSensitive: Bool) {
    self.init(Query(expression: leaf, isCaseSensitive: caseSensitive))
  }

  /// True if a line with these bytes, its line end not among them, is a hit.
  package func matches(_ line: RawSpan, _ context: LineContext) -> Bool {
    evaluate(0, line, context)
  }

  /// As ``matches(_:_:)``, where nothing but the bytes is known: no test of the container or the stream holds.
  package func matches(_ line: RawSpan) -> Bool {
    evaluate(0, line, .unknown)
  }

  /// What could not be decided so far, a sentence for each regular expression that took too many steps on a line.
  package var problems: [String] {
    (expressions + fields.compactMap(\.check.tally)).compactMap(\.problem)
  }

  private func evaluate(_ index: Int, _ line: RawSpan, _ context: LineContext) -> Bool {
    let node = nodes[index]
    switch node.kind {
    case .not: return !evaluate(index + 1, line, context)
    case .and, .or:
      let deciding = node.kind == .or
      var operand = index + 1
      while operand < node.end {
        if evaluate(operand, line, context) == deciding { return deciding }
        operand = nodes[operand].end
      }
      return !deciding
    default: return holds(node, line, context)
    }
  }
}
