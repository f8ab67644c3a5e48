package import HealthStore
package import LogQuery
internal import LogWire

/// Changes of states, in the order given.
///
///     TIME                 CONTAINER  CHANGE                    REASON
///     2026-11-23 16:00:41  worker     running → stopped (1)     exited with code 1
package struct TransitionTable: Sendable {
  private static let narrowestReason = 16

  private let calendar: CivilCalendar
  private let isColored: Bool
  private let width: Int?
  private let namesContainers: Bool

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - isColored: whether to colour the changes.
  ///   - width: the columns of the terminal, at which reasons are cut; nil: nothing is cut.
  ///   - namesContainers: whether to say of which container each change is.
  package init(calendar: CivilCalendar, isColored: Bool, width: Int? = nil, namesContainers: Bool = true) {
    self.calendar = calendar
    self.isColored = isColored
    self.width = width
    self.namesContainers = namesContainers
  }

  /// The table, each line with its end; empty without transitions.
  package func text(_ transitions: [Transition]) -> String {
    guard !transitions.isEmpty else { return "" }
    var time = CivilTimeText(calendar: calendar)
    var columns = [TextColumn("TIME", transitions.map { time.textToSecond($0.time) })]
    if namesContainers {
      columns.append(TextColumn("CONTAINER", transitions.map { InertText.inert($0.name) }))
    }
    columns.append(TextColumn("CHANGE", transitions.map(\.change), styles: transitions.map(\.to.style)))
    var reasons = TextColumn("REASON", transitions.map { InertText.inert($0.reason) })
    if let width {
      reasons.narrow(to: max(Self.narrowestReason, width - TextColumn.width(of: columns) - 2))
    }
    return TextColumn.table(columns + [reasons], isColored: isColored)
  }
}

extension Transition {
  /// From what to what, in words.
  var change: String {
    from.map { "\($0.words) → \(to.words)" } ?? "first seen \(to.words)"
  }
}
