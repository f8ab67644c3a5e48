import HealthStore
import LogWire

/// Containers as `lslog health` shows them, at a fixed moment.
enum HealthSamples {
  static let now = Timestamp(nanoseconds: 1_795_442_523_000_000_000)

  static func ago(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: now.nanoseconds - seconds * 1_000_000_000)
  }

  static func change(_ state: HealthState, _ secondsAgo: Int64) -> StateChange {
    StateChange(time: ago(secondsAgo), container: "4bf92f3577b34da6", name: "", state: state)
  }

  static func transition(
    _ name: String, _ from: HealthState?, _ to: HealthState, secondsAgo: Int64, reason: String = "",
    evidence: Evidence = Evidence()
  ) -> Transition {
    Transition(
      time: ago(secondsAgo), container: "4bf92f3577b34da6", name: name, from: from, to: to, reason: reason,
      evidence: evidence)
  }

  /// - Parameters:
  ///   - history: the changes of the last 30 days.
  ///   - from: the state before the last change; nil: that change is not known.
  static func report(
    _ name: String, _ state: HealthState, secondsAgo: Int64, reason: String = "", project: String? = nil,
    resource: String? = nil, restarts: Int = 0, probes: [ProbeRow] = [], history: [StateChange] = [],
    gaps: [HealthGap] = [], from: HealthState? = nil
  ) -> ContainerReport {
    ContainerReport(
      row: HealthRow(
        id: "4bf92f3577b34da6", name: name, project: project, resource: resource, state: state,
        since: ago(secondsAgo), reason: reason, restarts: restarts),
      probes: probes,
      history: StateHistory(changes: history, gaps: gaps, in: ago(30 * 86_400)..<now),
      lastChange: from.map { transition(name, $0, state, secondsAgo: secondsAgo, reason: reason) })
  }

  static func probe(
    _ name: String, _ state: ProbeRow.State, kind: String = "http", p50: Int64? = nil, p95: Int64? = nil,
    failures: Int = 0, reason: String = "", output: [UInt8] = []
  ) -> ProbeRow {
    ProbeRow(
      container: "4bf92f3577b34da6", name: name, kind: kind, target: "http://10.0.0.2/healthz", state: state,
      since: ago(100), checked: ago(4), latency: p50, latencyP50: p50, latencyP95: p95, failures: failures,
      reason: reason, output: output)
  }

  /// A text without its colours.
  static func plain(_ text: String) -> String {
    var plain = text
    while let start = plain.firstIndex(of: "\u{1B}"), let end = plain[start...].firstIndex(of: "m") {
      plain.removeSubrange(start...end)
    }
    return plain
  }
}
