/// A candidate measured against a baseline, run by run in turn.
struct Comparison {
  /// What was measured.
  var subject: String
  /// What it is about.
  var candidate: Variant
  /// What it is measured by.
  var baseline: Variant
  /// The work of one run.
  var work: Work

  /// One of the things that are compared.
  struct Variant {
    var name: String
    var samples: Samples
  }

  /// How much one run handles, for rates.
  struct Work {
    /// What is counted: frames, lines.
    var unit: String
    var count: Int
    var bytes: Int
  }

  /// Rates are those of the best run, in CPU time: the figure that a noisy machine disturbs least.
  var measurements: [Measurement] {
    let ratio = Double(baseline.samples.bestCPU) / Double(candidate.samples.bestCPU)
    return [measurement(baseline, ratio: 1), measurement(candidate, ratio: ratio)]
  }

  private func measurement(_ variant: Variant, ratio: Double) -> Measurement {
    let best = Double(variant.samples.bestCPU)
    let perMillion = 1e6 / Double(work.count) / 1e9
    return Measurement(
      subject: "\(subject), \(work.unit)", variant: variant.name,
      figures: [
        Figure("millions_per_second", "M/s", Double(work.count) / best * 1e3, decimals: 1),
        Figure("gigabytes_per_second", "GB/s", Double(work.bytes) / best, decimals: 2),
        Figure("cpu_seconds_per_million", "CPU s per 1 M", best * perMillion, decimals: 4),
        Figure(
          "median_cpu_seconds_per_million", "median", Double(variant.samples.medianCPU) * perMillion,
          decimals: 4),
        Figure("ratio_to_baseline", "ratio to baseline", ratio, decimals: 2),
      ])
  }
}
