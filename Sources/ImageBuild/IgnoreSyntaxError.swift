/// What is wrong with a pattern.
struct IgnoreSyntaxError: Error, Hashable {
  /// In words, without the pattern.
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
