package import HealthStore
package import LogQuery
package import LogWire

/// `lslog health` as a table, in the order of the reports.
///
///     STATE          CONTAINER  PROJECT  SINCE                      RESTARTS   P50/P95  LAST 24 H                  UPTIME  LAST CHANGE
///     ✓ healthy      api        shop     2026-11-23 14:02:03 (2h)          0  12/40 ms  ██████████████▆×█████████  96.4 %  HTTP 200 (was starting)
///     ✗ stopped (1)  worker     shop     2026-11-23 16:00:41 (40s)         3         -  ························  -       exited with code 1
///
/// The columns for project, resource and latency are there only if a row has one; that for the resource only if one is
/// called otherwise than its container. In a terminal that is too narrow, the last change is cut, to no less than
/// ``narrowestReason`` columns; then, as long as need be, these follow: SINCE is an age only, RESOURCE goes, then LAST 24 H, RESTARTS,
/// PROJECT, P50/P95, UPTIME, SINCE, LAST CHANGE; then names are cut. Everything that comes from outside is inert, and on one line.
package struct HealthTable: Sendable {
  /// As long as there is something else to leave out.
  static let narrowestReason = 16
  private static let narrowestName = 8

  private let calendar: CivilCalendar
  private let now: Timestamp
  private let isColored: Bool
  private let width: Int?

  private enum Kind: Hashable {
    case state, name, project, resource, since, age, restarts, latency, hours, uptime, reason
  }

  /// What is given up, the first first.
  private static let dispensable: [Kind] = [
    .since, .resource, .hours, .restarts, .project, .latency, .uptime, .age, .reason,
  ]

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - now: the moment that ages are counted to.
  ///   - isColored: whether to colour the states.
  ///   - width: the columns of the terminal; nil: there is none to fit into.
  package init(calendar: CivilCalendar, now: Timestamp, isColored: Bool, width: Int? = nil) {
    self.calendar = calendar
    self.now = now
    self.isColored = isColored
    self.width = width
  }

  /// The table, each line with its end. Without rows one line that says so.
  package func text(_ reports: [ContainerReport]) -> String {
    if reports.isEmpty { return "no container is known yet\n" }
    var columns = columns(reports)
    if let width {
      for kind in [nil] + Self.dispensable.map(Optional.some) {
        if let kind { columns.removeAll { $0.kind == kind } }
        // An age is what is left of the time.
        let shown = Self.shown(columns)
        Self.fit(&columns, from: shown, into: width)
        if TextColumn.width(of: Self.shown(columns).map(\.column)) <= width { break }
      }
      Self.cutNames(&columns, width)
    }
    return TextColumn.table(Self.shown(columns).map(\.column), isColored: isColored)
  }

  private typealias Column = (kind: Kind, column: TextColumn)

  /// The age is there for when the time is not.
  private static func shown(_ columns: [Column]) -> [Column] {
    let hasTime = columns.contains { $0.kind == .since }
    return columns.filter { !hasTime || $0.kind != .age }
  }

  private static func fit(_ columns: inout [Column], from shown: [Column], into width: Int) {
    guard let place = columns.firstIndex(where: { $0.kind == .reason }) else { return }
    let excess = TextColumn.width(of: shown.map(\.column)) - width
    guard excess > 0 else { return }
    let left = columns[place].column.width - excess
    // What is cut stays cut, so not before there is room for what is left.
    guard left >= narrowestReason else { return }
    columns[place].column.narrow(to: left)
  }

  private static func cutNames(_ columns: inout [Column], _ width: Int) {
    let excess = TextColumn.width(of: shown(columns).map(\.column)) - width
    guard excess > 0, let place = columns.firstIndex(where: { $0.kind == .name }) else { return }
    columns[place].column.narrow(to: max(narrowestName, columns[place].column.width - excess))
  }

  private func columns(_ reports: [ContainerReport]) -> [Column] {
    var columns: [Column] = [
      (.state, TextColumn("STATE", reports.map(\.label), styles: reports.map(\.style))),
      (.name, TextColumn("CONTAINER", reports.map { InertText.inert($0.row.name) })),
    ]
    if reports.contains(where: { $0.row.project != nil }) {
      columns.append((.project, TextColumn("PROJECT", reports.map { InertText.inert($0.row.project ?? "") })))
    }
    if reports.contains(where: { $0.row.resource != nil && $0.row.resource != $0.row.name }) {
      columns.append(
        (.resource, TextColumn("RESOURCE", reports.map { InertText.inert($0.row.resource ?? "") })))
    }
    columns += times(reports)
    columns.append(
      (.restarts, TextColumn("RESTARTS", reports.map { "\($0.row.restarts)" }, alignment: .right)))
    if reports.contains(where: { $0.slowestProbe != nil }) {
      let latencies = reports.map { report in
        LatencyText.text(
          median: report.slowestProbe?.latencyP50, percentile95: report.slowestProbe?.latencyP95)
      }
      columns.append((.latency, TextColumn("P50/P95", latencies, alignment: .right)))
    }
    return columns + [
      (
        .hours,
        TextColumn("LAST 24 H", reports.map { UptimeText.line($0.history.pieces(24, each: .seconds(3600))) })
      ),
      (
        .uptime,
        TextColumn(
          "UPTIME", reports.map { UptimeText.percent($0.times(over: .seconds(86_400)).uptime) },
          alignment: .right)
      ),
      (.reason, TextColumn("LAST CHANGE", reports.map { InertText.inert($0.why) })),
    ]
  }

  private func times(_ reports: [ContainerReport]) -> [Column] {
    var time = CivilTimeText(calendar: calendar)
    let ages = reports.map { AgeText.text(of: $0.row.since, at: now) }
    let times = zip(reports, ages).map { report, age in "\(time.textToSecond(report.row.since)) (\(age))" }
    return [(.since, TextColumn("SINCE", times)), (.age, TextColumn("SINCE", ages, alignment: .right))]
  }
}
