/// What happens to the supervisor.
package enum SupervisorEvent: Sendable, Hashable {
  /// Time passed.
  case tick
  /// SIGTERM or SIGINT came.
  case stopRequested
  /// The configuration was read again and gives this plan.
  case reloaded(SupervisorPlan)
  /// The configuration was read again and is wrong: the message, with file, line and key.
  case reloadRefused(String)
  /// A child said something.
  case said(child: String, StatusMessage)
  /// A child's process is gone, or never came.
  case ended(child: String, ChildEnd)
}
