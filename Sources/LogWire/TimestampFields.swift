/// Takes fixed-width decimal fields from the start of a span. Never reads past its end.
struct TimestampFields {
  var offset = 0

  mutating func number(_ bytes: RawSpan, digits: Int) -> Int64? {
    guard offset + digits <= bytes.byteCount else { return nil }
    var value: Int64 = 0
    for index in offset..<offset + digits {
      let byte = bytes.byte(at: index)
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    offset += digits
    return value
  }

  mutating func skip(_ bytes: RawSpan, _ character: Unicode.Scalar) -> Bool {
    guard offset < bytes.byteCount, bytes.byte(at: offset) == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  /// `YYYY-MM-DDTHH:MM` as minutes since 1970; nil before 1970 and after 2261.
  ///
  /// - Parameter allowsSpace: whether a space may stand for the `T`.
  mutating func minutes(_ bytes: RawSpan, allowsSpace: Bool = false) -> Int64? {
    guard
      let year = number(bytes, digits: 4), year >= 1970, year <= 2261, skip(bytes, "-"),
      let month = number(bytes, digits: 2), skip(bytes, "-"),
      let day = number(bytes, digits: 2), day >= 1, day <= CivilDate.days(inMonth: month, of: year),
      skip(bytes, "T") || skip(bytes, "t") || (allowsSpace && skip(bytes, " ")),
      let hour = number(bytes, digits: 2), hour <= 23, skip(bytes, ":"),
      let minute = number(bytes, digits: 2), minute <= 59
    else { return nil }
    return CivilDate.daysSinceEpoch(year: year, month: month, day: day) * 1440 + hour * 60 + minute
  }

  /// One to nine digits after the dot, as nanoseconds.
  mutating func fraction(_ bytes: RawSpan) -> Int64? {
    var value: Int64 = 0
    var scale: Int64 = 1_000_000_000
    while scale > 1, let digit = number(bytes, digits: 1) {
      value = value * 10 + digit
      scale /= 10
    }
    return scale == 1_000_000_000 ? nil : value * scale
  }

  /// `+HH:MM` or `-HH:MM` in minutes.
  ///
  /// - Parameter allowsNoColon: whether `+HHMM` is taken, too.
  mutating func offsetMinutes(_ bytes: RawSpan, allowsNoColon: Bool = false) -> Int64? {
    let negative = skip(bytes, "-")
    guard
      negative || skip(bytes, "+"), let hours = number(bytes, digits: 2), hours <= 23,
      skip(bytes, ":") || allowsNoColon, let minutes = number(bytes, digits: 2), minutes <= 59
    else { return nil }
    return (hours * 60 + minutes) * (negative ? -1 : 1)
  }
}
