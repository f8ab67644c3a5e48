/// Decides for the bytes of one line whether it is a hit; the only judge of that.
///
/// Compiled once from a query, then used for any number of lines from any thread. A line is any bytes: NUL and invalid UTF-8
/// are bytes like others. Nothing is allocated for a line, and the memory is proportional to the query.
package struct LineMatcher: Sendable {
  /// A query's expression, written flat: an operator is followed by its operands.
  struct Node: BitwiseCopyable, Sendable {
    enum Kind: UInt8, BitwiseCopyable, Sendable {
      case all, needle, not, and, or
    }

    let kind: Kind
    /// The needle's number, for ``Kind/needle``.
    let needle: Int
    /// The number of the first node after this one and its operands.
    var end: Int
  }

  var nodes: [Node] = []
  var needles: [Needle] = []
  /// The bytes of all needles, one after the other.
  var pool: [UInt8] = []
  /// The numbers of the needles that a hit may show, for highlighting.
  var shownNeedles: [Int] = []

  /// Compiles `query`.
  package init(_ query: Query) {
    append(query.expression, shown: true)
  }

  /// True if a line with these bytes, its line end not among them, is a hit.
  package func matches(_ line: RawSpan) -> Bool {
    evaluate(0, line)
  }

  private func evaluate(_ index: Int, _ line: RawSpan) -> Bool {
    let node = nodes[index]
    switch node.kind {
    case .all:
      return true
    case .needle:
      return firstMatch(of: needles[node.needle], in: line, from: 0) != nil
    case .not:
      return !evaluate(index + 1, line)
    case .and, .or:
      let deciding = node.kind == .or
      var operand = index + 1
      while operand < node.end {
        if evaluate(operand, line) == deciding { return deciding }
        operand = nodes[operand].end
      }
      return !deciding
    }
  }
}
