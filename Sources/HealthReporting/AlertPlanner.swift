package import HealthStore
package import LogWire

/// Decides what a channel tells next. Pure: the same file says the same, whoever asks and how often.
///
/// News are told in groups: from the first that matters on, all that were recorded within ``AlertRules/group``. Where a group begins and
/// ends follows from what is stored, so that a message that is sent again after a crash is the same message. Of each
/// container a message says what came of it, not every step.
///
/// Beside the news stands what there is: a container that is not well though nothing was told of it (it was silenced, the channel is
/// new, a message was given up) is told of, and one that is well though it was not told, too.
package struct AlertPlanner: Sendable {
  /// What the decision depends on, as of one moment.
  package struct Situation {
    /// The transitions after those that were dealt with, and whether these are all.
    package var news: [HealthNews]
    package var isComplete: Bool
    package var rows: [String: HealthRow]
    package var prober: ProberState?
    package var quiet: Quiet
    package var now: Timestamp
    /// Before this moment what there is may still be what an earlier prober left.
    package var warm: Timestamp
    /// The newest transition of a container.
    package var newest: (String) throws -> Transition?

    package init(
      news: [HealthNews], isComplete: Bool = true, rows: [HealthRow] = [], prober: ProberState? = nil,
      quiet: Quiet = Quiet(), now: Timestamp, warm: Timestamp = .distantPast,
      newest: @escaping (String) throws -> Transition? = { _ in nil }
    ) {
      self.news = news
      self.isComplete = isComplete
      self.rows = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      self.prober = prober
      self.quiet = quiet
      self.now = now
      self.warm = warm
      self.newest = newest
    }
  }

  /// What is to be noted once a message was sent.
  package struct Draft: Sendable, Equatable {
    package var events: [HealthEvent]
    package var reported: Int64
    package var alerts: [String: OpenAlert]
  }

  package enum Decision: Sendable, Equatable {
    /// Nothing before this moment, unless there are more news.
    case idle(until: Timestamp)
    /// Nothing is to be said of the news up to this number.
    case advance(to: Int64)
    case send(Draft)
  }

  /// How long news that are not settled are waited for.
  package static let patience = Duration.seconds(2)
  /// The longest time between two looks: silences and windows begin and end without news.
  static let glance = Duration.seconds(5)

  let rules: AlertRules
  let selection: ChannelSelection

  package init(rules: AlertRules, selection: ChannelSelection = .all) {
    self.rules = rules
    self.selection = selection
  }

  /// - Parameters:
  ///   - reported: the number of the last transition that was dealt with.
  ///   - alerts: what was told and is not over, by container.
  package func decide(
    _ situation: Situation, reported: Int64, alerts: [String: OpenAlert]
  ) throws -> Decision {
    let news = situation.news
    let first = news.firstIndex { item in
      var fold = AlertFold(planner: self, situation: situation, alerts: alerts)
      return fold.take(item)
    }
    guard let first else {
      if let last = news.last { return .advance(to: last.transition.number) }
      return try standing(situation, reported, alerts) ?? .idle(until: situation.now + Self.glance)
    }
    let end = news[first].recorded + rules.group
    let group = news.prefix(upTo: first) + news[first...].prefix { $0.recorded < end || $0 == news[first] }
    let ready = readiness(of: Array(group), end: end, isFull: group.count < news.count, situation)
    guard ready <= situation.now else {
      return try standing(situation, reported, alerts)
        ?? .idle(until: min(ready, situation.now + Self.glance))
    }
    var fold = AlertFold(planner: self, situation: situation, alerts: alerts)
    for item in group { fold.take(item) }
    let draft = Draft(
      events: fold.events, reported: group.last?.transition.number ?? reported, alerts: fold.alerts)
    return draft.events.isEmpty ? .advance(to: draft.reported) : .send(draft)
  }

  /// When a group can be sent: its time is over, and all of it is known as well as it will be.
  private func readiness(
    of group: [HealthNews], end: Timestamp, isFull: Bool, _ situation: Situation
  ) -> Timestamp {
    let now = situation.now
    // More than its time in the future: the clock was set back. Nobody waits for that.
    let closes = isFull || end > now + rules.group + rules.group ? now : end
    return group.filter { !$0.isSettled }.reduce(closes) { ready, item in
      let settles = item.recorded + Self.patience
      return settles > now + Self.patience ? ready : max(ready, settles)
    }
  }

  // MARK: - What there is

  /// What is to be told of containers without news; nil for nothing.
  private func standing(
    _ situation: Situation, _ reported: Int64, _ alerts: [String: OpenAlert]
  ) throws -> Decision? {
    guard situation.isComplete, situation.now >= situation.warm else { return nil }
    var alerts = alerts
    var events: [HealthEvent] = []
    for (subject, row) in standing(situation, alerts) {
      let found = try standing(subject, row, situation, alerts[subject.id])
      guard let found else { continue }
      events.append(found.event)
      alerts[subject.id] = found.alert
    }
    return events.isEmpty ? nil : .send(Draft(events: events, reported: reported, alerts: alerts))
  }

  /// The containers whose present state can be trusted, in the order of their names; no row: it is gone.
  private func standing(
    _ situation: Situation, _ alerts: [String: OpenAlert]
  ) -> [(Subject, HealthRow?)] {
    let busy = Set(situation.news.map(\.transition.container))
    var found: [(Subject, HealthRow?)] = []
    let doubt = situation.prober?.doubt(now: situation.now)
    if situation.prober != nil, doubt == nil {
      found += situation.rows.values.map { (Subject($0), $0) }
      found += alerts.values.filter { situation.rows[$0.container] == nil && !Subject($0).isEngine }
        .map { (Subject($0), nil) }
    }
    if let prober = situation.prober, prober.engineAwaySince != nil || alerts[Subject.engine] != nil {
      let engine = Subject(id: Subject.engine, name: alerts[Subject.engine]?.name ?? "the engine")
      let away = prober.engineAwaySince
      let row = HealthRow(
        id: engine.id, name: engine.name, project: nil, resource: nil,
        state: away == nil ? .running : .unknown,
        since: away ?? prober.aliveAt, reason: prober.engineError ?? "answers again", restarts: 0)
      found.append((engine, row))
    }
    return found.filter { !busy.contains($0.0.id) }.sorted { ($0.0.name, $0.0.id) < ($1.0.name, $1.0.id) }
  }

  private func standing(
    _ subject: Subject, _ row: HealthRow?, _ situation: Situation, _ alert: OpenAlert?
  ) throws -> (event: HealthEvent, alert: OpenAlert?)? {
    guard let row else {
      guard let alert else { return nil }
      let newest = try situation.newest(subject.id)
      return (
        HealthEvent(
          kind: .removed, subject: subject, from: alert.state, state: .removed,
          since: newest?.time ?? situation.now, downSince: alert.since, reason: newest?.reason ?? "",
          transition: newest?.number ?? alert.transition), nil
      )
    }
    guard let kind = kind(subject, row, situation, alert) else { return nil }
    let newest = try situation.newest(subject.id)
    let evidence = newest?.to == row.state ? newest?.evidence : nil
    var event = HealthEvent(
      kind: kind, subject: subject, from: alert?.state ?? newest?.from, state: row.state, since: row.since,
      downSince: alert?.since ?? row.since, reason: row.reason, evidence: evidence ?? Evidence(),
      transition: newest?.number ?? alert?.transition ?? 0, downs: kind == .down || kind == .worse ? 1 : 0)
    var next = alert ?? OpenAlert(event, sentAt: situation.now)
    next.sentAt = situation.now
    next.transition = event.transition
    switch kind {
    case .up, .removed: return (event, nil)
    case .calm:
      event.downSince = alert?.flappingSince ?? event.downSince
      next.flappingSince = nil
      next.state = row.state
      return (event, row.state.isWell ? nil : next)
    case .flapping:
      next.flappingSince = row.flappingSince
      event.downSince = row.flappingSince ?? event.downSince
    case .reminder:
      next.reminders += 1
      event.reminder = next.reminders
      // Reminders are of what was told, and have its number.
      event.transition = alert?.transition ?? event.transition
      next.transition = event.transition
    case .down, .worse: next.state = row.state
    }
    return (event, next)
  }

  /// What is to be told of a container in this state.
  private func kind(
    _ subject: Subject, _ row: HealthRow, _ situation: Situation, _ alert: OpenAlert?
  ) -> HealthEvent.Kind? {
    let mayTell = selection.matches(subject) && !situation.quiet.covers(subject, at: situation.now)
    if row.flappingSince != nil {
      return alert?.flappingSince == nil && rules.kinds.contains(.flapping) && mayTell ? .flapping : nil
    }
    guard let alert else { return rules.tells(row.state) && mayTell ? .down : nil }
    if alert.flappingSince != nil { return .calm }
    if row.state.endsAlert { return .up }
    guard mayTell else { return nil }
    if rules.tells(row.state), row.state.gravity > alert.state.gravity { return .worse }
    // Those that are due soon go into the same message.
    guard let remind = rules.remind, alert.sentAt + remind <= situation.now + min(rules.group, remind / 2)
    else { return nil }
    return .reminder
  }
}

extension OpenAlert {
  init(_ event: HealthEvent, sentAt: Timestamp) {
    self.init(
      container: event.subject.id, name: event.subject.name, project: event.subject.project,
      resource: event.subject.resource, state: event.state, since: event.downSince,
      transition: event.transition, sentAt: sentAt)
  }
}

extension Timestamp {
  static func + (time: Timestamp, duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carried) = time.nanoseconds.addingReportingOverflow(nanoseconds + attoseconds / 1_000_000_000)
    return overflow || carried ? .distantFuture : Timestamp(nanoseconds: sum)
  }
}
