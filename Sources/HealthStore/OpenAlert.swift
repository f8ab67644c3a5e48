package import LogWire

/// A "down" that was sent to a channel and not followed by its "up" yet.
package struct OpenAlert: Sendable, Hashable {
  package var container: String
  package var name: String
  package var project: String?
  package var resource: String?
  /// The state that was told last, and since when the container is not well.
  package var state: HealthState
  package var since: Timestamp
  /// The transition that was told last.
  package var transition: Int64
  /// When something was last sent about it, and how many reminders were.
  package var sentAt: Timestamp
  package var reminders: Int
  /// Since when it flaps, if that was told: then nothing is told until it has calmed.
  package var flappingSince: Timestamp?

  package init(
    container: String, name: String, project: String?, resource: String?, state: HealthState,
    since: Timestamp, transition: Int64, sentAt: Timestamp, reminders: Int = 0,
    flappingSince: Timestamp? = nil
  ) {
    self.container = container
    self.name = name
    self.project = project
    self.resource = resource
    self.state = state
    self.since = since
    self.transition = transition
    self.sentAt = sentAt
    self.reminders = reminders
    self.flappingSince = flappingSince
  }
}
