/// Frames in → lines that can be searched: the store, and one FTS5 row a line in plain SQLite.
struct IngestBenchmark: Benchmark {
  let name = "ingest"
  let summary =
    "frames in, lines that can be searched out, on one thread; against one FTS5 row a line (of at most 250,000 lines)"

  func run(_ conditions: Conditions) throws -> [Measurement] {
    let baseline = try conditions.filled.baseline()
    let store = try conditions.filled.lslog()
    return [measurement("FTS5, a row a line", baseline.cost), measurement("lslog", store.cost)]
  }

  private func measurement(_ variant: String, _ cost: FillCost) -> Measurement {
    let seconds = Double(cost.ingest.wallNanoseconds) / 1e9
    let perMillion = 1e6 / Double(cost.lines) / 1e9
    return Measurement(
      subject: "\(cost.corpus), \(Corpus.containers) containers", variant: variant,
      figures: [
        Figure("lines", "lines", Double(cost.lines), decimals: 0),
        Figure("bytes_per_line", "bytes a line", Double(cost.rawBytes) / Double(cost.lines), decimals: 1),
        Figure("lines_per_second", "lines/s", Double(cost.lines) / seconds, decimals: 0),
        Figure("megabytes_per_second", "MB/s", Double(cost.rawBytes) / seconds / 1e6, decimals: 1),
        Figure(
          "cpu_seconds_per_million_lines", "CPU s per 1 M", Double(cost.ingest.cpuNanoseconds) * perMillion,
          decimals: 2),
        Figure(
          "sealing_cpu_seconds_per_million_lines", "later", Double(cost.sealing.cpuNanoseconds) * perMillion,
          decimals: 2),
        Figure(
          "disk_percent_of_raw", "disk %", Double(cost.storedBytes) / Double(cost.rawBytes) * 100, decimals: 1
        ),
        Figure("peak_memory_megabytes", "peak MB", Double(cost.peakMemoryBytes) / 1e6, decimals: 0),
      ])
  }
}
