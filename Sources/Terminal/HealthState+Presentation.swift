internal import HealthStore

extension HealthState {
  /// A sign and words, to be read without colour.
  var label: String {
    switch self {
    case .created, .starting: "… \(words)"
    case .healthy, .running: "✓ \(words)"
    case .degraded: "! \(words)"
    case .unhealthy, .restarting: "✗ \(words)"
    case .paused: "‖ \(words)"
    case .stopped(let exitCode): "\(exitCode == 0 ? "■" : "✗") \(words)"
    case .removed: "■ \(words)"
    case .unknown: "? \(words)"
    }
  }

  /// The name, and the exit code of a stopped container.
  var words: String { exitCode.map { "\(name) (\($0))" } ?? name }

  var style: TextStyle {
    switch self {
    case .healthy, .running: .good
    case .created, .starting, .paused, .degraded: .waiting
    case .stopped(0), .removed: .dim
    case .unhealthy, .restarting, .stopped, .unknown: .bad
    }
  }
}

extension ContainerReport {
  /// As ``HealthState/label``; one that flaps says so.
  var label: String {
    if isGone { return "■ gone" }
    return row.flappingSince == nil ? row.state.label : "~ flapping (\(row.state.words))"
  }

  var style: TextStyle {
    if isGone { return .dim }
    return row.flappingSince == nil ? row.state.style : .bad
  }

  /// Why it is in its state, and what it was before. Input from outside.
  var why: String {
    if let stateBefore { return "was \(stateBefore.words)" }
    guard let from = lastChange?.from else { return row.reason }
    return row.reason.isEmpty ? "was \(from.words)" : "\(row.reason) (was \(from.words))"
  }
}

extension ProbeRow.State {
  /// A sign and a word.
  var label: String {
    switch self {
    case .pending: "… pending"
    case .passing: "✓ passing"
    case .warning: "! warning"
    case .failing: "✗ failing"
    case .undetermined: "? undetermined"
    case .invalid: "! invalid"
    }
  }

  var style: TextStyle {
    switch self {
    case .passing: .good
    case .pending, .warning, .invalid: .waiting
    case .failing, .undetermined: .bad
    }
  }
}
