/// What the supervisor tells a person in its log.
package enum SupervisorReport: Sendable, Hashable {
  /// A process was started.
  case started(child: String, pid: Int32)
  /// A child does its work.
  case ready(child: String)
  /// A child ended as it was asked to.
  case stopped(child: String, ChildEnd)
  /// A child died and will be started again.
  case restarting(child: String, ChildEnd, after: Duration)
  /// A child did not leave in time and is killed.
  case killed(child: String)
  /// A child said nothing for too long and is killed.
  case hung(child: String)
  /// A child died too often; everything is stopped, and the exit code is 1.
  case gaveUp(child: String, ChildEnd, deaths: Int)
  /// A child says that its configuration is wrong; everything is stopped, and the exit code is 2.
  case configurationRefused(child: String)
  /// A stop was asked for.
  case stopping
  /// A second stop was asked for; what still runs is killed.
  case hurrying
  /// A reload applies; these children are restarted, started or stopped.
  case reloaded(changed: [String])
  /// A reload doesn't apply; everything stays as it was.
  case reloadRefused(String)
}
