/// Why a regular expression is none.
package struct RegularExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the pattern, counted in bytes from 0.
  package var offset: Int

  /// What is wrong there, in the words of PCRE2.
  package var reason: String

  /// The place and the reason.
  package var description: String { "\(reason) (at byte \(offset + 1) of the regular expression)" }

  package init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }
}
