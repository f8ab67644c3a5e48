/// How the log of one container is taken apart, and how many templates it may still learn from blocks that are mostly new.
///
/// Without the allowance nothing would ever be learned from a log of small blocks, and everything from prose.
package struct TemplateLearning: Sendable, Equatable {
  /// How many templates a container may add to a segment with blocks that are mostly new, in either way.
  package static let allowance = 2048

  package internal(set) var left: Int
  /// The words of paths and URLs are variables.
  package internal(set) var splitsPaths: Bool

  package init(left: Int = allowance, splitsPaths: Bool = false) {
    self.left = left
    self.splitsPaths = splitsPaths
  }
}
