internal import ContainerRuntime
internal import ContainerWatch
package import DockerEngine
package import HealthStore
package import LogWire

/// What the Engine tells of one container, as its state and what moved it there. Pure.
///
/// Events come at once and in order, but only while someone listens; inspect tells everything, but may be older than the
/// events that came meanwhile. So events move the state, and inspect corrects it unless it is stale: its start and end times
/// are compared with those of the last events.
package struct EngineTracker: Sendable {
  /// A move to another state, or a new start in the same.
  package struct Move: Sendable, Equatable {
    package var time: Timestamp
    package var reason: String
    package var evidence = Evidence()
    /// Whether a process began.
    package var isStart = false
    /// Whether inspect may add to the reason.
    package var isSettled = true
  }

  /// What a step changed.
  package enum Outcome: Sendable, Equatable {
    case nothing
    case moved(Move)
    /// The reason of the last move is known better, or that nothing is to be added to it.
    case amended
  }

  /// A signal this long before the end of the process is taken for its cause.
  private static let signalMemory: Int64 = 60_000_000_000
  /// Want of memory this long before the end of the process is taken for its cause. (It may have hit a child.)
  private static let outOfMemoryMemory: Int64 = 10_000_000_000
  /// A start told so shortly after one that is known is the same: Docker writes StartedAt a moment before the event.
  private static let sameStart: Int64 = 3_000_000_000
  /// The most of a health check's output that goes into a reason, in characters.
  private static let outputLength = 400

  package private(set) var state: HealthState
  package private(set) var reason: String
  package private(set) var evidence: Evidence
  /// The time of the newest event taken, nanoseconds since 1970.
  package private(set) var lastEvent: Int64
  /// When the newest process began, by the Engine's clock.
  package private(set) var lastStart: Int64
  /// When the newest end came.
  private var lastEnd: Int64 = 0
  private var signal: (number: Int, time: Int64)?
  /// When it last ran out of memory; nil if the newest process did not.
  private var lastOutOfMemory: Int64?
  private var hasHealthCheck = false
  /// Whether the last move waits for what inspect says.
  private var isWaiting = false

  /// A container of which nothing is known.
  package init() {
    self.init(state: .unknown, lastEvent: 0, lastStart: 0)
  }

  /// A container that was known to an earlier prober.
  package init(state: HealthState, lastEvent: Int64, lastStart: Int64) {
    self.state = state
    self.lastEvent = lastEvent
    self.lastStart = lastStart
    reason = ""
    evidence = Evidence()
  }

  /// Says before the first event what only inspect knows: whether the image has a health check, so that a start is `starting`.
  package mutating func expect(_ details: ContainerDetails) {
    hasHealthCheck = details.health.status != .none
  }

  // MARK: - Events

  /// Takes an event. One that is not newer than the last is one that was taken before.
  package mutating func take(_ event: EngineEvent) -> Outcome {
    guard event.time > lastEvent else { return .nothing }
    defer { lastEvent = event.time }
    let time = Timestamp(nanoseconds: event.time)
    switch event.action {
    case .create:
      return state == .unknown ? move(to: .created, Move(time: time, reason: "made, not started")) : .nothing
    case .kill:
      signal = (event.signal ?? 0, event.time)
      return .nothing
    case .oom:
      lastOutOfMemory = event.time
      return .nothing
    case .die:
      // Inspect saw a later start already.
      guard event.time > lastStart else { return .nothing }
      return ended(event, at: time)
    case .start:
      // Inspect saw this start already.
      if state.isRunning, event.time - lastStart < Self.sameStart { return .nothing }
      return started(at: time)
    case .pause:
      return move(to: .paused, Move(time: time, reason: "paused"))
    case .unpause:
      return move(to: hasHealthCheck ? .starting : .running, Move(time: time, reason: "unpaused"))
    case .healthStatus(let status):
      return healthChanged(status, at: time)
    case .destroy:
      return move(to: .removed, Move(time: time, reason: "removed"))
    case .restart, .stop, .rename, .update, .other:
      return .nothing
    }
  }

  private mutating func started(at time: Timestamp) -> Outcome {
    let isAgain = state != .created && state != .unknown
    lastStart = time.nanoseconds
    signal = nil
    lastOutOfMemory = nil
    return move(
      to: hasHealthCheck ? .starting : .running,
      Move(time: time, reason: isAgain ? "started again" : "started", isStart: true))
  }

  private mutating func ended(_ event: EngineEvent, at time: Timestamp) -> Outcome {
    lastEnd = event.time
    let ranOutOfMemory = lastOutOfMemory.map { event.time - $0 <= Self.outOfMemoryMemory } ?? false
    let reason: String
    if ranOutOfMemory {
      reason = Self.outOfMemory
    } else if let signal, event.time - signal.time < Self.signalMemory {
      reason = "ended by \(SignalName.name(of: signal.number)) that was sent to it"
    } else if let exitCode = event.exitCode, exitCode > 128, exitCode < 160 {
      reason = "ended by \(SignalName.name(of: exitCode - 128)), or exited"
    } else {
      reason = "exited"
    }
    let code = event.exitCode.map { ", exit code \($0)" } ?? ""
    defer { signal = nil }
    return move(
      to: .stopped(exitCode: event.exitCode),
      Move(
        time: time, reason: reason + code, evidence: Evidence(oomKilled: ranOutOfMemory),
        isSettled: ranOutOfMemory))
  }

  private mutating func healthChanged(_ status: HealthStatus, at time: Timestamp) -> Outcome {
    // A result that was under way when the process ended says nothing of the next one.
    guard state.isRunning, state != .paused else { return .nothing }
    if status != .none { hasHealthCheck = true }
    let evidence = Evidence(probe: Self.healthCheck)
    switch status {
    case .healthy:
      return move(to: .healthy, Move(time: time, reason: "health check passes", evidence: evidence))
    case .unhealthy:
      return move(
        to: .unhealthy, Move(time: time, reason: "health check fails", evidence: evidence, isSettled: false))
    case .starting: return move(to: .starting, Move(time: time, reason: "health check begins anew"))
    case .none: return .nothing
    }
  }

  // MARK: - Inspect

  /// Takes what inspect says.
  ///
  /// - Parameter event: the event that made someone inspect; nil if it was found by listing, so that events may be missing.
  package mutating func take(_ details: ContainerDetails, after event: EngineEvent?, now: Timestamp)
    -> Outcome
  {
    hasHealthCheck = details.health.status != .none
    guard state != .removed, !isStale(details) else { return .nothing }
    let inspected = HealthState(details)
    if inspected == state || (inspected.name == state.name && inspected.exitCode == nil) {
      return sameState(details, event)
    }
    let isAgain = inspected.isRunning && startedSince(details) && state != .created && state != .unknown
    let isStart = inspected.isRunning && startedSince(details)
    lastStart = max(lastStart, details.startedAt ?? 0)
    lastEnd = max(lastEnd, details.finishedAt ?? 0)
    let seen = Self.move(to: details)
    return move(
      to: inspected,
      Move(
        time: event.map { Timestamp(nanoseconds: $0.time) } ?? Self.time(of: details) ?? now,
        reason: isAgain && details.health.status == .none ? "started again" : seen.reason,
        evidence: seen.evidence, isStart: isStart))
  }

  /// Inspect saw the state that events told, or that was known before.
  private mutating func sameState(_ details: ContainerDetails, _ event: EngineEvent?) -> Outcome {
    if event == nil, state.isRunning, lastStart > 0, startedSince(details), let start = details.startedAt {
      // It ended and began while nobody was told.
      lastStart = start
      lastEnd = max(lastEnd, details.finishedAt ?? 0)
      return move(
        to: state,
        Move(time: Timestamp(nanoseconds: start), reason: "started again while nobody watched", isStart: true)
      )
    }
    lastStart = max(lastStart, details.startedAt ?? 0)
    guard isWaiting else { return .nothing }
    isWaiting = false
    let seen = Self.move(to: details)
    switch state {
    case .unhealthy:
      (reason, evidence) = (seen.reason, seen.evidence)
    case .stopped where details.oomKilled && !evidence.oomKilled:
      // The event of running out of memory may come after that of the end, or not at all.
      (reason, evidence) = (seen.reason, seen.evidence)
    case .stopped where !details.error.isEmpty:
      reason += ": \(details.error)"
    default: break
    }
    return .amended
  }

  private func startedSince(_ details: ContainerDetails) -> Bool {
    (details.startedAt ?? 0) - lastStart >= Self.sameStart
  }

  /// Whether events have told of something newer than what inspect saw.
  private func isStale(_ details: ContainerDetails) -> Bool {
    switch details.state {
    case .running, .paused:
      return lastEnd > (details.startedAt ?? 0)
    case .exited, .dead, .restarting, .removing:
      return lastStart > (details.finishedAt ?? 0)
    case .created, .unknown:
      return lastStart > 0 || details.state == .unknown
    }
  }

  private mutating func move(to next: HealthState, _ move: Move) -> Outcome {
    guard next != state || move.isStart else { return .nothing }
    state = next
    reason = move.reason
    evidence = move.evidence
    isWaiting = !move.isSettled
    return .moved(move)
  }

  // MARK: - Words

  /// The name under which the image's own check is evidence.
  package static let healthCheck = "HEALTHCHECK"
  private static let outOfMemory = "out of memory, killed by the kernel"

  /// When the container came into the state that inspect tells.
  private static func time(of details: ContainerDetails) -> Timestamp? {
    let time: Int64? =
      switch details.state {
      case .running where details.health.status == .healthy || details.health.status == .unhealthy:
        details.health.lastProbe?.end ?? details.startedAt
      case .running, .paused: details.startedAt
      case .exited, .dead, .restarting, .removing: details.finishedAt
      case .created, .unknown: nil
      }
    return time.map { Timestamp(nanoseconds: $0) }
  }

  private static func move(to details: ContainerDetails) -> (reason: String, evidence: Evidence) {
    switch details.state {
    case .created: return ("made, not started", Evidence())
    case .running: return details.health.status == .none ? ("started", Evidence()) : health(details)
    case .paused: return ("paused", Evidence())
    case .restarting:
      return (
        "exit code \(details.exitCode); the engine starts it again", Evidence(oomKilled: details.oomKilled)
      )
    case .exited, .dead, .removing:
      if details.oomKilled {
        return ("\(outOfMemory), exit code \(details.exitCode)", Evidence(oomKilled: true))
      }
      let error = details.error.isEmpty ? "" : ": \(details.error)"
      return ("exited, exit code \(details.exitCode)\(error)", Evidence())
    case .unknown: return ("the engine tells a state that is not known", Evidence())
    }
  }

  private static func health(_ details: ContainerDetails) -> (reason: String, evidence: Evidence) {
    switch details.health.status {
    case .healthy: return ("health check passes", Evidence(probe: healthCheck))
    case .starting: return ("health check has not answered yet", Evidence())
    case .none: return ("", Evidence())
    case .unhealthy:
      guard let probe = details.health.lastProbe else {
        return ("health check fails", Evidence(probe: healthCheck))
      }
      let output = probe.output.prefix(outputLength).split(whereSeparator: \.isNewline).joined(
        separator: " ⏎ ")
      let latency = probe.start.flatMap { start in probe.end.map { max(0, $0 - start) } }
      return (
        "health check fails, exit code \(probe.exitCode)" + (output.isEmpty ? "" : ": \(output)"),
        Evidence(
          probe: healthCheck, exitCode: probe.exitCode, latency: latency, output: Array(probe.output.utf8))
      )
    }
  }
}

extension HealthState {
  /// What inspect says, in our words.
  package init(_ details: ContainerDetails) {
    self =
      switch details.state {
      case .created: .created
      case .paused: .paused
      case .restarting: .restarting
      case .exited, .dead, .removing: .stopped(exitCode: details.exitCode)
      case .unknown: .unknown
      case .running:
        switch details.health.status {
        case .none: .running
        case .starting: .starting
        case .healthy: .healthy
        case .unhealthy: .unhealthy
        }
      }
  }
}
