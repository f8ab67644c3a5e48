/// `supervisor.restart`: what happens when a child dies.
package struct RestartConfig: Sendable, Hashable {
  /// `supervisor.restart.limit`: restarts of one child within ``window`` before lslogd gives up; 1 to 1,000.
  package var limit = 10
  /// `supervisor.restart.window`: 1 s to 24 h.
  package var window = Duration.seconds(600)
  /// `supervisor.restart.backoff`: the wait before a restart.
  package var backoff = BackoffConfig()

  /// All defaults.
  package init() {}
}
