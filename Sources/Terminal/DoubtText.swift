package import HealthStore
package import LogQuery
internal import LogWire

/// The line that says why no state is known.
package enum DoubtText {
  /// A line with its end, inert.
  package static func text(_ doubt: HealthDoubt, calendar: CivilCalendar, isColored: Bool, width: Int?)
    -> String
  {
    var time = CivilTimeText(calendar: calendar)
    let line = "? nothing is known since \(time.textToSecond(doubt.since)): \(InertText.inert(doubt.reason))"
    return TextStyle.bad.applied(to: InertText.cut(line, at: width), colored: isColored) + "\n"
  }
}
