/// Times as the engine writes them, as nanoseconds since 1970 UTC.
package enum EngineTime {
  /// Parses RFC 3339 as Go writes it (`2026-11-23T14:19:23.355787718Z`, or an offset as Podman does).
  ///
  /// - Returns: nil for Go's zero time (the year 1), which means "never", and for anything that is no time or
  ///   lies outside 1678–2261, what nanoseconds in 64 bits can hold.
  package static func parse(_ text: String) -> Int64? {
    var scanner = DigitScanner(text)
    guard let year = scanner.number(digits: 4), scanner.skip("-"),
      let month = scanner.number(digits: 2), scanner.skip("-"),
      let day = scanner.number(digits: 2), scanner.skip("T"),
      let hour = scanner.number(digits: 2), scanner.skip(":"),
      let minute = scanner.number(digits: 2), scanner.skip(":"),
      let second = scanner.number(digits: 2)
    else { return nil }
    guard (1678...2261).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 24,
      minute < 60,
      second < 61
    else { return nil }
    let fraction = scanner.skip(".") ? scanner.fraction() : 0
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    let seconds =
      daysSince1970(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
      - offset
    return Int64(seconds) * 1_000_000_000 + Int64(fraction)
  }

  /// Parses the `Date` header of HTTP (`Mon, 23 Nov 2026 14:19:26 GMT`); nil for its obsolete forms.
  ///
  /// Source: RFC 9110, section 5.6.7.
  package static func parse(httpDate text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, let day = Int(parts[1]), let year = Int(parts[3]), parts[5] == "GMT",
      let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let clock = parts[4].split(separator: ":").map { Int($0) ?? -1 }
    guard clock.count == 3, (1...31).contains(day), (1970...2261).contains(year), (0..<24).contains(clock[0]),
      (0..<60).contains(clock[1]), (0..<61).contains(clock[2])
    else { return nil }
    let seconds =
      daysSince1970(year: year, month: month + 1, day: day) * 86_400 + clock[0] * 3_600 + clock[1] * 60
      + clock[2]
    return Int64(seconds) * 1_000_000_000
  }

  /// `seconds.nanoseconds`, nine digits behind the point: how Docker takes `since`. Times before 1970 become 0.
  package static func formatSince(_ nanoseconds: Int64) -> String {
    let time = max(0, nanoseconds)
    let fraction = String(time % 1_000_000_000)
    return "\(time / 1_000_000_000)." + String(repeating: "0", count: 9 - fraction.count) + fraction
  }

  /// RFC 3339 in UTC with nine digits behind the point: how Podman takes `since` (its floats lose 200 ns). Times
  /// before 1970 become 1970.
  package static func formatRFC3339(_ nanoseconds: Int64) -> String {
    let seconds = max(0, nanoseconds) / 1_000_000_000
    let (year, month, day) = civil(daysSince1970: Int(seconds / 86_400))
    let ofDay = Int(seconds % 86_400)
    let fraction = formatSince(nanoseconds).suffix(9)
    let date = "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    return
      "\(date)T\(twoDigits(ofDay / 3_600)):\(twoDigits(ofDay / 60 % 60)):\(twoDigits(ofDay % 60)).\(fraction)Z"
  }

  private static func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }

  /// The inverse of ``daysSince1970(year:month:day:)``, for days from 1970 on; from the same page (civil_from_days).
  private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400
    return month < 10 ? (year, month + 3, day) : (year + 1, month - 9, day)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Days of the proleptic Gregorian calendar; the well-known algorithm with years that begin in March
  /// (<https://howardhinnant.github.io/date_algorithms.html#days_from_civil>), for years after 0.
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// Reads digits and separators off the front of a text.
private struct DigitScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(digits: Int) -> Int? {
    guard rest.count >= digits else { return nil }
    var value = 0
    for byte in rest.prefix(digits) {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte) - 48
    }
    rest = rest.dropFirst(digits)
    return value
  }

  mutating func skip(_ character: Character) -> Bool {
    guard let byte = rest.first, Character(UnicodeScalar(byte)) == character else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The digits behind the point as nanoseconds; more than nine are cut off.
  mutating func fraction() -> Int {
    var value = 0
    var digits = 0
    while let byte = rest.first, (48...57).contains(byte) {
      if digits < 9 {
        value = value * 10 + Int(byte) - 48
        digits += 1
      }
      rest = rest.dropFirst()
    }
    while digits < 9 {
      value *= 10
      digits += 1
    }
    return value
  }

  /// `Z` or `±hh:mm` as seconds east of UTC.
  mutating func offset() -> Int? {
    if skip("Z") { return 0 }
    let sign: Int
    if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
    guard let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2) else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }
}
