internal import Glibc
internal import LogWire

/// The system's idea of now.
enum WallClock {
  static var now: Timestamp {
    var time = timespec()
    // Fails only for a clock that does not exist.
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
