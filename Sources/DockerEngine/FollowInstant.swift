internal import Glibc

/// One moment by two clocks, in nanoseconds.
package struct FollowInstant: Sendable, Hashable {
  /// Since 1970 (`CLOCK_REALTIME`): for stamping what was read. May step.
  package var realtime: Int64

  /// Since some start (`CLOCK_MONOTONIC`): for ages and deadlines. Never steps.
  package var monotonic: Int64

  /// Makes a moment, for tests.
  package init(realtime: Int64, monotonic: Int64) {
    self.realtime = realtime
    self.monotonic = monotonic
  }

  /// Now.
  package static func now() -> FollowInstant {
    FollowInstant(realtime: read(CLOCK_REALTIME), monotonic: read(CLOCK_MONOTONIC))
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    // Can't fail for these two clocks, see clock_gettime(2).
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
