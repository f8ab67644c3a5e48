package import Patterns

/// A pattern for containers that can't be understood.
package struct ContainerFilterError: Error, Sendable, Equatable {
  /// The pattern as it was given.
  package let pattern: String
  /// What is wrong with it; nil: it is empty.
  package let reason: GlobSyntaxError?

  init(pattern: String, reason: GlobSyntaxError?) {
    self.pattern = pattern
    self.reason = reason
  }
}

extension ContainerFilterError: CustomStringConvertible {
  /// What is wrong, where, and what to write.
  package var description: String {
    guard let reason else {
      return "the name of a container, project or resource is empty; leave the option out to search all"
    }
    return """
      "\(pattern)" is no pattern: \(reason.reason) (character \(reason.offset + 1)); write ranges such as worker-[0-9], \
      and a backslash before a character that is meant as it is
      """
  }
}
