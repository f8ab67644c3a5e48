internal import HealthStore
internal import LogWire

/// What a run of news comes to, container by container.
struct AlertFold {
  private let planner: AlertPlanner
  private let situation: AlertPlanner.Situation
  /// What was told before.
  private let told: [String: OpenAlert]
  /// What is to be told as not over yet.
  private(set) var alerts: [String: OpenAlert]
  /// Containers in the order in which something happened to them.
  private var order: [String] = []
  private var downs: [String: HealthEvent] = [:]
  private var ends: [String: HealthEvent] = [:]

  init(planner: AlertPlanner, situation: AlertPlanner.Situation, alerts: [String: OpenAlert]) {
    self.planner = planner
    self.situation = situation
    told = alerts
    self.alerts = alerts
  }

  /// Takes the next of the news; whether it matters.
  @discardableResult
  mutating func take(_ item: HealthNews) -> Bool {
    let transition = item.transition
    let id = transition.container
    let alert = alerts[id]
    if transition.to != .removed {
      // Of what flaps nothing is told until it has calmed.
      let flappingSince = situation.rows[id]?.flappingSince
      guard alert?.flappingSince == nil, flappingSince.map({ transition.time < $0 }) ?? true else {
        return false
      }
    }
    guard let alert else { return takeDown(transition) }
    if transition.to.endsAlert {
      end(alert, transition)
      return true
    }
    return takeWorse(alert, transition)
  }

  private mutating func takeDown(_ transition: Transition) -> Bool {
    let subject = Subject(transition)
    guard planner.rules.tells(transition.to), planner.selection.matches(subject),
      !situation.quiet.covers(subject, at: transition.time),
      !situation.quiet.covers(subject, at: situation.now)
    else { return false }
    var event = event(.down, transition, downSince: transition.time)
    event.downs = (downs[subject.id]?.downs ?? 0) + 1
    note(subject.id)
    if told[subject.id] != nil {
      // It was up for a moment that nobody is told of.
      event.kind = .worse
      ends[subject.id] = nil
    }
    downs[subject.id] = event
    alerts[subject.id] = OpenAlert(event, sentAt: situation.now)
    return true
  }

  private mutating func takeWorse(_ alert: OpenAlert, _ transition: Transition) -> Bool {
    let subject = Subject(transition)
    guard planner.rules.tells(transition.to), transition.to.gravity > alert.state.gravity,
      !situation.quiet.covers(subject, at: transition.time),
      !situation.quiet.covers(subject, at: situation.now)
    else { return false }
    var event = event(.worse, transition, downSince: alert.since)
    event.downs = downs[subject.id]?.downs ?? 0
    if told[subject.id] == nil { event.kind = .down }
    note(subject.id)
    downs[subject.id] = event
    var next = alert
    next.state = transition.to
    next.transition = transition.number
    next.sentAt = situation.now
    alerts[subject.id] = next
    return true
  }

  private mutating func end(_ alert: OpenAlert, _ transition: Transition) {
    note(alert.container)
    let kind: HealthEvent.Kind = transition.to == .removed ? .removed : .up
    // The end of what was told ends all of it; what came between need not be told.
    let downSince = told[alert.container]?.since ?? downs[alert.container]?.downSince ?? alert.since
    if told[alert.container] != nil { downs[alert.container] = nil }
    var event = event(kind, transition, downSince: downSince)
    event.from = alert.state
    ends[alert.container] = event
    alerts[alert.container] = nil
  }

  private mutating func note(_ id: String) {
    if downs[id] == nil, ends[id] == nil { order.append(id) }
  }

  private func event(
    _ kind: HealthEvent.Kind, _ transition: Transition, downSince: Timestamp
  ) -> HealthEvent {
    HealthEvent(
      kind: kind, subject: Subject(transition), from: transition.from, state: transition.to,
      since: transition.time,
      downSince: downSince, reason: transition.reason, evidence: transition.evidence,
      transition: transition.number)
  }

  /// What is to be told: of each container at most that it went down, and that it came up again.
  var events: [HealthEvent] {
    order.flatMap { id -> [HealthEvent] in
      // Down again since its end: only the beginning counts.
      let end = alerts[id] == nil ? ends[id] : nil
      return [downs[id], end].compactMap(\.self)
    }
  }
}
