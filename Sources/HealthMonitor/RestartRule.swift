package import DockerEngine
package import HealthStore
package import LogWire

/// When a container that stays unhealthy is restarted. Off unless somebody asks for it.
package struct RestartRule: Sendable {
  /// So long unhealthy.
  package var after: Duration
  /// At most so many restarts of one container …
  package var budget: Int
  /// … in so long.
  package var window: Duration
  /// How long the process may take to end before it is killed.
  package var grace: Duration
  /// Whether a container may be restarted at all.
  package var allows: @Sendable (ContainerDetails) -> Bool
  /// Restarts the container with that id, with that grace.
  package var perform: @Sendable (String, Duration) async throws -> Void

  package init(
    after: Duration, budget: Int = 3, window: Duration = .seconds(3600), grace: Duration = .seconds(10),
    allows: @escaping @Sendable (ContainerDetails) -> Bool,
    perform: @escaping @Sendable (String, Duration) async throws -> Void
  ) {
    self.after = after
    self.budget = budget
    self.window = window
    self.grace = grace
    self.allows = allows
    self.perform = perform
  }

  /// What is to be done about a container.
  package enum Decision: Sendable, Equatable {
    case nothing
    case restart
    /// It would be time, but the budget is used.
    case exhausted
  }

  /// - Parameter restarts: when it was restarted by this rule before.
  package func decide(_ row: HealthRow, restarts: [Timestamp], now: Timestamp) -> Decision {
    guard row.state == .unhealthy else { return .nothing }
    let last = max(row.since, restarts.max() ?? .distantPast)
    guard now.nanoseconds &- last.nanoseconds >= after.nanoseconds else { return .nothing }
    let recent = restarts.count { now.nanoseconds &- $0.nanoseconds < window.nanoseconds }
    return recent < budget ? .restart : .exhausted
  }
}

/// A restart that is to be made.
package struct RestartOrder: Sendable, Equatable {
  /// The number of the action in `health.db`.
  package var action: Int64
  package var container: String
  package var name: String
  package var grace: Duration
}
