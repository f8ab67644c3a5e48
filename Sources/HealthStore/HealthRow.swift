package import LogWire

/// The state of one container and how it came to it.
package struct HealthRow: Sendable, Hashable {
  package var id: String
  package var name: String
  package var project: String?
  package var resource: String?
  package var state: HealthState
  /// When it came into this state.
  package var since: Timestamp
  /// Why it did; a health check's output may be in it. Empty: nobody said.
  package var reason: String
  /// How often it was started again since it is known.
  package var restarts: Int

  package init(
    id: String, name: String, project: String?, resource: String?, state: HealthState, since: Timestamp,
    reason: String, restarts: Int
  ) {
    self.id = id
    self.name = name
    self.project = project
    self.resource = resource
    self.state = state
    self.since = since
    self.reason = reason
    self.restarts = restarts
  }
}
