/// Frames in → lines that can be searched, for each kind of lines: lslog, and beside it what it is measured by.
struct IngestBenchmark: Benchmark {
  let name = "ingest"
  let summary =
    "frames in, lines that can be searched out, for each kind; against zstd blocks with their words in FTS5, and one FTS5 row a line"

  private static let rounds = 3
  /// How many lines a row a line takes at most: it is so slow that more would measure nothing but patience.
  static let rowLimit = 250_000

  func run(_ conditions: Conditions) throws -> Outcome {
    var outcome = Outcome()
    var overview = Grid(
      header: ["lines"]
        + ["CPU s per 1 M", "disk %", "peak MB"].flatMap { ["lslog: \($0)", "zstd + words"] })
    for source in conditions.options.sources {
      let costs = try costs(source, conditions)
      outcome.measurements += costs.map { $0.measurement(subject: source.name) }
      overview.rows.append(Self.row(source.name, costs[0], costs[1]))
    }
    outcome.add(overview)
    outcome.note("CPU in the last table: storing and what is done later, of the best run.")
    return outcome
  }

  /// What lslog and the baselines cost, run by run in turn; the row a line only once.
  private func costs(_ source: Corpus.Source, _ conditions: Conditions) throws -> [FillCosts] {
    var costs = [Design.lslog, .blocks, .rows].map { FillCosts(design: $0) }
    for round in 0..<(conditions.options.rounds ?? Self.rounds) {
      for index in costs.indices where round == 0 || costs[index].design != .rows {
        let design = costs[index].design
        let lines = design == .rows ? min(conditions.options.lines, Self.rowLimit) : conditions.options.lines
        let file = conditions.folder.file("ingest")
        let command = FillCommand(design: design, path: file, lines: lines, source: source)
        costs[index].add(try command.spawn())
        try conditions.folder.remove("ingest*")
      }
    }
    return costs
  }

  private static func row(_ name: String, _ lslog: FillCosts, _ blocks: FillCosts) -> [String] {
    func pair(_ decimals: Int, _ value: (FillCosts) -> Double) -> [String] {
      [lslog, blocks].map { Grid.fixed(value($0), decimals) }
    }
    return [name] + pair(2) { $0.bestCPU } + pair(1) { $0.diskPercent } + pair(0) { $0.peakMegabytes }
  }
}
