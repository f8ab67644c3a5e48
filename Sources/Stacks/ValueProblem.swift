/// Why a text is not a value of its key.
struct ValueProblem: Error {
  /// What is wrong, and what would be right.
  var message: String
  /// What was perhaps meant.
  var suggestion: String?
}
