package import HealthStore
package import LogQuery
package import LogWire

/// `lslog health --watch`: what fits on a screen.
///
/// A line of what it is, one that says if nothing is known, the table, and the last changes as far as there is room. If the
/// table has more rows than that, those that are not well come first, and the last line says how many are left out.
package struct HealthFrame: Sendable {
  private let calendar: CivilCalendar
  private let isColored: Bool

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - isColored: whether to colour.
  package init(calendar: CivilCalendar, isColored: Bool) {
    self.calendar = calendar
    self.isColored = isColored
  }

  /// The lines, without ends.
  ///
  /// - Parameters:
  ///   - reports: the containers, in order.
  ///   - doubt: why nothing is known.
  ///   - transitions: the last changes, oldest first.
  ///   - size: rows and columns of the screen.
  ///   - now: the moment that is shown.
  package func lines(
    _ reports: [ContainerReport], doubt: HealthDoubt?, transitions: [Transition],
    size: (rows: Int, columns: Int),
    now: Timestamp
  ) -> [Substring] {
    let width = size.columns
    var lines = [title(reports, width, now)[...]]
    if let doubt {
      lines += Self.split(DoubtText.text(doubt, calendar: calendar, isColored: isColored, width: width))
    }
    let room = max(1, size.rows - lines.count - 1)
    let table = HealthTable(calendar: calendar, now: now, isColored: isColored, width: width)
    guard reports.count > room else {
      lines += Self.split(table.text(reports))
      let left = size.rows - lines.count - 2
      guard left > 0, !transitions.isEmpty else { return lines }
      let changes = TransitionTable(calendar: calendar, isColored: isColored, width: width)
      return lines + [""] + Self.split(changes.text(transitions.suffix(left)))
    }
    let shown = (reports.filter { !$0.isWell } + reports.filter(\.isWell)).prefix(max(1, room - 1))
    lines += Self.split(table.text(Array(shown)))
    return lines + ["… \(reports.count - shown.count) more"]
  }

  private func title(_ reports: [ContainerReport], _ width: Int, _ now: Timestamp) -> String {
    var time = CivilTimeText(calendar: calendar)
    let unwell = reports.count { !$0.isWell }
    let containers = "\(reports.count) \(reports.count == 1 ? "container" : "containers")"
    let words = unwell == 0 ? "all well" : "\(unwell) not well"
    let line = InertText.cut("\(time.textToSecond(now))  \(containers), \(words)  (q ends)", at: width)
    return TextStyle.bold.applied(to: line, colored: isColored)
  }

  private static func split(_ text: String) -> [Substring] { text.split(separator: "\n") }
}
