internal import HealthStore
internal import LogWire

/// The probes of a container, each on a line and what it was told last below it; and what is wrong with labels.
///
///     PROBE    KIND  TARGET                  STATE      LAST   P50/P95   FAILED  CHECKED  RESULT
///     healthz  http  http://10.0.0.2/health  ✗ failing  12 ms  12/40 ms       3  4s ago   HTTP 500
///       out of connections
///     ! lslog.probe.http.intervall: there is no such setting
struct ProbeTable {
  private static let narrowestResult = 16
  /// More of an output is in the JSON.
  private static let outputLines = 5

  let now: Timestamp
  let isColored: Bool
  /// The columns of the terminal; nil: nothing is cut.
  let width: Int?

  /// The lines, each with its end; nothing without probes.
  func text(_ probes: [ProbeRow]) -> String {
    let valid = probes.filter { $0.state != .invalid }
    var text = valid.isEmpty ? "" : table(valid)
    for probe in probes where probe.state == .invalid {
      let line = InertText.cut(
        "! \(InertText.inert(probe.name)): \(InertText.inert(probe.reason))", at: width)
      text += TextStyle.waiting.applied(to: line, colored: isColored) + "\n"
    }
    return text
  }

  private enum Kind {
    case name, kind, target, state, last, latency, failures, checked, result
  }

  private func table(_ probes: [ProbeRow]) -> String {
    let columns = fitted([
      (.name, TextColumn("PROBE", probes.map { InertText.inert($0.name) })),
      (.kind, TextColumn("KIND", probes.map { InertText.inert($0.kind) + ($0.isCritical ? "" : ", warns") })),
      (.target, TextColumn("TARGET", probes.map { InertText.inert($0.target) })),
      (.state, TextColumn("STATE", probes.map(\.state.label), styles: probes.map(\.state.style))),
      (.last, TextColumn("LAST", probes.map { LatencyText.text($0.latency) }, alignment: .right)),
      (
        .latency,
        TextColumn(
          "P50/P95", probes.map { LatencyText.text(median: $0.latencyP50, percentile95: $0.latencyP95) },
          alignment: .right)
      ), (.failures, TextColumn("FAILED", probes.map { "\($0.failures)" }, alignment: .right)),
      (
        .checked,
        TextColumn(
          "CHECKED", probes.map { $0.checked.map { "\(AgeText.text(of: $0, at: now)) ago" } ?? "never" })
      ), (.result, TextColumn("RESULT", probes.map { InertText.inert($0.reason) })),
    ])
    let lines = TextColumn.table(columns, isColored: isColored).split(separator: "\n")
    var text = "\(lines[0])\n"
    for (line, probe) in zip(lines.dropFirst(), probes) { text += "\(line)\n\(output(of: probe))" }
    return text
  }

  /// In a terminal that is too narrow, results and targets are cut, and then as long as need be columns go.
  private func fitted(_ columns: [(kind: Kind, column: TextColumn)]) -> [TextColumn] {
    guard let width else { return columns.map(\.column) }
    var columns = columns
    for kind in [Kind.result, .target] {
      let excess = TextColumn.width(of: columns.map(\.column)) - width
      guard excess > 0, let place = columns.firstIndex(where: { $0.kind == kind }) else { continue }
      columns[place].column.narrow(to: max(Self.narrowestResult, columns[place].column.width - excess))
    }
    for kind in [Kind.kind, .latency, .checked, .last, .target, .failures]
    where TextColumn.width(of: columns.map(\.column)) > width {
      columns.removeAll { $0.kind == kind }
    }
    return columns.map(\.column)
  }

  private func output(of probe: ProbeRow) -> String {
    OutputText(isColored: isColored, width: width, indent: "  ", lines: Self.outputLines).text(probe.output)
  }
}
