/// What a ``FollowHandler`` wants next. Each answer replaces the one before.
package struct FollowDemand: Sendable, Hashable {
  /// Whether to go on reading the stream. While it is false the engine keeps the bytes; ``FollowReactor/resume(_:)``
  /// makes the reactor ask again.
  package var isReading: Bool

  /// When to call ``FollowHandler/woken(at:)``, by the monotonic clock in nanoseconds; nil for never. It fires once,
  /// at most 5 ms late, and costs nothing while nil.
  package var wakeAt: Int64?

  /// Go on reading.
  package static let more = FollowDemand(isReading: true, wakeAt: nil)

  /// Stop reading until resumed.
  package static let pause = FollowDemand(isReading: false, wakeAt: nil)

  /// Go on reading, and wake the handler at a moment of the monotonic clock.
  package static func more(wakeAt deadline: Int64?) -> FollowDemand {
    FollowDemand(isReading: true, wakeAt: deadline)
  }

  /// Stop reading until resumed, and wake the handler at a moment of the monotonic clock.
  package static func pause(wakeAt deadline: Int64?) -> FollowDemand {
    FollowDemand(isReading: false, wakeAt: deadline)
  }
}
