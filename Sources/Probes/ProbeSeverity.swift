/// What a failing probe says about its container.
package enum ProbeSeverity: String, Sendable, Hashable, CaseIterable {
  /// The container is unhealthy.
  case critical
  /// The container is degraded.
  case warning
}
