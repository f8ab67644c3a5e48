/// `health.restart`: restarting containers that stay unhealthy.
package struct HealthRestartConfig: Sendable, Hashable {
  /// `health.restart.after`: so long unhealthy. Nil (`none`): containers are not restarted.
  package var after: Duration?
  /// `health.restart.budget`: at most so many restarts of one container …
  package var budget = 3
  /// `health.restart.window`: … in so long.
  package var window = Duration.seconds(3600)
  /// `health.restart.grace`: how long its process may take to end before it is killed.
  package var grace = Duration.seconds(10)
  /// `health.restart.include`: only containers that one of these rules takes; empty: all that are watched.
  package var include: [RuleConfig] = []

  /// All defaults.
  package init() {}
}
