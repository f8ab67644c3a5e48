/// Why a container does not have a probe that somebody meant it to have.
package struct ProbeProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where it was written: `label lslog.probe.intervall`, `label lslog.probe.db.tcp`.
  package var subject: String
  /// What is wrong and what was expected. May hold input from outside.
  package var message: String
  /// What was perhaps meant.
  package var suggestion: String?

  /// Makes a problem.
  package init(subject: String, message: String, suggestion: String? = nil) {
    self.subject = subject
    self.message = message
    self.suggestion = suggestion
  }

  /// `label lslog.probe.intervall: unknown key; did you mean "interval"?`, on one line.
  package var description: String {
    let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
    return "\(subject): \(message)\(hint)"
  }
}
