package import ContainerWatch
internal import DockerEngine
internal import HealthStore
package import LogWire
package import Logging
package import Probes

/// The trackers of all containers, and the file they are written to.
///
/// What can't be written (the disk is full) waits in memory, at most ``maximumPending`` entries, and is written later.
package actor HealthBook {
  /// What it goes by.
  package struct Settings: Sendable {
    var flapping: FlapDetector.Limit
    var restart: RestartRule?
    var probes: ProbePlan

    package init(flapping: FlapDetector.Limit, restart: RestartRule?, probes: ProbePlan) {
      self.flapping = flapping
      self.restart = restart
      self.probes = probes
    }
  }

  /// A container that is there.
  private struct Subject {
    var tracker: HealthTracker
    var details: ContainerDetails
    var specs: [ProbeSpec]
    var problems: [ProbeProblem]
    var order: ProbeOrder?
  }

  static let maximumPending = 10_000
  /// The container of the transitions that are the engine's own, and its name.
  static let engine = (id: Transition.engineContainer, name: "the engine")

  private let database: HealthDatabase
  private let settings: Settings
  private let logger: Logger
  private var subjects: [String: Subject] = [:]
  /// Containers known to an earlier prober that were not seen yet, and its probes by container.
  private var stored: [String: HealthTracker]
  private var storedProbes: [String: [ProbeRow]]
  private var pending: [HealthDatabase.Entry] = []
  /// The probes whose rows are to be written, by container.
  private var changedProbes: [String: Set<String>] = [:]
  private var restarts: RestartLog
  private var prober: ProberState
  private var cannotWrite = false

  /// - Throws: `SQLiteError` and `HealthDatabase.SchemaError` when `health.db` can't be used.
  package init(path: String, settings: Settings, logger: Logger, now: Timestamp) throws {
    let file = try HealthDatabase(path: path, access: .write)
    self.settings = settings
    self.logger = logger
    let window = settings.flapping.window.nanoseconds
    let recent = try file.transitions(
      .init(since: Timestamp(nanoseconds: now.nanoseconds &- window)))
    let changes = Dictionary(grouping: recent.filter { $0.isDown != nil }, by: \.container)
    stored = Dictionary(
      try file.storedRows().map { row in
        let times = changes[row.id]?.map(\.time) ?? []
        return (row.id, HealthTracker(row, changes: times, flapping: settings.flapping))
      }, uniquingKeysWith: { first, _ in first })
    storedProbes = Dictionary(grouping: try file.probes(), by: \.container)
    restarts = RestartLog(
      rule: settings.restart,
      actions: try settings.restart.map { rule in
        try file.actions(since: Timestamp(nanoseconds: now.nanoseconds &- rule.window.nanoseconds))
      } ?? [])
    prober = try file.proberState() ?? ProberState(aliveAt: now)
    if now.nanoseconds &- prober.aliveAt.nanoseconds > ProberState.silence {
      pending.append(.gap(HealthGap(from: prober.aliveAt, until: now, reason: "lslogd did not run")))
    }
    prober.aliveAt = now
    database = file
  }

  /// The time of the newest event that the stored states take account of, nanoseconds since 1970; nil if there are none.
  package var newestEvent: Int64? { stored.values.map(\.row.lastEvent).max().flatMap { $0 > 0 ? $0 : nil } }

  var summary: Prober.Status {
    .watching(
      containers: subjects.count, unwell: subjects.values.count { !$0.tracker.row.state.isWell },
      probes: subjects.values.reduce(0) { $0 + ($1.order?.specs.count ?? 0) })
  }

  // MARK: - The engine's news

  /// Takes a change that the watcher tells; returns what is to be probed from now on where that is something else.
  package func take(_ change: ContainerChange, now: Timestamp) -> [ProbeOrder] {
    var orders: [ProbeOrder] = []
    switch change {
    case .appeared(let details, let events): orders += appeared(details, after: events, now: now)
    case .changed(let details, let event):
      orders += update(details.id) { subject in
        subject.details = details
        return subject.tracker.take(details, after: event, now: now)
      }
      orders += refreshProbes(details, now: now)
    case .event(let event, _):
      if subjects[event.id] == nil {
        takeStored(event)
      } else {
        orders += update(event.id) { $0.tracker.take(event) }
      }
    case .gone(let id): orders += update(id) { $0.tracker.removed(now: now) }
    case .listed: removeUnseen(now: now)
    case .engineAway(let error): engineAway(error, now: now)
    case .engineBack: engineBack(now: now)
    }
    write(now: now)
    return orders
  }

  private func appeared(_ details: ContainerDetails, after events: [EngineEvent], now: Timestamp)
    -> [ProbeOrder]
  {
    let id = details.id
    guard subjects[id] == nil else { return [] }
    let (specs, problems) = settings.probes.specs(for: details)
    tell(problems, of: details)
    var tracker = stored.removeValue(forKey: id) ?? HealthTracker(details, flapping: settings.flapping)
    let known = storedProbes.removeValue(forKey: id) ?? []
    // One that is new is starting from its first event on, if it is checked.
    if tracker.isNew { _ = tracker.probe(specs, now: now) }
    for event in events { note(tracker.take(event), tracker.row) }
    note(tracker.take(details, after: nil, now: now), tracker.row)
    note(tracker.probe(specs, stored: known, now: now), tracker.row)
    var subject = Subject(tracker: tracker, details: details, specs: specs, problems: problems)
    let order = order(&subject)
    subjects[id] = subject
    let names = Set(specs.map(\.name))
    for row in known where !names.contains(row.name) {
      pending.append(.noProbe(container: id, name: row.name))
    }
    noteProbes(subject, now: now)
    return order
  }

  /// An event of a container that is gone before it could be inspected, or that only an earlier prober knew.
  private func takeStored(_ event: EngineEvent) {
    guard var tracker = stored[event.id] else { return }
    note(tracker.take(event), tracker.row)
    stored[event.id] = tracker.row.state == .removed ? nil : tracker
  }

  private func update(_ id: String, _ step: (inout Subject) -> HealthTracker.Outcome) -> [ProbeOrder] {
    guard var subject = subjects[id] else { return [] }
    note(step(&subject), subject.tracker.row)
    let order = order(&subject)
    subjects[id] = subject.tracker.row.state == .removed ? nil : subject
    return order
  }

  /// After a listing, what an earlier prober knew and is not there any more was removed meanwhile.
  private func removeUnseen(now: Timestamp) {
    for var tracker in stored.values { note(tracker.removed(now: now), tracker.row) }
    stored.removeAll()
    storedProbes.removeAll()
  }

  private func engineAway(_ error: EngineError, now: Timestamp) {
    if prober.engineAwaySince == nil {
      prober.engineAwaySince = now
      note(
        .transition(engineTransition(now, .running, .unknown, error.description), isSettled: true), nil)
    }
    prober.engineError = error.description
    beat(now: now)
  }

  private func engineBack(now: Timestamp) {
    if let since = prober.engineAwaySince {
      pending.append(
        .gap(HealthGap(from: since, until: now, reason: "the engine was away: \(prober.engineError ?? "")")))
      note(.transition(engineTransition(now, .unknown, .running, "answers again"), isSettled: true), nil)
    }
    prober.engineAwaySince = nil
    prober.engineError = nil
    beat(now: now)
  }

  private func engineTransition(
    _ time: Timestamp, _ from: HealthState, _ to: HealthState, _ reason: String
  ) -> Transition {
    Transition(
      time: time, container: Self.engine.id, name: Self.engine.name, from: from, to: to, reason: reason)
  }

  // MARK: - Probes

  /// Takes a result of a probe. What is to be probed does not depend on it.
  package func take(_ result: ProbeResult, of spec: ProbeSpec, container: String, now: Timestamp) {
    // Of a probe that was changed meanwhile, or of a container that is gone.
    guard subjects[container]?.tracker.probes[spec.name]?.spec == spec else { return }
    let before = pending.count
    _ = update(container) { $0.tracker.take(result, of: spec.name) }
    if pending.count > before, let row = subjects[container]?.tracker.probes[spec.name]?.row {
      // The verdict and what came of it are written together.
      pending.append(.probe(row))
      changedProbes[container]?.remove(spec.name)
      write(now: now)
    } else {
      changedProbes[container, default: []].insert(spec.name)
    }
  }

  /// A renamed container may have other probes.
  private func refreshProbes(_ details: ContainerDetails, now: Timestamp) -> [ProbeOrder] {
    guard let subject = subjects[details.id] else { return [] }
    let (specs, problems) = settings.probes.specs(for: details)
    guard specs != subject.specs || problems != subject.problems else { return [] }
    tell(problems, of: details)
    let known = Set(subject.specs.map(\.name) + subject.problems.map(\.subject))
    pending += known.subtracting(specs.map(\.name)).sorted().map { .noProbe(container: details.id, name: $0) }
    let orders = update(details.id) { subject in
      (subject.specs, subject.problems) = (specs, problems)
      return subject.tracker.probe(specs, now: now)
    }
    if let subject = subjects[details.id] { noteProbes(subject, now: now) }
    return orders
  }

  /// What is to be probed, if that is something else than before.
  private func order(_ subject: inout Subject) -> [ProbeOrder] {
    let specs = subject.tracker.isProbed ? subject.specs : []
    let order = ProbeOrder(
      container: subject.details.id, specs: specs, target: ProbeTarget(subject.details))
    guard order != subject.order, !(specs.isEmpty && subject.order?.specs.isEmpty ?? true) else { return [] }
    subject.order = order
    return [order]
  }

  private func noteProbes(_ subject: Subject, now: Timestamp) {
    for problem in subject.problems {
      pending.append(
        .probe(
          ProbeRow(
            container: subject.details.id, name: problem.subject, kind: "", target: "", state: .invalid,
            since: now,
            reason: problem.text)))
    }
    let names = subject.specs.map(\.name)
    if !names.isEmpty { changedProbes[subject.details.id, default: []].formUnion(names) }
  }

  private func tell(_ problems: [ProbeProblem], of details: ContainerDetails) {
    for problem in problems {
      logger.warning(
        "a probe can't be used",
        metadata: [
          "container.name": "\(details.name)", "place": "\(problem.subject)", "problem": "\(problem.text)",
        ])
    }
  }

  // MARK: - Time

  /// Notes that the prober is alive, lets time go by, and writes what waits; returns the restarts that are due.
  package func tick(now: Timestamp) -> [RestartOrder] {
    for id in subjects.keys {
      guard var tracker = subjects[id]?.tracker else { continue }
      let outcome = tracker.tick(now: now)
      guard outcome != .nothing else { continue }
      subjects[id]?.tracker = tracker
      note(outcome, tracker.row)
    }
    beat(now: now)
    write(now: now)
    return dueRestarts(now: now)
  }

  /// Writes the probes' rows that changed.
  package func flushProbes(now: Timestamp) {
    for (id, names) in changedProbes {
      guard let tracker = subjects[id]?.tracker else { continue }
      pending += names.sorted().compactMap { name in tracker.probes[name].map { .probe($0.row) } }
    }
    changedProbes.removeAll()
    write(now: now)
  }

  private func beat(now: Timestamp) {
    prober.aliveAt = now
    attempt { try database.note(prober) }
  }

  /// Deletes transitions that are older than `age`.
  func deleteOld(before age: Duration, now: Timestamp) {
    let limit = Timestamp(nanoseconds: now.nanoseconds &- age.nanoseconds)
    attempt { try database.delete(before: limit) }
  }

  // MARK: - Restarts

  private func dueRestarts(now: Timestamp) -> [RestartOrder] {
    guard let rule = settings.restart, prober.engineAwaySince == nil else { return [] }
    var orders: [RestartOrder] = []
    for (id, subject) in subjects
    where subject.tracker.row.state == .unhealthy && rule.allows(subject.details) {
      let row = subject.tracker.row
      switch restarts.decide(row, now: now) {
      case .nothing: continue
      case .exhausted:
        logger.warning(
          "a container stays unhealthy, and its restarts are used up",
          metadata: ["container.name": "\(row.name)", "budget": "\(rule.budget)"])
      case .restart:
        let action = HealthAction(
          time: now, container: id, name: row.name, kind: .restart, reason: row.reason)
        var number: Int64?
        guard attempt({ number = try database.begin(action) }), let number else { continue }
        restarts.begin(id, now: now)
        orders.append(RestartOrder(action: number, container: id, name: row.name, grace: rule.grace))
      }
    }
    return orders
  }

  /// Notes what came of a restart.
  func restarted(_ order: RestartOrder, outcome: String) {
    restarts.end(order.container)
    attempt { try database.end(action: order.action, outcome: outcome) }
    logger.notice(
      "an unhealthy container was restarted",
      metadata: ["container.name": "\(order.name)", "outcome": "\(outcome)"])
  }

  // MARK: - Writing

  private func note(_ outcome: HealthTracker.Outcome, _ row: HealthRow?) {
    switch outcome {
    case .nothing: break
    case .row: if let row { pending.append(.row(row)) }
    case .amended(let evidence): if let row { pending.append(.amendment(row, evidence)) }
    case .transition(let transition, let isSettled):
      pending.append(.transition(row, transition, isSettled: isSettled))
      log(transition)
    }
    if pending.count > Self.maximumPending { pending.removeFirst(pending.count - Self.maximumPending) }
  }

  private func write(now: Timestamp) {
    guard !pending.isEmpty, attempt({ try database.write(pending, now: now) }) else { return }
    pending.removeAll()
  }

  @discardableResult
  private func attempt(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      if cannotWrite { logger.notice("health database can be written again") }
      cannotWrite = false
      return true
    } catch {
      if !cannotWrite {
        logger.error(
          "health database can't be written; keeping transitions in memory", metadata: ["error": "\(error)"])
      }
      cannotWrite = true
      return false
    }
  }

  private func log(_ transition: Transition) {
    logger.log(
      level: transition.to.isWell ? .info : .warning, "container state changed",
      metadata: [
        "container.name": "\(transition.name)", "health.from": "\(transition.from?.name ?? "")",
        "health.to": "\(transition.to.name)", "health.reason": "\(transition.reason)",
      ])
  }
}

extension ProbeProblem {
  /// What is wrong, and what was perhaps meant.
  fileprivate var text: String { message + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "") }
}
