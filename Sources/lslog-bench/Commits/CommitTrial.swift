internal import Glibc

/// How long the commits of one run took.
struct CommitTrial {
  /// How many lines were stored.
  var lines: Int
  /// Of all threads, without the making of the lines.
  var cpuNanoseconds = 0
  /// What the writer's own thread worked in commits.
  private(set) var threadNanoseconds = 0
  private var durations: [UInt64] = []

  init(lines: Int) {
    self.lines = lines
  }

  /// Runs a commit and counts it.
  mutating func measure(_ commit: () throws -> Void) rethrows {
    let (wall, cpu) = (Samples.now(CLOCK_MONOTONIC), Samples.now(CLOCK_THREAD_CPUTIME_ID))
    try commit()
    durations.append(Samples.now(CLOCK_MONOTONIC) - wall)
    threadNanoseconds += Int(Samples.now(CLOCK_THREAD_CPUTIME_ID) - cpu)
  }

  /// In milliseconds; `share` of the commits took no longer.
  private func quantile(_ share: Double) -> Double {
    let sorted = durations.sorted()
    return Double(sorted[Int(Double(sorted.count - 1) * share)]) / 1e6
  }

  /// The median of the runs, and of the longest commits the longest.
  static func measurement(_ trials: [CommitTrial], subject: String) -> Measurement {
    func median(_ value: (CommitTrial) -> Double) -> Double {
      trials.map(value).sorted()[trials.count / 2]
    }
    let lines = Double(trials[0].lines)
    return Measurement(
      subject: subject, variant: "lslog",
      figures: [
        Figure("commits", "commits", median { Double($0.durations.count) }, decimals: 0),
        Figure("median_milliseconds", "median ms", median { $0.quantile(0.5) }, decimals: 1),
        Figure("p99_milliseconds", "p99", median { $0.quantile(0.99) }, decimals: 1),
        Figure("median_longest_milliseconds", "longest, median", median { $0.quantile(1) }, decimals: 1),
        Figure(
          "longest_milliseconds", "longest of all", trials.map { $0.quantile(1) }.max() ?? 0, decimals: 1),
        Figure(
          "cpu_seconds_per_million_lines", "CPU s per 1 M",
          (trials.map(\.cpuNanoseconds).min().map(Double.init) ?? 0) / 1e9 * 1e6 / lines, decimals: 2),
      ])
  }
}
