/// Why a scalar is not a value of its key.
struct ConfigValueError: Error {
  /// What is wrong and what was expected.
  var message: String
  /// What was perhaps meant.
  var suggestion: String?
}
