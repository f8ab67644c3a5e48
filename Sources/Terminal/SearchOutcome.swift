/// What came of printing a search.
package struct SearchOutcome: Sendable, Equatable {
  /// How many hits there were, up to the one after which nobody read on.
  package let hits: Int
  /// What could not be searched, each as a sentence.
  package let problems: [String]

  package init(hits: Int, problems: [String]) {
    self.hits = hits
    self.problems = problems
  }
}
