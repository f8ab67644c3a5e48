package import HealthStore
package import LogQuery
internal import LogWire

/// The last changes of `lslog health`, in the order given.
///
///     TIME                 CONTAINER  CHANGE                    REASON
///     2026-11-23 16:00:41  worker     running → stopped (1)     exited, exit code 1
package struct TransitionTable: Sendable {
  private let calendar: CivilCalendar
  private let isColored: Bool

  package init(calendar: CivilCalendar, isColored: Bool) {
    self.calendar = calendar
    self.isColored = isColored
  }

  /// The table, each line with its end; empty without transitions.
  package func text(_ transitions: [Transition]) -> String {
    guard !transitions.isEmpty else { return "" }
    var time = CivilTimeText(calendar: calendar)
    return TextColumn.table(
      [
        TextColumn("TIME", transitions.map { time.textToSecond($0.time) }),
        TextColumn("CONTAINER", transitions.map { InertText.inert($0.name) }),
        TextColumn("CHANGE", transitions.map(Self.change), styles: transitions.map(\.to.style)),
        TextColumn("REASON", transitions.map { InertText.inert($0.reason) }),
      ], isColored: isColored)
  }

  private static func change(_ transition: Transition) -> String {
    guard let from = transition.from else { return "first seen \(words(transition.to))" }
    return "\(words(from)) → \(words(transition.to))"
  }

  private static func words(_ state: HealthState) -> String {
    state.exitCode.map { "\(state.name) (\($0))" } ?? state.name
  }
}
