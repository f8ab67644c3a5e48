internal import HealthStore

extension HealthState {
  /// A sign and words, to be read without colour.
  var label: String {
    switch self {
    case .created: "… created"
    case .starting: "… starting"
    case .healthy: "✓ healthy"
    case .running: "✓ running"
    case .degraded: "! degraded"
    case .unhealthy: "✗ unhealthy"
    case .restarting: "✗ restarting"
    case .paused: "‖ paused"
    case .stopped(.none): "✗ stopped"
    case .stopped(.some(let exitCode)): "\(exitCode == 0 ? "■" : "✗") stopped (\(exitCode))"
    case .removed: "■ removed"
    case .unknown: "? unknown"
    }
  }

  var style: TextStyle {
    switch self {
    case .healthy, .running: .good
    case .created, .starting, .paused: .waiting
    case .stopped(0), .removed: .dim
    case .degraded, .unhealthy, .restarting, .stopped, .unknown: .bad
    }
  }
}
