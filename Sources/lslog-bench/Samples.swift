internal import Glibc

/// What the runs of one variant took, in nanoseconds.
struct Samples {
  /// By the clock.
  private(set) var wall: [UInt64] = []
  /// Of the thread that measures.
  private(set) var cpu: [UInt64] = []

  /// Runs `body` once and notes its times.
  mutating func measure(_ body: () throws -> Void) rethrows {
    let (wallStart, cpuStart) = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_THREAD_CPUTIME_ID))
    try body()
    cpu.append(Self.now(CLOCK_THREAD_CPUTIME_ID) - cpuStart)
    wall.append(Self.now(CLOCK_MONOTONIC) - wallStart)
  }

  /// The lowest.
  var bestCPU: UInt64 { cpu.min() ?? 0 }
  /// The one in the middle.
  var medianCPU: UInt64 { Self.median(cpu) }
  /// The lowest.
  var bestWall: UInt64 { wall.min() ?? 0 }
  /// The one in the middle.
  var medianWall: UInt64 { Self.median(wall) }
  /// One that 95 of 100 do not exceed.
  var p95Wall: UInt64 { wall.isEmpty ? 0 : wall.sorted()[(wall.count * 95 - 1) / 100] }

  private static func median(_ values: [UInt64]) -> UInt64 {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }

  /// What a clock shows, in nanoseconds.
  static func now(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
