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
  /// Since when it changes too often between well and not well; nil while it does not.
  package var flappingSince: Timestamp?
  /// The time of the newest event of the engine that the state takes account of, nanoseconds since 1970; 0 for none.
  package var lastEvent: Int64
  /// What the engine says of it, whatever our probes say; and when its newest process began, nanoseconds since 1970.
  package var engineState: HealthState
  package var lastStart: Int64

  package init(
    id: String, name: String, project: String?, resource: String?, state: HealthState, since: Timestamp,
    reason: String, restarts: Int, flappingSince: Timestamp? = nil, lastEvent: Int64 = 0,
    engineState: HealthState? = nil, lastStart: Int64 = 0
  ) {
    self.id = id
    self.name = name
    self.project = project
    self.resource = resource
    self.state = state
    self.since = since
    self.reason = reason
    self.restarts = restarts
    self.flappingSince = flappingSince
    self.lastEvent = lastEvent
    self.engineState = engineState ?? state
    self.lastStart = lastStart
  }
}
