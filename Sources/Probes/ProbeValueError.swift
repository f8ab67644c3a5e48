/// What is wrong with the value of one key.
package struct ProbeValueError: Error, Sendable, Hashable {
  /// What is wrong and what was expected.
  package let message: String
  /// What was perhaps meant.
  package let suggestion: String?

  /// Makes an error.
  package init(_ message: String, suggestion: String? = nil) {
    self.message = message
    self.suggestion = suggestion
  }
}
