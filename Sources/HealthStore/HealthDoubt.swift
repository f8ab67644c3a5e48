package import LogWire

/// Why the states in `health.db` are not to be trusted.
package struct HealthDoubt: Sendable, Hashable {
  package var since: Timestamp
  package var reason: String

  package init(since: Timestamp, reason: String) {
    self.since = since
    self.reason = reason
  }
}
