internal import Glibc

/// What the runs of one variant took, in nanoseconds.
struct Samples {
  private(set) var wall: [UInt64] = []
  private(set) var cpu: [UInt64] = []

  /// Runs `body` once and notes its times.
  mutating func measure(_ body: () throws -> Void) rethrows {
    let (wallStart, cpuStart) = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_THREAD_CPUTIME_ID))
    try body()
    cpu.append(Self.now(CLOCK_THREAD_CPUTIME_ID) - cpuStart)
    wall.append(Self.now(CLOCK_MONOTONIC) - wallStart)
  }

  var bestCPU: UInt64 { cpu.min() ?? 0 }
  var medianCPU: UInt64 { Self.median(cpu) }
  var bestWall: UInt64 { wall.min() ?? 0 }
  var medianWall: UInt64 { Self.median(wall) }

  private static func median(_ values: [UInt64]) -> UInt64 {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }

  static func now(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
