internal import Glibc

/// Writes a moment as `2026-01-31T08:15:30.123Z`.
package enum LogTime {
  /// - Parameters:
  ///   - seconds: Since 1970-01-01 UTC.
  ///   - nanoseconds: 0 to 999,999,999; cut to milliseconds.
  package static func text(seconds: Int64, nanoseconds: Int64) -> String {
    let day = floorDivided(seconds, by: 86400)
    let second = seconds - day * 86400
    let date = civil(day: day)
    let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, to: 2) }.joined(
      separator: ":")
    return "\(padded(date.year, to: 4))-\(padded(date.month, to: 2))-\(padded(date.day, to: 2))T\(clock)."
      + padded(nanoseconds / 1_000_000, to: 3) + "Z"
  }

  /// The time of the system's clock.
  package static func now() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return text(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
  }

  /// Days since 1970 to year, month and day, by Howard Hinnant's `civil_from_days`
  /// (https://howardhinnant.github.io/date_algorithms.html): gmtime_r would do, but isn't free of the locale's lock.
  private static func civil(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = floorDivided(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  private static func floorDivided(_ value: Int64, by divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ value: Int64, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
