/// A pattern for containers that can't be understood.
package struct ContainerFilterError: Error, Sendable, Equatable {
  /// The pattern as it was given.
  package let pattern: String

  init(pattern: String) {
    self.pattern = pattern
  }
}

extension ContainerFilterError: CustomStringConvertible {
  /// What is wrong and what to write.
  package var description: String {
    pattern.isEmpty
      ? "the name of a container, project or resource is empty; leave the option out to search all"
      : "\"\(pattern)\" is no pattern: close the [ and write ranges upwards, such as worker-[0-9]"
  }
}
