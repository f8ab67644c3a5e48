package import DockerEngine

/// Remembers the newest events, to tell those that a new subscription repeats.
///
/// Times can't tell: events of different containers come slightly out of order. Bounded by ``capacity``, which is
/// more than the 256 events that an engine repeats.
package struct RecentEvents: Sendable {
  /// How many are remembered.
  package static let capacity = 1024

  private struct Key: Hashable {
    var id: String
    var action: EngineEventAction
    var time: Int64
  }

  private var known: Set<Key> = []
  private var ring: [Key] = []
  private var oldest = 0

  /// Remembers nothing yet.
  package init() {}

  /// The newest time seen.
  package private(set) var newestTime: Int64?

  /// Remembers an event; false when it is remembered already.
  package mutating func insert(_ event: EngineEvent) -> Bool {
    let key = Key(id: event.id, action: event.action, time: event.time)
    guard known.insert(key).inserted else { return false }
    if ring.count < Self.capacity {
      ring.append(key)
    } else {
      known.remove(ring[oldest])
      ring[oldest] = key
      oldest = (oldest + 1) % Self.capacity
    }
    newestTime = max(newestTime ?? event.time, event.time)
    return true
  }
}
