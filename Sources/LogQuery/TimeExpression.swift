package import LogWire
internal import Quantities

/// Reads a time as a person types it on a command line.
///
/// | written | means |
/// |---|---|
/// | `10m`, `2h`, `3d`, `1w`, `90s`, `500ms`, `1h30m` | that long ago; a day is 24 hours |
/// | `now` | now |
/// | `today`, `yesterday` | local midnight at the begin of the day |
/// | `2026-11-23` | local midnight at its begin |
/// | `14:02`, `14:02:03.5` | local time today, also if that is still to come |
/// | `2026-11-23 14:02`, `today 14:02`, `yesterday 14:02` | local time; a `T` may stand for the space |
/// | `2026-11-23T14:02:03.5Z`, `…+02:00` | RFC 3339 |
///
/// Pure: the present moment and the time zone are given. For times that the clock shows twice or never, see
/// ``CivilCalendar/seconds``.
package struct TimeExpression: Sendable {
  private let now: Timestamp
  private let calendar: CivilCalendar

  package init(now: Timestamp, calendar: CivilCalendar) {
    self.now = now
    self.calendar = calendar
  }

  /// The moment that `text` means.
  ///
  /// - Throws: ``TimeExpressionError`` for text that is none of the forms, or a moment that does not exist.
  package func timestamp(_ text: String) throws(TimeExpressionError) -> Timestamp {
    if text == "now" { return now }
    if let first = text.utf8.first, first &- 0x30 < 10, let ago = try? Duration(parsing: text) {
      return try timestamp(before: ago, text)
    }
    guard let parts = TimeParts(parsing: text) else { throw TimeExpressionError(.unknownForm, text) }
    var seconds = try moment(parts, in: parts.offsetMinutes == nil ? calendar : .utc, text)
    if let offset = parts.offsetMinutes { seconds -= Int64(offset) * 60 }
    return try timestamp(seconds: seconds, parts.nanoseconds, text)
  }

  private func timestamp(before ago: Duration, _ text: String) throws(TimeExpressionError) -> Timestamp {
    let (nanoseconds, overflow) = ago.wholeMilliseconds.multipliedReportingOverflow(by: 1_000_000)
    let (moment, underflow) = now.nanoseconds.subtractingReportingOverflow(nanoseconds)
    if overflow || underflow { throw TimeExpressionError(.outOfRange, text) }
    return Timestamp(nanoseconds: moment)
  }

  private func timestamp(
    seconds: Int64, _ nanoseconds: Int64, _ text: String
  ) throws(TimeExpressionError) -> Timestamp {
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (moment, carried) = whole.addingReportingOverflow(nanoseconds)
    if overflow || carried { throw TimeExpressionError(.outOfRange, text) }
    return Timestamp(nanoseconds: moment)
  }

  private func moment(
    _ parts: TimeParts, in calendar: CivilCalendar, _ text: String
  ) throws(TimeExpressionError) -> Int64 {
    var time = date(parts.day)
    time.hour = parts.hour
    time.minute = parts.minute
    time.second = parts.second
    guard parts.hour < 24, parts.minute < 60, parts.second <= 60, isDate(time.startOfDay) else {
      throw TimeExpressionError(.noSuchTime, text)
    }
    guard let seconds = calendar.seconds(time) else { throw TimeExpressionError(.outOfRange, text) }
    return seconds
  }

  private func date(_ day: TimeParts.Day) -> CivilTime {
    let (seconds, rest) = now.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    var today = calendar.civilTime(rest < 0 ? seconds - 1 : seconds).startOfDay
    switch day {
    case .today: return today
    case .yesterday:
      today.day -= 1
      // Day 0 carries over to the month before.
      return CivilCalendar.utc.seconds(today).map(CivilCalendar.utc.civilTime) ?? today
    case .date(let year, let month, let day): return CivilTime(year: year, month: month, day: day)
    }
  }

  /// True if the day is in the calendar: a 30th of February would come back as a day of March.
  private func isDate(_ midnight: CivilTime) -> Bool {
    CivilCalendar.utc.seconds(midnight).map(CivilCalendar.utc.civilTime) == midnight
  }
}
