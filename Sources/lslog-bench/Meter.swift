internal import Glibc

/// Adds up the time of the sections that count.
struct Meter {
  private(set) var wallNanoseconds: UInt64 = 0
  private(set) var cpuNanoseconds: UInt64 = 0

  /// Runs `body` and counts it: wall time, and CPU time of the whole process.
  mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (wall, cpu) = (Samples.now(CLOCK_MONOTONIC), Samples.now(CLOCK_PROCESS_CPUTIME_ID))
    defer {
      wallNanoseconds += Samples.now(CLOCK_MONOTONIC) - wall
      cpuNanoseconds += Samples.now(CLOCK_PROCESS_CPUTIME_ID) - cpu
    }
    return try body()
  }

  /// Forgets the highest memory so far; see proc(5), clear_refs.
  static func resetPeakMemory() {
    try? TextFile.write(Array("5".utf8), to: "/proc/self/clear_refs")
  }

  /// The highest memory since the start or ``resetPeakMemory()``, in bytes.
  static func peakMemory() -> Int {
    let field = Machine.field("VmHWM", of: "/proc/self/status") ?? ""
    return (field.split(separator: " ").first.flatMap { Int($0) } ?? 0) * 1024
  }
}
