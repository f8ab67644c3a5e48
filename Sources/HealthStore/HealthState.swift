/// The state of a container, as people speak of it.
package enum HealthState: Sendable, Hashable {
  /// Made, never started.
  case created
  /// Running; its health check has not answered yet.
  case starting
  /// Running, and what checks it passes: the engine's health check, and our probes.
  case healthy
  /// Running, and nothing checks it.
  case running
  /// Running, but a probe of severity `warning` fails, or one that passes is too slow or sees a certificate expire.
  case degraded
  /// Running, and its health check or a probe fails.
  case unhealthy
  case restarting
  case paused
  /// Not running. The exit code is nil if it is not known.
  case stopped(exitCode: Int?)
  case removed
  /// Nothing is known: the prober is silent, or can't ask the Engine.
  case unknown

  /// False for a state that someone should look at: degraded, unhealthy, restarting, unknown, or stopped otherwise
  /// than with exit code 0.
  package var isWell: Bool {
    switch self {
    case .created, .starting, .healthy, .running, .paused, .removed: true
    case .stopped(let exitCode): exitCode == 0
    case .degraded, .unhealthy, .restarting, .unknown: false
    }
  }

  /// Whether the container does its work, for uptime; nil where the question makes no sense, because nobody meant it to.
  package var isUp: Bool? {
    switch self {
    case .healthy, .running, .degraded: true
    case .unhealthy, .restarting: false
    case .stopped(let exitCode): exitCode == 0 ? nil : false
    case .created, .starting, .paused, .removed, .unknown: nil
    }
  }

  /// Whether a process of the container runs.
  package var isRunning: Bool {
    switch self {
    case .starting, .healthy, .running, .degraded, .unhealthy, .paused: true
    case .created, .restarting, .stopped, .removed, .unknown: false
    }
  }

  /// One word, as in JSON and in `health.db`.
  package var name: String {
    switch self {
    case .created: "created"
    case .starting: "starting"
    case .healthy: "healthy"
    case .running: "running"
    case .degraded: "degraded"
    case .unhealthy: "unhealthy"
    case .restarting: "restarting"
    case .paused: "paused"
    case .stopped: "stopped"
    case .removed: "removed"
    case .unknown: "unknown"
    }
  }

  /// The exit code of a stopped container.
  package var exitCode: Int? {
    if case .stopped(let exitCode) = self { exitCode } else { nil }
  }

  /// Reads ``name`` and ``exitCode`` back; a word of a later version is ``unknown``.
  package init(name: String, exitCode: Int?) {
    self =
      switch name {
      case "created": .created
      case "starting": .starting
      case "healthy": .healthy
      case "running": .running
      case "degraded": .degraded
      case "unhealthy": .unhealthy
      case "restarting": .restarting
      case "paused": .paused
      case "stopped": .stopped(exitCode: exitCode)
      case "removed": .removed
      default: .unknown
      }
  }
}
