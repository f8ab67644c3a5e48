/// How many lines of a container's log are given before and after each hit.
package struct ContextSize: Sendable, Hashable {
  package let before: Int
  package let after: Int

  /// Both at least 0.
  package init(before: Int, after: Int) {
    precondition(before >= 0 && after >= 0, "a context of \(before) and \(after) lines")
    self.before = before
    self.after = after
  }
}
