package import LogWire

/// As much of a ``Transition`` as a ``StateHistory`` is made of.
package struct StateChange: Sendable, Hashable {
  package var time: Timestamp
  /// The container's id, and its name at that time.
  package var container: String
  package var name: String
  /// The state from then on.
  package var state: HealthState

  package init(time: Timestamp, container: String, name: String, state: HealthState) {
    self.time = time
    self.container = container
    self.name = name
    self.state = state
  }

  package init(_ transition: Transition) {
    self.init(
      time: transition.time, container: transition.container, name: transition.name, state: transition.to)
  }
}
