internal import ContainerRuntime
internal import ContainerWatch
package import DockerEngine
package import HealthStore
package import LogWire
package import Probes

/// The state of one container from all that is known of it: the Engine's word and our probes. Pure.
///
/// The first that applies of: not running, by the Engine's word; unhealthy, by its health check or a critical probe; unknown,
/// because a critical probe can't tell; starting, while one has not told; degraded; healthy; running, if nothing checks it.
package struct HealthTracker: Sendable {
  /// What a step changed.
  package enum Outcome: Sendable, Equatable {
    case nothing
    /// Not settled: what is known of it may become better within a moment.
    case transition(Transition, isSettled: Bool)
    /// What is known of the last transition became better, and is settled.
    case amended(Evidence)
    /// Nothing of the states.
    case row
  }

  package private(set) var row: HealthRow
  private var engine: EngineTracker
  /// By name.
  package private(set) var probes: [String: ProbeTracker] = [:]
  private var flaps: FlapDetector
  /// Whether a transition from nothing is due.
  private(set) var isNew: Bool

  /// A container that is seen for the first time.
  package init(_ details: ContainerDetails, flapping limit: FlapDetector.Limit) {
    row = HealthRow(
      id: details.id, name: details.name, project: details.project, resource: details.resource,
      state: .unknown,
      since: .distantPast, reason: "", restarts: 0)
    engine = EngineTracker()
    engine.expect(details)
    flaps = FlapDetector(limit: limit)
    isNew = true
  }

  /// A container that was known to an earlier prober.
  ///
  /// - Parameter changes: when it last changed between well and not well, in order.
  package init(_ row: HealthRow, changes: [Timestamp], flapping limit: FlapDetector.Limit) {
    self.row = row
    engine = EngineTracker(state: row.engineState, lastEvent: row.lastEvent, lastStart: row.lastStart)
    flaps = FlapDetector(limit: limit, times: changes, since: row.flappingSince)
    isNew = false
  }

  /// Whether its process runs, so that probes make sense.
  package var isProbed: Bool { engine.state.isRunning && engine.state != .paused }

  /// When its newest process began.
  package var startedAt: Timestamp { Timestamp(nanoseconds: engine.lastStart) }

  // MARK: - News

  /// Takes an event.
  package mutating func take(_ event: EngineEvent) -> Outcome {
    if let name = event.name, event.action != .rename, !name.isEmpty { row.name = name }
    return took(engine.take(event))
  }

  /// Takes what inspect says; see ``EngineTracker/take(_:after:now:)``.
  package mutating func take(_ details: ContainerDetails, after event: EngineEvent?, now: Timestamp)
    -> Outcome
  {
    let names = (row.name, row.project, row.resource)
    (row.name, row.project, row.resource) = (details.name, details.project, details.resource)
    let outcome = took(engine.take(details, after: event, now: now))
    return outcome == .nothing && names != (row.name, row.project, row.resource) ? .row : outcome
  }

  /// It is not there any more, and no event said so.
  package mutating func removed(now: Timestamp) -> Outcome {
    guard engine.state != .removed else { return .nothing }
    return took(
      engine.take(EngineEvent(action: .destroy, id: row.id, time: max(now.nanoseconds, engine.lastEvent + 1)))
    )
  }

  private mutating func took(_ outcome: EngineTracker.Outcome) -> Outcome {
    row.engineState = engine.state
    row.lastEvent = engine.lastEvent
    row.lastStart = engine.lastStart
    switch outcome {
    case .nothing: return .nothing
    case .amended:
      guard row.state == engine.state else { return .nothing }
      row.reason = engine.reason
      return .amended(engine.evidence)
    case .moved(let move):
      if move.isStart {
        if !isNew, row.state != .created { row.restarts += 1 }
        let start = startedAt
        for name in probes.keys { probes[name]?.restart(at: start) }
      }
      return settle(
        at: move.time, isStart: move.isStart, isSettled: move.isSettled, engineReason: move.reason,
        engineEvidence: move.evidence)
    }
  }

  // MARK: - Probes

  /// Takes what is to be probed from now on.
  ///
  /// - Parameter stored: what an earlier prober knew of them.
  package mutating func probe(_ specs: [ProbeSpec], stored: [ProbeRow] = [], now: Timestamp) -> Outcome {
    let known = probes
    probes = [:]
    for spec in specs {
      if let tracker = known[spec.name], tracker.spec == spec {
        probes[spec.name] = tracker
        continue
      }
      var tracker = ProbeTracker(spec: spec, container: row.id, startedAt: startedAt, now: now)
      if let row = stored.first(where: { $0.name == spec.name }) { tracker.resume(row) }
      probes[spec.name] = tracker
    }
    // Before the first news there is no state to be changed.
    return isNew ? .nothing : settle(at: now, reason: "probes were changed")
  }

  /// Takes a result of the probe with that name.
  package mutating func take(_ result: ProbeResult, of name: String) -> Outcome {
    guard isProbed, var tracker = probes[name] else { return .nothing }
    let isVerdict = tracker.take(result)
    probes[name] = tracker
    return isVerdict ? settle(at: tracker.row.since) : .nothing
  }

  /// Lets time go by.
  package mutating func tick(now: Timestamp) -> Outcome {
    guard flaps.calmed(at: now) else { return .nothing }
    row.flappingSince = nil
    return .row
  }

  // MARK: - The state

  private struct Verdict {
    var state: HealthState
    var reason: String
    var evidence: Evidence
  }

  private func verdict() -> Verdict {
    let engineVerdict = Verdict(state: engine.state, reason: engine.reason, evidence: engine.evidence)
    guard isProbed, engine.state != .unhealthy else { return engineVerdict }
    let ordered = probes.values.sorted { ($0.row.since, $0.spec.name) < ($1.row.since, $1.spec.name) }
    func first(_ state: ProbeRow.State, isCritical: Bool? = nil) -> ProbeTracker? {
      ordered.first { $0.row.state == state && (isCritical == nil || $0.row.isCritical == isCritical) }
    }
    func verdict(_ state: HealthState, _ probe: ProbeTracker) -> Verdict {
      let name = probe.spec.name == ProbeSpec.defaultName ? "" : " \(probe.spec.name)"
      return Verdict(
        state: state, reason: "\(probe.spec.check.kind) probe\(name): \(probe.row.reason)",
        evidence: probe.evidence)
    }
    if let failing = first(.failing, isCritical: true) { return verdict(.unhealthy, failing) }
    if let unclear = first(.undetermined, isCritical: true) { return verdict(.unknown, unclear) }
    if engine.state == .starting { return engineVerdict }
    if first(.pending, isCritical: true) != nil {
      return Verdict(state: .starting, reason: engine.reason, evidence: engine.evidence)
    }
    if let bad = first(.failing, isCritical: false) ?? first(.warning) { return verdict(.degraded, bad) }
    if engine.state == .running, let passing = ordered.last(where: { $0.row.state == .passing }) {
      let reason = ordered.count == 1 ? "\(passing.spec.check.kind) probe passes" : "the probes pass"
      return Verdict(state: .healthy, reason: reason, evidence: passing.evidence)
    }
    return engineVerdict
  }

  /// Looks what the state is now, and tells if it is another.
  private mutating func settle(
    at time: Timestamp, reason: String? = nil, isStart: Bool = false, isSettled: Bool = true,
    engineReason: String? = nil, engineEvidence: Evidence? = nil
  ) -> Outcome {
    let verdict = verdict()
    guard isNew || isStart || verdict.state != row.state else { return .nothing }
    // What made us look may be older than what was told since; transitions never go back in time.
    let time = max(time, row.since)
    let isEngines = engineReason != nil && (verdict.state == engine.state || verdict.state == .starting)
    var words = isEngines ? engineReason ?? verdict.reason : verdict.reason
    if words.isEmpty { words = reason ?? "" }
    let transition = Transition(
      time: time, container: row.id, name: row.name, project: row.project, resource: row.resource,
      from: isNew ? nil : row.state, to: verdict.state, reason: words,
      evidence: isEngines ? engineEvidence ?? verdict.evidence : verdict.evidence)
    isNew = false
    row.state = verdict.state
    row.since = time
    row.reason = words
    if transition.isDown != nil {
      flaps.changed(at: time)
      row.flappingSince = flaps.since
    }
    return .transition(transition, isSettled: isSettled || !isEngines)
  }
}
