package import HealthStore
package import LogWire

/// One thing that a message tells.
package struct HealthEvent: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    /// It is not well any more.
    case down
    /// It is well again.
    case up
    /// It was not well, and is gone.
    case removed
    /// It was not well, and it is worse now, or anew.
    case worse
    /// It is still not well.
    case reminder
    /// It changes too often: nothing more is told until it has calmed.
    case flapping
    /// It does not change too often any more.
    case calm
  }

  package var kind: Kind
  package var subject: Subject
  package var from: HealthState?
  package var state: HealthState
  /// When it came into this state.
  package var since: Timestamp
  /// Since when it was not well, or flapped.
  package var downSince: Timestamp
  package var reason: String
  package var evidence: Evidence
  /// The number of the transition that it is based on.
  package var transition: Int64
  /// How many times it went down in what is told here; 0 where none is a news.
  package var downs: Int
  /// Which reminder it is; 0 for none.
  package var reminder: Int

  package init(
    kind: Kind, subject: Subject, from: HealthState? = nil, state: HealthState, since: Timestamp,
    downSince: Timestamp,
    reason: String, evidence: Evidence = Evidence(), transition: Int64, downs: Int = 0, reminder: Int = 0
  ) {
    self.kind = kind
    self.subject = subject
    self.from = from
    self.state = state
    self.since = since
    self.downSince = downSince
    self.reason = reason
    self.evidence = evidence
    self.transition = transition
    self.downs = downs
    self.reminder = reminder
  }

  /// Names it for good: the same for a message that is sent again, also by another process.
  ///
  /// - Parameter database: which `health.db`.
  package func id(database: String) -> String {
    "\(database)-\(subject.id.prefix(12))-\(transition)-\(kind.rawValue)"
      + (reminder > 0 ? "-\(reminder)" : "")
  }
}
