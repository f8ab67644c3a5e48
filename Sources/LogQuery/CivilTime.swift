/// A date and a time of day as a clock on the wall shows them, without a time zone.
package struct CivilTime: Sendable, Hashable {
  package var year: Int
  /// 1…12.
  package var month: Int
  /// 1…31.
  package var day: Int
  package var hour: Int
  package var minute: Int
  /// 0…60: 60 is a leap second, the same moment as the next minute's 0.
  package var second: Int

  package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The same day at midnight.
  var startOfDay: CivilTime { CivilTime(year: year, month: month, day: day) }
}
