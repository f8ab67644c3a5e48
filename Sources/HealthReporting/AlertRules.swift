internal import HealthStore

/// What a channel that tells of alerts tells, and when.
package struct AlertRules: Sendable, Hashable {
  /// What can be told.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case degraded, unhealthy, restarting, stopped, unknown, flapping
  }

  /// What is told; what was told is always told to be over, too.
  package var kinds: Set<Kind>
  /// How long others are waited for that go into the same message.
  package var group: Duration
  /// How long after the last message of a container that is still not well another is sent; nil: never.
  package var remind: Duration?

  package init(
    kinds: Set<Kind> = Set(Kind.allCases), group: Duration = .seconds(5), remind: Duration? = nil
  ) {
    self.kinds = kinds
    self.group = group
    self.remind = remind
  }

  /// Whether a state is told of.
  func tells(_ state: HealthState) -> Bool {
    !state.isWell && (Kind(rawValue: state.name).map(kinds.contains) ?? false)
  }
}

extension HealthState {
  /// How bad it is, to tell what is worse: 0 for well.
  var gravity: Int {
    switch self {
    case _ where isWell: 0
    case .degraded: 1
    case .unknown, .restarting: 2
    default: 3
    }
  }

  /// Whether what was not well is well again. A container that has only begun to start is not yet.
  var endsAlert: Bool { isWell && self != .starting }
}
