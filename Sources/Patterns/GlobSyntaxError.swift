/// Why a pattern is none.
package struct GlobSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the pattern, counted in Unicode scalars from 0.
  package var offset: Int

  /// What is wrong there.
  package var reason: String

  /// The place and the reason.
  package var description: String { "\(reason) (at character \(offset + 1) of the pattern)" }

  package init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }
}
