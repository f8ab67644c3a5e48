package import LogWire

/// A change of a container's state.
package struct Transition: Sendable, Hashable {
  package var time: Timestamp
  /// The container's id and its name at that time.
  package var container: String
  package var name: String
  /// Nil for a container that was not known before.
  package var from: HealthState?
  package var to: HealthState
  /// Why, in words: the signal, the exit code, the health check's output.
  package var reason: String
  /// Whether the kernel ended it for want of memory.
  package var oomKilled: Bool

  package init(
    time: Timestamp, container: String, name: String, from: HealthState?, to: HealthState, reason: String,
    oomKilled: Bool = false
  ) {
    self.time = time
    self.container = container
    self.name = name
    self.from = from
    self.to = to
    self.reason = reason
    self.oomKilled = oomKilled
  }
}
