internal import HealthStore
internal import LogWire

/// When containers were restarted because of their health, and which restarts are under way.
struct RestartLog {
  private let rule: RestartRule?
  private var times: [String: [Timestamp]]
  private var underWay: Set<String> = []
  /// Containers of which it was said that their budget is used.
  private var exhausted: Set<String> = []

  init(rule: RestartRule?, actions: [HealthAction]) {
    self.rule = rule
    times = Dictionary(grouping: actions.filter { $0.kind == .restart }, by: \.container).mapValues {
      $0.map(\.time)
    }
  }

  /// What is to be done; that a budget is used is said once.
  mutating func decide(_ row: HealthRow, now: Timestamp) -> RestartRule.Decision {
    guard let rule, !underWay.contains(row.id) else { return .nothing }
    let decision = rule.decide(row, restarts: times[row.id] ?? [], now: now)
    guard decision == .exhausted else {
      if decision == .restart { exhausted.remove(row.id) }
      return decision
    }
    return exhausted.insert(row.id).inserted ? .exhausted : .nothing
  }

  mutating func begin(_ container: String, now: Timestamp) {
    let window = rule?.window.nanoseconds ?? 0
    times[container, default: []].removeAll { now.nanoseconds &- $0.nanoseconds >= window }
    times[container, default: []].append(now)
    underWay.insert(container)
  }

  mutating func end(_ container: String) {
    underWay.remove(container)
  }
}
