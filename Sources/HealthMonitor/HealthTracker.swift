internal import ContainerRuntime
internal import ContainerWatch
package import DockerEngine
package import HealthStore
package import LogWire

/// Turns what the Engine tells of one container into its state and transitions. Pure.
///
/// Events come at once and in order, but only while someone listens; inspect tells everything, but may be older than the
/// events that came meanwhile. So events move the state, and inspect corrects it unless it is stale: its start and end times
/// are compared with those of the last events.
package struct HealthTracker {
  /// What a step changed.
  package enum Outcome: Equatable {
    case nothing
    case transition(Transition)
    /// The reason of the last transition became better known.
    case amended
  }

  /// A signal this long before the end of the process is taken for its cause.
  private static let signalMemory: Int64 = 60_000_000_000
  /// A start told so shortly after one that is known is the same.
  private static let sameStart: Int64 = 3_000_000_000
  /// The most of a health check's output that goes into a reason, in characters.
  private static let outputLength = 400

  package private(set) var row: HealthRow
  /// The times of the newest start and end, by the Engine's clock.
  private var lastStart: Int64 = 0
  private var lastEnd: Int64 = 0
  private var lastHealth: Int64 = 0
  private var signal: (number: Int, time: Int64)?
  private var ranOutOfMemory = false
  private var hasHealthCheck: Bool

  /// A container that is seen for the first time.
  package static func appeared(_ details: ContainerDetails, now: Timestamp) -> (HealthTracker, Transition) {
    var tracker = HealthTracker(details, since: .distantPast)
    let time = Self.time(of: details) ?? now
    tracker.row.state = HealthState(details)
    tracker.row.since = time
    tracker.row.reason = Self.reason(details)
    let transition = Transition(
      time: time, container: details.id, name: details.name, from: nil, to: tracker.row.state,
      reason: tracker.row.reason, oomKilled: details.oomKilled)
    return (tracker, transition)
  }

  /// A container that was known to an earlier prober.
  package static func known(_ row: HealthRow, _ details: ContainerDetails, now: Timestamp) -> (
    HealthTracker, Outcome
  ) {
    var tracker = HealthTracker(details, since: row.since)
    tracker.row = row
    tracker.refreshNames(details)
    let startedSince = (details.startedAt ?? 0) > row.since.nanoseconds
    let isSame = row.state.name == HealthState(details).name && !(row.state.isRunning && startedSince)
    guard !isSame else { return (tracker, .nothing) }
    if startedSince { tracker.row.restarts += 1 }
    let outcome = tracker.move(
      to: HealthState(details), at: Self.time(of: details) ?? now,
      reason: "\(Self.reason(details)) while nobody watched", oomKilled: details.oomKilled)
    return (tracker, outcome)
  }

  private init(_ details: ContainerDetails, since: Timestamp) {
    row = HealthRow(
      id: details.id, name: details.name, project: details.labels[RuntimeLabels.project],
      resource: details.labels[RuntimeLabels.resource], state: .unknown, since: since, reason: "", restarts: 0
    )
    lastStart = details.startedAt ?? 0
    lastEnd = details.finishedAt ?? 0
    hasHealthCheck = details.health.status != .none
  }

  /// Takes an event.
  package mutating func take(_ event: EngineEvent) -> Outcome {
    let time = Timestamp(nanoseconds: event.time)
    switch event.action {
    case .kill:
      signal = (Int(event.attributes["signal"] ?? "") ?? 0, event.time)
      return .nothing
    case .oom:
      ranOutOfMemory = true
      return .nothing
    case .die:
      // Inspect saw a later start already.
      guard event.time > lastStart else { return .nothing }
      return ended(event, at: time)
    case .start:
      // Inspect saw this start already: Docker writes StartedAt a moment before the event.
      if row.state.isRunning, event.time - lastStart < Self.sameStart { return .nothing }
      lastStart = event.time
      signal = nil
      ranOutOfMemory = false
      let isAgain = row.state != .created && row.state != .unknown
      if isAgain { row.restarts += 1 }
      return move(
        to: hasHealthCheck ? .starting : .running, at: time, reason: isAgain ? "started again" : "started")
    case .pause:
      return move(to: .paused, at: time, reason: "paused")
    case .unpause:
      return move(to: hasHealthCheck ? .starting : .running, at: time, reason: "unpaused")
    case .healthStatus(let status):
      lastHealth = event.time
      return healthChanged(status, at: time)
    case .destroy:
      return move(to: .removed, at: time, reason: "removed")
    case .create, .restart, .stop, .rename, .update, .other:
      return .nothing
    }
  }

  private mutating func ended(_ event: EngineEvent, at time: Timestamp) -> Outcome {
    lastEnd = event.time
    let exitCode = event.attributes["exitCode"].flatMap { Int($0) }
    let reason: String
    if ranOutOfMemory {
      reason = "out of memory, killed by the kernel"
    } else if let signal, event.time - signal.time < Self.signalMemory {
      reason = "ended by \(SignalName.name(of: signal.number)) that was sent to it"
    } else if let exitCode, exitCode > 128, exitCode < 160 {
      reason = "ended by \(SignalName.name(of: exitCode - 128)), or exited"
    } else {
      reason = "exited"
    }
    let code = exitCode.map { ", exit code \($0)" } ?? ""
    defer { signal = nil }
    return move(to: .stopped(exitCode: exitCode), at: time, reason: reason + code, oomKilled: ranOutOfMemory)
  }

  private mutating func healthChanged(_ status: HealthStatus, at time: Timestamp) -> Outcome {
    // A result that was under way when the process ended says nothing of the next one.
    guard row.state.isRunning, row.state != .paused else { return .nothing }
    switch status {
    case .healthy: return move(to: .healthy, at: time, reason: "health check passes")
    case .unhealthy: return move(to: .unhealthy, at: time, reason: "health check fails")
    case .starting: return move(to: .starting, at: time, reason: "health check begins anew")
    case .none: return .nothing
    }
  }

  /// Takes what inspect says.
  ///
  /// - Parameter event: the event that made someone inspect; nil if it was found by listing.
  package mutating func take(_ details: ContainerDetails, after event: EngineEvent?, now: Timestamp)
    -> Outcome
  {
    hasHealthCheck = details.health.status != .none
    refreshNames(details)
    guard !isStale(details) else { return .nothing }
    let state = HealthState(details)
    let isLateNews = details.oomKilled && !row.reason.hasPrefix("out of memory")
    if state == row.state, row.state.exitCode != nil, isLateNews {
      // The event of running out of memory may come after that of the end.
      row.reason = Self.reason(details)
      return .amended
    }
    if state == row.state || (state.name == row.state.name && state.exitCode == nil) {
      return amendHealth(details, event)
    }
    lastStart = max(lastStart, details.startedAt ?? 0)
    lastEnd = max(lastEnd, details.finishedAt ?? 0)
    return move(
      to: state, at: event.map { Timestamp(nanoseconds: $0.time) } ?? Self.time(of: details) ?? now,
      reason: Self.reason(details), oomKilled: details.oomKilled)
  }

  private mutating func refreshNames(_ details: ContainerDetails) {
    row.name = details.name
    row.project = details.labels[RuntimeLabels.project]
    row.resource = details.labels[RuntimeLabels.resource]
  }

  /// Whether events have told of something newer than what inspect saw.
  private func isStale(_ details: ContainerDetails) -> Bool {
    switch details.state {
    case .running, .paused:
      // Docker writes StartedAt a moment before the event of the start.
      return lastEnd > (details.startedAt ?? 0)
    case .exited, .dead, .restarting, .removing:
      return lastStart > (details.finishedAt ?? 0)
    case .created, .unknown:
      return lastStart > 0 || details.state == .unknown
    }
  }

  /// The output of a failing health check is known from inspect only, a moment after the event.
  private mutating func amendHealth(_ details: ContainerDetails, _ event: EngineEvent?) -> Outcome {
    guard row.state == .unhealthy, event != nil, row.reason == "health check fails" else { return .nothing }
    let reason = Self.healthReason(details)
    guard reason != row.reason else { return .nothing }
    row.reason = reason
    return .amended
  }

  private mutating func move(
    to state: HealthState, at time: Timestamp, reason: String, oomKilled: Bool = false
  ) -> Outcome {
    guard state != row.state || state.isRunning && reason.hasPrefix("started") else { return .nothing }
    // What made us look may be older than what was told since; transitions never go back in time.
    let time = max(time, row.since)
    let transition = Transition(
      time: time, container: row.id, name: row.name, from: row.state, to: state, reason: reason,
      oomKilled: oomKilled)
    row.state = state
    row.since = time
    row.reason = reason
    return .transition(transition)
  }

  // MARK: - From inspect

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

  private static func reason(_ details: ContainerDetails) -> String {
    switch details.state {
    case .created: return "made, not started"
    case .running: return details.health.status == .none ? "started" : healthReason(details)
    case .paused: return "paused"
    case .restarting: return "exit code \(details.exitCode); the engine starts it again"
    case .exited, .dead, .removing:
      if details.oomKilled { return "out of memory, killed by the kernel, exit code \(details.exitCode)" }
      let error = details.error.isEmpty ? "" : ": \(details.error)"
      return "exited, exit code \(details.exitCode)\(error)"
    case .unknown: return "the engine tells a state that is not known"
    }
  }

  private static func healthReason(_ details: ContainerDetails) -> String {
    switch details.health.status {
    case .healthy: return "health check passes"
    case .starting: return "health check has not answered yet"
    case .none: return ""
    case .unhealthy:
      guard let probe = details.health.lastProbe else { return "health check fails" }
      let output = probe.output.prefix(outputLength).split(whereSeparator: \.isNewline).joined(
        separator: " ⏎ ")
      return "health check fails, exit code \(probe.exitCode)" + (output.isEmpty ? "" : ": \(output)")
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
