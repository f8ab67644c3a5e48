/// What the supervisor's core wants done.
package enum SupervisorAction: Sendable, Hashable {
  /// Start this child; a failure comes back as an event.
  case spawn(ChildSpec)
  /// Send the child's process a signal.
  case signal(child: String, Int32)
  /// Tell systemd.
  case notify(SystemdMessage)
  /// Tell a person.
  case report(SupervisorReport)
  /// All is stopped: leave with this code.
  case exit(Int32)
}
