package import HealthStore
package import Journal
internal import LogWire

/// The journal entry of a transition; docs/health-reporting.md lists its fields.
///
/// CONTAINER_ID_FULL is not among them: dockerd takes every entry that has it for a line of a container whose log driver is
/// journald, and would hand it to whoever follows that container.
package enum HealthJournalEntry {
  /// The MESSAGE_ID of all transitions.
  package static let messageID = "6e86dc7841934a0f973d61b261b3c6f0"
  /// Carries the number of the transition.
  package static let numberField = "LSLOG_HEALTH_TRANSITION"

  package static func make(_ transition: Transition, channel: String, database: String) -> JournalEntry {
    let evidence = transition.evidence
    var entry = JournalEntry()
    entry.add("MESSAGE", message(of: transition))
    entry.add("MESSAGE_ID", messageID)
    entry.add("PRIORITY", String(priority(of: transition)))
    entry.add("SYSLOG_IDENTIFIER", "lslogd")
    entry.add(numberField, String(transition.number))
    entry.add("LSLOG_HEALTH_DATABASE", database)
    entry.add("LSLOG_HEALTH_CHANNEL", channel)
    entry.add("LSLOG_HEALTH_TIME", transition.time.description)
    entry.add("LSLOG_HEALTH_FROM", ifThere: transition.from?.name)
    entry.add("LSLOG_HEALTH_TO", transition.to.name)
    entry.add("LSLOG_HEALTH_EXIT_CODE", ifThere: transition.to.exitCode.map { String($0) })
    entry.add("LSLOG_HEALTH_REASON", ifThere: transition.reason)
    if evidence.oomKilled { entry.add("LSLOG_HEALTH_OOM", "true") }
    entry.add("LSLOG_HEALTH_PROBE", ifThere: evidence.probe)
    entry.add("LSLOG_HEALTH_HTTP_STATUS", ifThere: evidence.httpStatus.map { String($0) })
    entry.add("LSLOG_HEALTH_PROBE_EXIT_CODE", ifThere: evidence.exitCode.map { String($0) })
    entry.add("LSLOG_HEALTH_LATENCY_USEC", ifThere: evidence.latency.map { String($0 / 1000) })
    if !evidence.output.isEmpty { entry.add("LSLOG_HEALTH_OUTPUT") { $0 += evidence.output } }
    guard transition.container != Subject.engine else { return entry }
    entry.add("LSLOG_HEALTH_CONTAINER", transition.container)
    entry.add("CONTAINER_NAME", transition.name)
    entry.add("CONTAINER_ID", String(transition.container.prefix(12)))
    entry.add("LIGHTSHUTTLE_PROJECT", ifThere: transition.project)
    entry.add("LIGHTSHUTTLE_RESOURCE", ifThere: transition.resource)
    return entry
  }

  /// As syslog counts: 2 out of memory, 3 unhealthy or stopped with a failure, 4 otherwise not well, 5 well again, 6 anything else.
  package static func priority(of transition: Transition) -> Int {
    guard !transition.to.isWell else { return transition.isDown == false ? 5 : 6 }
    guard transition.to.gravity == HealthState.unhealthy.gravity else { return 4 }
    return transition.evidence.oomKilled ? 2 : 3
  }

  private static func message(of transition: Transition) -> String {
    var text = "\(InertText.line(transition.name)) is \(words(transition.to))"
    if let from = transition.from { text += ", was \(words(from))" }
    return transition.reason.isEmpty ? text : "\(text): \(InertText.line(transition.reason, limit: 1000))"
  }

  private static func words(_ state: HealthState) -> String {
    state.exitCode.map { "\(state.name) with exit code \($0)" } ?? state.name
  }
}
