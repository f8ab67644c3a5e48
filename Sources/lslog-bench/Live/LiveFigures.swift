/// One run of a container.
struct LiveTrial {
  /// How long it printed.
  var printNanoseconds: UInt64
  /// From its end until its last line is found.
  var lagNanoseconds: UInt64 = 0
  /// CPU seconds of all processes of lslogd.
  var ourSeconds = 0.0
  /// CPU seconds of dockerd, until the last line is found.
  var dockerdSeconds: Double
  /// CPU seconds of the container's shim.
  var shimSeconds: Double
  /// The highest memory of each process of lslogd, added up, in bytes.
  var peakMemory = 0
  /// How many lines the store lacks; negative: has too many.
  var missing = 0

  /// Call it when all is done: dockerd works on after the end of the container.
  init(_ run: LiveContainer.Run, dockerd: Int32) {
    printNanoseconds = run.ended - run.started
    dockerdSeconds = ProcessTimes.cpuSeconds(of: dockerd) - run.dockerdBefore
    shimSeconds = run.shimSeconds
  }
}

/// The figures of all runs of one variant.
struct LiveFigures {
  /// How many the container prints.
  let lines: Int
  private var trials: [LiveTrial] = []

  /// With no runs yet.
  init(lines: Int) {
    self.lines = lines
  }

  /// Adds a run.
  mutating func add(_ trial: LiveTrial) { trials.append(trial) }

  /// The median of all runs, and the best.
  func measurement(subject: String, variant: String) -> Measurement {
    let perMillion = 1e6 / Double(lines)
    // Until the last line is found.
    let seconds = values { Double($0.printNanoseconds + $0.lagNanoseconds) / 1e9 }
    let lag = values { Double($0.lagNanoseconds) / 1e6 }
    let our = values { $0.ourSeconds * perMillion }
    return Measurement(
      subject: subject, variant: variant,
      figures: [
        Figure("lines", "lines", Double(lines), decimals: 0),
        Figure("median_lines_per_second", "lines/s", Double(lines) / Self.median(seconds), decimals: 0),
        Figure("best_lines_per_second", "max", Double(lines) / seconds[0], decimals: 0),
        Figure("median_lag_milliseconds", "end to found, p50 ms", Self.median(lag), decimals: 0),
        Figure("best_lag_milliseconds", "min", lag[0], decimals: 0),
        Figure(
          "median_cpu_seconds_per_million_lines", "lslogd CPU s per 1 M, p50", Self.median(our), decimals: 2),
        Figure("best_cpu_seconds_per_million_lines", "min", our[0], decimals: 2),
        Figure(
          "dockerd_cpu_seconds_per_million_lines", "dockerd, p50",
          Self.median(values { $0.dockerdSeconds * perMillion }), decimals: 2),
        Figure(
          "shim_cpu_seconds_per_million_lines", "containerd-shim, p50",
          Self.median(values { $0.shimSeconds * perMillion }), decimals: 2),
        Figure(
          "peak_memory_megabytes", "lslogd peak MB", (values { Double($0.peakMemory) / 1e6 }).last ?? 0,
          decimals: 0),
        Figure("runs", "runs", Double(trials.count), decimals: 0),
      ])
  }

  /// In order.
  private func values(_ value: (LiveTrial) -> Double) -> [Double] { trials.map(value).sorted() }

  private static func median(_ values: [Double]) -> Double { values[values.count / 2] }
}
