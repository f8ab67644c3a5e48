internal import Glibc

/// The time since the machine started, not counting when it slept (CLOCK_MONOTONIC): deadlines don't run out in a suspend.
enum MonotonicClock {
  /// Since the machine started.
  static func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Duration(
      secondsComponent: Int64(time.tv_sec), attosecondsComponent: Int64(time.tv_nsec) * 1_000_000_000)
  }
}
