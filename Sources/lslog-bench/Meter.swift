internal import Glibc

/// Adds up the time of the sections that count.
struct Meter {
  /// Time by the clock.
  var wallNanoseconds = 0
  /// Time of all threads.
  var cpuNanoseconds = 0

  /// Runs `body` and counts it: wall time, and CPU time of the whole process.
  mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (wall, cpu) = (Samples.now(CLOCK_MONOTONIC), Samples.now(CLOCK_PROCESS_CPUTIME_ID))
    defer {
      wallNanoseconds += Int(Samples.now(CLOCK_MONOTONIC) - wall)
      cpuNanoseconds += Int(Samples.now(CLOCK_PROCESS_CPUTIME_ID) - cpu)
    }
    return try body()
  }

  /// The highest memory of this process since its start, in bytes.
  static func peakMemory() -> Int {
    let field = Machine.field("VmHWM", of: "/proc/self/status") ?? ""
    return (field.split(separator: " ").first.flatMap { Int($0) } ?? 0) * 1024
  }
}
