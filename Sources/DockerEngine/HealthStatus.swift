/// What Docker's own health check of a container says.
package enum HealthStatus: String, Sendable, Hashable, CaseIterable {
  /// There is no health check.
  case none
  /// No result yet that counts.
  case starting
  /// The last check passed.
  case healthy
  /// As many checks failed in a row as were allowed.
  case unhealthy

  /// Reads the engine's word; `none` for an empty or unknown one.
  init(word: String) {
    self = HealthStatus(rawValue: word) ?? .none
  }
}
