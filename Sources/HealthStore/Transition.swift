package import LogWire

/// A change of a container's state.
///
/// The log lines that belong to it are those of ``container`` before and after ``time``.
package struct Transition: Sendable, Hashable {
  /// What ``container`` is in the transitions of the engine itself.
  package static let engineContainer = "engine"

  /// Its place in the order of all transitions; 0 before it is stored.
  package var number: Int64 = 0
  package var time: Timestamp
  /// The container's id, and its names at that time.
  package var container: String
  package var name: String
  package var project: String?
  package var resource: String?
  /// Nil for a container that was not known before.
  package var from: HealthState?
  package var to: HealthState
  /// Why, in words: the signal, the exit code, what a probe found.
  package var reason: String
  package var evidence: Evidence

  package init(
    time: Timestamp, container: String, name: String, project: String? = nil, resource: String? = nil,
    from: HealthState?, to: HealthState, reason: String, evidence: Evidence = Evidence()
  ) {
    self.time = time
    self.container = container
    self.name = name
    self.project = project
    self.resource = resource
    self.from = from
    self.to = to
    self.reason = reason
    self.evidence = evidence
  }

  /// Whether it went from well to not well (true), back (false), or neither (nil).
  ///
  /// A container that is first seen in a state that is not well went down, too.
  package var isDown: Bool? {
    switch (from?.isWell ?? true, to.isWell) {
    case (true, false): true
    case (false, true): false
    default: nil
    }
  }
}
