internal import Glibc

extension CivilCalendar {
  /// The system's local time zone (`TZ`, else `/etc/localtime`), by localtime(3) and mktime(3).
  package static let local: CivilCalendar = {
    // localtime_r is not required to read TZ by itself; see tzset(3).
    tzset()
    return CivilCalendar(
      civilTime: { seconds in CivilTime(brokenDown(seconds, localtime_r)) },
      seconds: localSeconds)
  }()

  /// Coordinated universal time.
  package static let utc = CivilCalendar(
    civilTime: { seconds in CivilTime(brokenDown(seconds, gmtime_r)) },
    seconds: { time in
      guard var fields = structure(of: time, isDaylightSaving: 0) else { return nil }
      return Int64(timegm(&fields))
    })

  private static func brokenDown(
    _ seconds: Int64,
    _ convert: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?
  ) -> tm {
    var moment = time_t(seconds)
    var fields = tm()
    // Fails only for years beyond Int32; a timestamp of 64-bit nanoseconds ends in 2262.
    guard convert(&moment, &fields) != nil else { return tm() }
    return fields
  }

  /// mktime answers by the daylight saving flag it is given, so both are asked: an answer counts if the clock then really shows
  /// the time. Two such answers are the hour that is shown twice; none, the hour left out.
  private static func localSeconds(_ time: CivilTime) -> Int64? {
    guard let standard = localSeconds(time, isDaylightSaving: 0),
      let daylight = localSeconds(time, isDaylightSaving: 1)
    else { return nil }
    let earlier = min(standard.seconds, daylight.seconds)
    switch (standard.isShown, daylight.isShown) {
    case (true, false): return standard.seconds
    case (false, true): return daylight.seconds
    case (true, true): return earlier
    case (false, false): return max(standard.seconds, daylight.seconds)
    }
  }

  private static func localSeconds(
    _ time: CivilTime, isDaylightSaving: Int32
  ) -> (seconds: Int64, isShown: Bool)? {
    guard var fields = structure(of: time, isDaylightSaving: isDaylightSaving) else { return nil }
    let seconds = Int64(mktime(&fields))
    // −1 is also the last second of 1969; nothing was logged then.
    if seconds == -1 { return nil }
    let shown = brokenDown(seconds, localtime_r)
    guard var asked = structure(of: time, isDaylightSaving: 0), timegm(&asked) != -1 else { return nil }
    return (seconds, CivilTime(shown) == CivilTime(asked))
  }

  private static func structure(of time: CivilTime, isDaylightSaving: Int32) -> tm? {
    guard
      let year = Int32(exactly: time.year - 1900), let month = Int32(exactly: time.month - 1),
      let day = Int32(exactly: time.day), let hour = Int32(exactly: time.hour),
      let minute = Int32(exactly: time.minute), let second = Int32(exactly: time.second)
    else { return nil }
    var fields = tm()
    fields.tm_year = year
    fields.tm_mon = month
    fields.tm_mday = day
    fields.tm_hour = hour
    fields.tm_min = minute
    fields.tm_sec = second
    fields.tm_isdst = isDaylightSaving
    return fields
  }
}

extension CivilTime {
  fileprivate init(_ fields: tm) {
    self.init(
      year: Int(fields.tm_year) + 1900, month: Int(fields.tm_mon) + 1, day: Int(fields.tm_mday),
      hour: Int(fields.tm_hour), minute: Int(fields.tm_min), second: Int(fields.tm_sec))
  }
}
