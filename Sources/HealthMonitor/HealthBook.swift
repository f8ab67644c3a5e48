internal import ContainerWatch
internal import DockerEngine
internal import HealthStore
internal import LogWire
internal import Logging

/// The trackers of all containers, and the file they are written to.
///
/// What can't be written (the disk is full) waits in memory, at most ``maximumPending`` entries, and is written later.
actor HealthBook {
  private enum Entry {
    case record(HealthRow, Transition?)
    case amend(HealthRow)
  }

  static let maximumPending = 10_000

  private let database: HealthDatabase
  private let logger: Logger
  private var trackers: [String: HealthTracker] = [:]
  /// Containers known to an earlier prober that were not seen yet.
  private var stored: [String: HealthRow]
  private var pending: [Entry] = []
  private var prober: ProberState
  private var cannotWrite = false

  init(path: String, logger: Logger) throws {
    database = try HealthDatabase(path: path, access: .write)
    self.logger = logger
    stored = Dictionary(
      try database.storedRows().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    prober = try database.proberState() ?? ProberState(aliveAt: .distantPast)
  }

  var summary: Prober.Status {
    .watching(containers: trackers.count, unwell: trackers.values.count { !$0.row.state.isWell })
  }

  /// Takes a change that the watcher tells.
  func take(_ change: ContainerChange, now: Timestamp) {
    switch change {
    case .appeared(let details): appeared(details, now: now)
    case .changed(let details, let event):
      update(details.id) { $0.take(details, after: event, now: now) }
    case .event(let event, _):
      update(event.id) { $0.take(event) }
    case .gone(let id): remove(id, now: now)
    case .listed: removeUnseen(now: now)
    case .engineAway(let error):
      prober.engineAwaySince = now
      prober.engineError = error.description
      beat(now: now)
    case .engineBack:
      prober.engineAwaySince = nil
      prober.engineError = nil
      beat(now: now)
    }
    write()
  }

  /// Notes that the prober is alive, and writes what waits.
  func beat(now: Timestamp) {
    prober.aliveAt = now
    attempt { try database.note(prober) }
    write()
  }

  /// Deletes transitions that are older than `age`.
  func deleteOld(before age: Duration, now: Timestamp) {
    let (seconds, overflow) = age.components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return }
    attempt { try database.deleteTransitions(before: Timestamp(nanoseconds: now.nanoseconds &- seconds)) }
  }

  private func appeared(_ details: ContainerDetails, now: Timestamp) {
    if let row = stored.removeValue(forKey: details.id) {
      let (tracker, outcome) = HealthTracker.known(row, details, now: now)
      trackers[details.id] = tracker
      note(outcome, tracker.row)
    } else if trackers[details.id] == nil {
      let (tracker, transition) = HealthTracker.appeared(details, now: now)
      trackers[details.id] = tracker
      note(.transition(transition), tracker.row)
    }
  }

  private func update(_ id: String, _ step: (inout HealthTracker) -> HealthTracker.Outcome) {
    guard var tracker = trackers[id] else { return }
    let outcome = step(&tracker)
    trackers[id] = tracker
    note(outcome, tracker.row)
    if tracker.row.state == .removed { trackers[id] = nil }
  }

  private func note(_ outcome: HealthTracker.Outcome, _ row: HealthRow) {
    switch outcome {
    case .nothing: break
    case .amended: pending.append(.amend(row))
    case .transition(let transition):
      pending.append(.record(row, transition))
      log(transition)
    }
    if pending.count > Self.maximumPending { pending.removeFirst(pending.count - Self.maximumPending) }
  }

  private func remove(_ id: String, now: Timestamp) {
    guard let tracker = trackers.removeValue(forKey: id) else { return }
    recordRemoval(of: tracker.row, at: now)
  }

  /// After a listing, what an earlier prober knew and is not there any more was removed meanwhile.
  private func removeUnseen(now: Timestamp) {
    for row in stored.values { recordRemoval(of: row, at: now) }
    stored.removeAll()
  }

  private func recordRemoval(of row: HealthRow, at now: Timestamp) {
    var removed = row
    removed.state = .removed
    let transition = Transition(
      time: now, container: row.id, name: row.name, from: row.state, to: .removed, reason: "removed")
    note(.transition(transition), removed)
  }

  private func write() {
    while let entry = pending.first {
      let isWritten = attempt {
        switch entry {
        case .record(let row, let transition): try database.record(row, transition)
        case .amend(let row): try database.amend(row)
        }
      }
      guard isWritten else { return }
      pending.removeFirst()
    }
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
