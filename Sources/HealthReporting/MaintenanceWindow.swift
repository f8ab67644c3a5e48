/// A time of the week in which nobody wants to be told that something is down.
///
/// It is decided by what the clock on the wall shows. So where clocks are set forward, the part of a window that is left out
/// that day is not there; where they are set back, what is shown twice counts twice.
package struct MaintenanceWindow: Sendable, Hashable {
  package var name: String
  /// The days on which it begins; Sunday is 0.
  package var days: Set<Int>
  /// Minutes since midnight, the last one excluded. If it does not end later than it begins, it ends on the next day.
  package var from: Int
  package var until: Int
  package var selection: ChannelSelection

  package init(
    name: String, days: Set<Int> = Set(0...6), from: Int, until: Int, selection: ChannelSelection = .all
  ) {
    self.name = name
    self.days = days
    self.from = from
    self.until = until
    self.selection = selection
  }

  package func contains(_ time: LocalTime) -> Bool {
    if from < until { return days.contains(time.weekday) && (from..<until).contains(time.minute) }
    if time.minute >= from { return days.contains(time.weekday) }
    return time.minute < until && days.contains((time.weekday + 6) % 7)
  }
}
