package import LineContent

/// Which levels a line may have: `level:error`, `level>=warn`. A line without a level has none of them.
package struct LevelTest: Sendable, Hashable {
  package let comparison: Comparison
  package let level: Level

  /// Any level at all: `level:*`.
  package static let exists = LevelTest(comparison: .greaterOrEqual, level: .trace)

  package init(comparison: Comparison, level: Level) {
    self.comparison = comparison
    self.level = level
  }

  /// True if a line with this level is a hit; nil: the line has none.
  package func accepts(_ level: Level?) -> Bool {
    guard let level else { return false }
    return comparison.holds(level, self.level)
  }
}

extension LevelTest: CustomStringConvertible {
  /// As it is written in a query.
  package var description: String { "level\(comparison.rawValue)\(level)" }
}
