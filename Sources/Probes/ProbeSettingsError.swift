/// The settings make no probe; everything that is wrong with them.
package struct ProbeSettingsError: Error, Sendable, Hashable {
  /// One thing that is wrong.
  package struct Problem: Sendable, Hashable {
    /// The key; nil for the probe as a whole.
    package var key: ProbeKey?
    /// The header, where ``key`` is ``ProbeKey/headers``.
    package var header: String?
    /// What is wrong and what was expected.
    package var message: String
    /// What was perhaps meant.
    package var suggestion: String?
  }

  /// In the order of ``ProbeKey``; at least one.
  package let problems: [Problem]
}
