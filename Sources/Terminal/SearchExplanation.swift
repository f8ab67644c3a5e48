package import LogQuery

/// What a search did, as `--explain` shows it.
///
///     segments  3 of 40 opened
///     index     31 runs, 5 candidate blocks
///     read      3 blocks, 3072 lines
///     hits      17
///     time      0.412 ms opening, 0.903 ms index, 2.114 ms reading
package enum SearchExplanation {
  /// The lines, each with its end.
  package static func text(_ report: SearchReport) -> String {
    let times = report.times
    return """
      segments  \(report.segments) of \(report.consideredSegments) opened
      index     \(count(report.runs, "run")), \(count(report.candidateBlocks, "candidate block"))
      read      \(count(report.readBlocks, "block")), \(count(report.readLines, "line"))
      hits      \(report.hits)
      time      \(milliseconds(times.opening)) opening, \(milliseconds(times.index)) index, \
      \(milliseconds(times.reading)) reading

      """
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// With three digits after the point.
  private static func milliseconds(_ duration: Duration) -> String {
    let microseconds = Int(duration / .microseconds(1))
    let fraction = String(microseconds % 1000)
    return "\(microseconds / 1000).\(String(repeating: "0", count: 3 - fraction.utf8.count))\(fraction) ms"
  }
}
