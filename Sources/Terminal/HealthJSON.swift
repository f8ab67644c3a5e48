package import HealthStore
internal import LogWire

/// `lslog health -o json`: one object a container and line, in the order of the reports.
///
/// | key | value |
/// |---|---|
/// | `container`, `id` | name and full id |
/// | `project`, `resource` | left out if there is none |
/// | `state` | in a word; of one that is gone its last |
/// | `exit_code` | of a stopped one, if known |
/// | `well` | whether nobody need look at it |
/// | `gone` | `true` if it is not there any more, else left out |
/// | `state_before` | of one that is `unknown`: what was last seen of it |
/// | `since` | RFC 3339 in UTC with nine digits, as all times |
/// | `reason` | left out if empty |
/// | `restarts` | how often it was started again |
/// | `flapping_since` | while it flaps |
/// | `uptime` | by `24h` and with a NAME also `7d` and `30d`: `share` (up, of the time up or down; left out if it was neither) and `known` (of the whole time) |
/// | `probes` | objects, see below; left out without any |
/// | `silences`, `actions`, `transitions` | with a NAME: those that hold for it; what lslogd did; its newest transitions as ``TransitionJSON`` |
///
/// Of a probe: `probe`, `kind`, `target`, `critical`, `state` (`pending`, `passing`, `warning`, `failing`, `undetermined`, `invalid`),
/// `since`, `checked` (left out if never), `latency_ms`, `latency_p50_ms`, `latency_p95_ms`, `failures` (in a row), `reason`,
/// `output`, `output_base64` (only if it is not UTF-8).
package enum HealthJSON {
  /// What is added of a container that was asked for by name.
  package struct Details: Sendable {
    package var silences: [Silence]
    package var actions: [HealthAction]
    package var transitions: [Transition]

    package init(silences: [Silence], actions: [HealthAction], transitions: [Transition]) {
      self.silences = silences
      self.actions = actions
      self.transitions = transitions
    }
  }

  /// The lines, each with its end; nothing without reports.
  package static func text(_ reports: [ContainerReport]) -> String {
    reports.map { line($0, nil) }.joined()
  }

  /// The line of one container, with all that is known of it.
  package static func text(_ report: ContainerReport, _ details: Details) -> String {
    line(report, details)
  }

  private static func line(_ report: ContainerReport, _ details: Details?) -> String {
    let row = report.row
    var bytes: [UInt8] = []
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add("container", row.name)
    object.add("id", row.id)
    if let project = row.project { object.add("project", project) }
    if let resource = row.resource { object.add("resource", resource) }
    object.add("state", row.state.name)
    if let exitCode = row.state.exitCode { object.add("exit_code", Int64(exitCode)) }
    object.add("well", report.isWell)
    if report.isGone { object.add("gone", true) }
    if let before = report.stateBefore { object.add("state_before", before.name) }
    object.add("since", row.since.description)
    if !row.reason.isEmpty { object.add("reason", row.reason) }
    object.add("restarts", Int64(row.restarts))
    if let since = row.flappingSince { object.add("flapping_since", since.description) }
    object.addObject("uptime") { uptime in
      uptime.addTimes("24h", report.times(over: .seconds(86_400)))
      guard details != nil else { return }
      uptime.addTimes("7d", report.times(over: .seconds(7 * 86_400)))
      uptime.addTimes("30d", report.times(over: .seconds(30 * 86_400)))
    }
    if !report.probes.isEmpty { object.addObjects("probes", report.probes) { $1.add($0) } }
    if let details { object.add(details) }
    return String(decoding: object.finish(), as: UTF8.self) + "\n"
  }
}

extension JSONObjectWriter {
  fileprivate mutating func addTimes(_ name: StaticString, _ times: StateTimes) {
    addObject(name) { object in
      if let share = times.uptime { object.add("share", fraction: share) }
      object.add("known", fraction: times.known)
    }
  }

  fileprivate mutating func add(_ probe: ProbeRow) {
    add("probe", probe.name)
    add("kind", probe.kind)
    add("target", probe.target)
    add("critical", probe.isCritical)
    add("state", probe.state.rawValue)
    add("since", probe.since.description)
    if let checked = probe.checked { add("checked", checked.description) }
    addMilliseconds("latency_ms", probe.latency)
    addMilliseconds("latency_p50_ms", probe.latencyP50)
    addMilliseconds("latency_p95_ms", probe.latencyP95)
    add("failures", Int64(probe.failures))
    if !probe.reason.isEmpty { add("reason", probe.reason) }
    if !probe.output.isEmpty { addBytes("output", "output_base64", probe.output) }
  }

  fileprivate mutating func add(_ details: HealthJSON.Details) {
    if !details.silences.isEmpty {
      addObjects("silences", details.silences) { silence, object in
        object.add("number", silence.number)
        object.add("until", silence.until.description)
        if !silence.author.isEmpty { object.add("author", silence.author) }
        if !silence.reason.isEmpty { object.add("reason", silence.reason) }
      }
    }
    addObjects("actions", details.actions) { action, object in
      object.add("time", action.time.description)
      object.add("action", action.kind.rawValue)
      object.add("reason", action.reason)
      if let outcome = action.outcome { object.add("outcome", outcome) }
    }
    addObjects("transitions", details.transitions) { $1.add($0) }
  }
}
