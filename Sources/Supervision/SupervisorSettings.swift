/// When the supervisor waits, kills and gives up.
package struct SupervisorSettings: Sendable, Hashable {
  /// Restarts of one child within ``restartWindow`` before the next death ends everything.
  package var restartLimit = 10
  /// How far back restarts count.
  package var restartWindow = Duration.seconds(600)
  /// The wait before the first restart; doubled with each restart within the window.
  package var backoffInitial = Duration.milliseconds(500)
  /// The longest wait before a restart.
  package var backoffMaximum = Duration.seconds(30)
  /// From SIGTERM to SIGKILL.
  package var stopTimeout = Duration.seconds(20)
  /// A child that says nothing for so long is killed. Children speak every 10 s; see ``ChildContext/heartbeat``.
  package var hangTimeout = Duration.seconds(60)
  /// How often systemd is told that the loop is alive; nil when it didn't ask.
  package var watchdogInterval: Duration?

  /// The defaults.
  package init() {}
}
