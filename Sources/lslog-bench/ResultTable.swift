/// Measurements as Markdown tables: a row for each, and a new table where the figures are others.
struct ResultTable: CustomStringConvertible {
  var title: String
  var measurements: [Measurement]

  var description: String {
    var blocks: [[Measurement]] = []
    for measurement in measurements {
      if let last = blocks.last?.last, last.figures.map(\.name) == measurement.figures.map(\.name) {
        blocks[blocks.count - 1].append(measurement)
      } else {
        blocks.append([measurement])
      }
    }
    return "\(title):\n" + blocks.map(Self.table).joined(separator: "\n\n") + "\n"
  }

  private static func table(_ measurements: [Measurement]) -> String {
    let header = ["subject", "variant"] + (measurements.first?.figures.map(\.heading) ?? [])
    let rows = measurements.map { measurement in
      [measurement.subject, measurement.variant] + measurement.figures.map { fixed($0.value, $0.decimals) }
    }
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([header, rule] + rows).map { line($0, widths: widths) }.joined(separator: "\n")
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
