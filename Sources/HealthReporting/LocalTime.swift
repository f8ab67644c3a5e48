internal import Glibc
package import LogWire

/// What the clock on the wall shows: the day of the week and the time of day.
package struct LocalTime: Sendable, Hashable {
  /// Sunday is 0.
  package var weekday: Int
  /// Since midnight, as the clock shows it.
  package var minute: Int

  package init(weekday: Int, minute: Int) {
    self.weekday = weekday
    self.minute = minute
  }

  /// By the system's time zone (`TZ`, else `/etc/localtime`).
  package static func system(_ time: Timestamp) -> LocalTime {
    _ = zone
    var moment = time_t(time.nanoseconds / 1_000_000_000)
    var fields = tm()
    guard localtime_r(&moment, &fields) != nil else { return LocalTime(weekday: 0, minute: 0) }
    return LocalTime(weekday: Int(fields.tm_wday), minute: Int(fields.tm_hour) * 60 + Int(fields.tm_min))
  }

  /// localtime_r is not required to read TZ by itself; see tzset(3).
  private static let zone: Void = tzset()
}
