/// Figures as a Markdown table, a row for each variant.
///
/// Rates are those of the best run, in CPU time: the figure that a noisy machine disturbs least.
struct ResultTable: CustomStringConvertible {
  var title: String
  var results: [BenchmarkResult]

  var description: String {
    let header = ["input", "variant", "M/s", "GB/s", "CPU s per 1 M", "median", "ratio to baseline"]
    let rows = results.flatMap(rows)
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return (["\(title):"] + ([header, rule] + rows).map { Self.line($0, widths: widths) }).joined(
      separator: "\n")
  }

  private func rows(_ result: BenchmarkResult) -> [[String]] {
    let label = "\(result.label), \(result.work.unit)"
    guard let baseline = result.baseline else {
      return [row(label, result.candidate, result.work, ratio: "")]
    }
    let ratio = Double(baseline.samples.bestCPU) / Double(result.candidate.samples.bestCPU)
    return [
      row(label, baseline, result.work, ratio: "1"),
      row(label, result.candidate, result.work, ratio: Self.fixed(ratio, 2)),
    ]
  }

  private func row(
    _ label: String, _ variant: BenchmarkResult.Variant, _ work: BenchmarkResult.Work, ratio: String
  ) -> [String] {
    let best = Double(variant.samples.bestCPU)
    let perMillion = 1e6 / Double(work.count) / 1e9
    return [
      label, variant.name, Self.fixed(Double(work.count) / best * 1e3, 1),
      Self.fixed(Double(work.bytes) / best, 2),
      Self.fixed(best * perMillion, 4), Self.fixed(Double(variant.samples.medianCPU) * perMillion, 4), ratio,
    ]
  }

  private static func line(_ cells: [String], widths: [Int]) -> String {
    let padded = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: width - cell.count)
    }
    return "| " + padded.joined(separator: " | ") + " |"
  }

  /// A number with a fixed count of decimals, without Foundation.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    guard decimals > 0 else { return "\(scaled)" }
    let fraction = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}
