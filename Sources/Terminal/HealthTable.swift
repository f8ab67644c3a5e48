package import HealthStore
package import LogQuery
package import LogWire

/// `lslog health` as a table, in the order of the rows.
///
///     STATE          CONTAINER  PROJECT  SINCE                      RESTARTS  REASON
///     ✓ healthy      api        shop     2026-11-23 14:02:03 (2h)          0
///     ✗ stopped (1)  worker     shop     2026-11-23 16:00:41 (40s)         3  exited with code 1
///
/// The columns for project and resource are there only if a row has one. Everything that comes from outside is inert, and on one line.
package struct HealthTable: Sendable {
  private let calendar: CivilCalendar
  private let now: Timestamp
  private let isColored: Bool

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - now: the moment that ages are counted to.
  ///   - isColored: whether to colour the states.
  package init(calendar: CivilCalendar, now: Timestamp, isColored: Bool) {
    self.calendar = calendar
    self.now = now
    self.isColored = isColored
  }

  /// The table, each line with its end. Without rows one line that says so.
  package func text(_ rows: [HealthRow]) -> String {
    if rows.isEmpty { return "no container is known yet\n" }
    var columns = [
      TextColumn(
        "STATE", rows.map(\.state.label), styles: rows.map { $0.state.isWell ? $0.state.style : .bad }),
      TextColumn("CONTAINER", rows.map { InertText.inert($0.name) }),
    ]
    if rows.contains(where: { $0.project != nil }) {
      columns.append(TextColumn("PROJECT", rows.map { InertText.inert($0.project ?? "") }))
    }
    if rows.contains(where: { $0.resource != nil }) {
      columns.append(TextColumn("RESOURCE", rows.map { InertText.inert($0.resource ?? "") }))
    }
    var time = CivilTimeText(calendar: calendar)
    columns.append(TextColumn("SINCE", rows.map { "\(time.textToSecond($0.since)) (\(age(of: $0)))" }))
    columns.append(TextColumn("RESTARTS", rows.map { String($0.restarts) }, alignment: .right))
    columns.append(TextColumn("REASON", rows.map { InertText.inert($0.reason) }))
    return TextColumn.table(columns, isColored: isColored)
  }

  private func age(of row: HealthRow) -> String {
    let (age, overflow) = now.nanoseconds.subtractingReportingOverflow(row.since.nanoseconds)
    let seconds = overflow ? 0 : max(0, age / 1_000_000_000)
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3600: return "\(seconds / 60)m"
    case ..<86_400: return "\(seconds / 3600)h"
    default: return "\(seconds / 86_400)d"
    }
  }
}
