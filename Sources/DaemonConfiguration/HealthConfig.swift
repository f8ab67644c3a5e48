/// `health`: the watching of containers.
package struct HealthConfig: Sendable, Hashable {
  /// `health.retention`: how long transitions are kept; 1 h or more. Nil (`none`) means forever.
  package var retention: Duration? = .seconds(90 * 86400)

  /// All defaults.
  package init() {}
}
