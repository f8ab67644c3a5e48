package import LogWire

/// Whether a container changes too often between well and not well. Pure.
package struct FlapDetector: Sendable {
  /// When too often is.
  package struct Limit: Sendable, Hashable {
    /// More than so many changes …
    package var changes: Int
    /// … in so long.
    package var window: Duration

    package init(changes: Int = 6, window: Duration = .seconds(600)) {
      self.changes = changes
      self.window = window
    }
  }

  private let limit: Limit
  /// The newest changes, at most one more than the limit.
  private var times: [Timestamp] = []
  /// Since when it flaps; nil while it does not.
  package private(set) var since: Timestamp?

  /// - Parameters:
  ///   - times: of earlier changes, in order.
  ///   - since: since when it flaps, if it did.
  package init(limit: Limit, times: [Timestamp] = [], since: Timestamp? = nil) {
    self.limit = limit
    self.times = times.suffix(limit.changes + 1)
    self.since = since
  }

  /// Notes a change.
  package mutating func changed(at time: Timestamp) {
    times.append(time)
    if times.count > limit.changes + 1 { times.removeFirst() }
    if since == nil, isOften(at: time) { since = time }
  }

  /// Lets time go by; true if it flapped and does not any more.
  package mutating func calmed(at now: Timestamp) -> Bool {
    guard since != nil, !isOften(at: now) else { return false }
    since = nil
    return true
  }

  private func isOften(at now: Timestamp) -> Bool {
    guard times.count > limit.changes, let first = times.first else { return false }
    return now.nanoseconds - first.nanoseconds <= limit.window.nanoseconds
  }
}
