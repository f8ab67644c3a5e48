/// What a benchmark found as Markdown: a row for each measurement, a new table where the figures are others, then the overviews
/// and the notes.
struct ResultTable: CustomStringConvertible {
  /// The heading.
  var title: String
  /// What stands below it.
  var outcome: Outcome

  var description: String {
    var blocks = tables
    blocks += outcome.overviews.map { "\($0)" }
    if !outcome.notes.isEmpty { blocks.append(outcome.notes.map { "* \($0)" }.joined(separator: "\n")) }
    return "## \(title)\n\n" + blocks.joined(separator: "\n\n") + "\n"
  }

  private var tables: [String] {
    var blocks: [[Measurement]] = []
    for measurement in outcome.measurements {
      if let last = blocks.last?.last, last.figures.map(\.name) == measurement.figures.map(\.name) {
        blocks[blocks.count - 1].append(measurement)
      } else {
        blocks.append([measurement])
      }
    }
    return blocks.map { "\(Self.grid($0))" }
  }

  private static func grid(_ measurements: [Measurement]) -> Grid {
    Grid(
      header: ["subject", "variant"] + (measurements.first?.figures.map(\.heading) ?? []),
      rows: measurements.map { measurement in
        [measurement.subject, measurement.variant]
          + measurement.figures.map { Grid.fixed($0.value, $0.decimals) }
      })
  }
}
