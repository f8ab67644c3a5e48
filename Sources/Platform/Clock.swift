internal import Glibc
package import LogWire

extension Timestamp {
  /// The time by the system's clock (`CLOCK_REALTIME`); it may step.
  package static func now() -> Timestamp {
    var time = timespec()
    // Can't fail for this clock, see clock_gettime(2).
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
