/// `supervisor`: the care of the child processes.
package struct SupervisorConfig: Sendable, Hashable {
  /// `supervisor.restart`: what happens when a child dies.
  package var restart = RestartConfig()
  /// `supervisor.stop_timeout`: from SIGTERM to SIGKILL; 1 s to 10 min.
  package var stopTimeout = Duration.seconds(20)

  /// All defaults.
  package init() {}
}
