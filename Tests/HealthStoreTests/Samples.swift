import HealthStore
import LogWire
import TestSupport

/// Rows and transitions at seconds after a fixed moment.
enum Samples {
  static let start: Int64 = 1_795_442_523_000_000_000

  static func time(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: start + seconds * 1_000_000_000)
  }

  static func row(
    _ id: String, _ state: HealthState, name: String? = nil, project: String? = nil, since: Int64 = 0,
    reason: String = ""
  ) -> HealthRow {
    HealthRow(
      id: id, name: name ?? id, project: project, resource: nil, state: state, since: time(since),
      reason: reason,
      restarts: 3)
  }

  static func transition(
    _ id: String, _ state: HealthState, at seconds: Int64, name: String? = nil, from: HealthState? = nil
  ) -> Transition {
    Transition(
      time: time(seconds), container: id, name: name ?? id, from: from, to: state, reason: "why")
  }
}

extension HealthDatabase {
  /// Writes a state, and the transition that led to it if there is one.
  func write(_ row: HealthRow, _ transition: Transition?) throws {
    let entry = transition.map { Entry.transition(row, $0, isSettled: true) } ?? .row(row)
    try write([entry], now: row.since)
  }
}
