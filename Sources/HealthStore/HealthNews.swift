package import LogWire

/// A transition as those see it who tell of it.
package struct HealthNews: Sendable, Hashable {
  package var transition: Transition
  /// When it was written; what is written later has a higher number.
  package var recorded: Timestamp
  /// Whether all is known of it that can be known.
  package var isSettled: Bool

  package init(_ transition: Transition, recorded: Timestamp, isSettled: Bool = true) {
    self.transition = transition
    self.recorded = recorded
    self.isSettled = isSettled
  }
}
