/// Checks of values whose meaning belongs to modules above this one; the executable passes them in.
///
/// Each takes the text and returns what is wrong with it in a few words, or nil.
package struct ConfigChecks: Sendable {
  /// For `sinks[].tag`.
  package var tag: @Sendable (String) -> String?
  /// For `sinks[].filter`, when it isn't empty.
  package var filter: @Sendable (String) -> String?
  /// For the paths of `health.channels[].template`, `secret_file` and the program of `command`.
  package var template: @Sendable (String) -> String?
  package var secret: @Sendable (String) -> String?
  package var program: @Sendable (String) -> String?

  /// Checks that accept everything unless given.
  package init(
    tag: @escaping @Sendable (String) -> String? = { _ in nil },
    filter: @escaping @Sendable (String) -> String? = { _ in nil },
    template: @escaping @Sendable (String) -> String? = { _ in nil },
    secret: @escaping @Sendable (String) -> String? = { _ in nil },
    program: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.tag = tag
    self.filter = filter
    self.template = template
    self.secret = secret
    self.program = program
  }
}
