/// What filling stores of one design took, run after run.
struct FillCosts {
  /// Of which design.
  let design: Design
  private var costs: [FillCost] = []

  /// With no runs yet.
  init(design: Design) {
    self.design = design
  }

  /// Adds a run, of as many lines as the others.
  mutating func add(_ cost: FillCost) { costs.append(cost) }

  /// CPU seconds per million lines with what is done later, of the best run.
  var bestCPU: Double {
    Self.best(costs) { ($0.ingest.cpuNanoseconds + $0.sealing.cpuNanoseconds) } * perMillion
  }

  /// Bytes on disk, of the bytes of the text.
  var diskPercent: Double { Double(first.storedBytes) / Double(first.rawBytes) * 100 }

  /// The highest of all runs.
  var peakMegabytes: Double { Double(costs.map(\.peakMemoryBytes).max() ?? 0) / 1e6 }

  /// Rates are those of the best run, which a noisy machine disturbs least; CPU time is given for the median run, too.
  func measurement(subject: String) -> Measurement {
    let seconds = Self.best(costs) { $0.ingest.wallNanoseconds }
    let cpu = costs.map(\.ingest.cpuNanoseconds).sorted()
    return Measurement(
      subject: subject, variant: design.title,
      figures: [
        Figure("lines", "lines", Double(first.lines), decimals: 0),
        Figure("bytes_per_line", "bytes a line", Double(first.rawBytes) / Double(first.lines), decimals: 1),
        Figure("lines_per_second", "lines/s", Double(first.lines) / seconds, decimals: 0),
        Figure("megabytes_per_second", "MB/s", Double(first.rawBytes) / seconds / 1e6, decimals: 1),
        Figure(
          "cpu_seconds_per_million_lines", "CPU s per 1 M", Double(cpu[0]) / 1e9 * perMillion, decimals: 2),
        Figure(
          "median_cpu_seconds_per_million_lines", "median", Double(cpu[cpu.count / 2]) / 1e9 * perMillion,
          decimals: 2),
        Figure(
          "cpu_seconds_per_gigabyte", "CPU s per 1 GB", Double(cpu[0]) / Double(first.rawBytes), decimals: 2),
        Figure(
          "sealing_cpu_seconds_per_million_lines", "later, per 1 M",
          Self.best(costs) { $0.sealing.cpuNanoseconds } * perMillion, decimals: 2),
        Figure("disk_percent_of_raw", "disk %", diskPercent, decimals: 1),
        Figure("peak_memory_megabytes", "peak MB", peakMegabytes, decimals: 0),
      ])
  }

  private var first: FillCost { costs[0] }
  private var perMillion: Double { 1e6 / Double(first.lines) }

  /// The lowest, in seconds.
  private static func best(_ costs: [FillCost], _ nanoseconds: (FillCost) -> Int) -> Double {
    Double(costs.map(nanoseconds).min() ?? 0) / 1e9
  }
}
