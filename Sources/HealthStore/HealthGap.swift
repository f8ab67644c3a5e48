package import LogWire

/// A time in which nobody could tell the states: no prober ran, or it could not ask the engine.
package struct HealthGap: Sendable, Hashable {
  package var from: Timestamp
  package var until: Timestamp
  package var reason: String

  package init(from: Timestamp, until: Timestamp, reason: String) {
    self.from = from
    self.until = until
    self.reason = reason
  }
}
