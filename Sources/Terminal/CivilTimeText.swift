package import LogQuery
package import LogWire

/// Writes moments as `2026-11-23 14:02:03.123` in a time zone, cut to the millisecond.
package struct CivilTimeText: Sendable {
  private let calendar: CivilCalendar
  /// Lines mostly share the second with the line before, and asking for the local time is what costs.
  private var second = Int64.min
  private var textOfSecond: [UInt8] = []

  package init(calendar: CivilCalendar) {
    self.calendar = calendar
  }

  /// Appends the 23 characters of `time`.
  package mutating func append(_ time: Timestamp, to text: inout [UInt8]) {
    let nanosecond = appendSecond(of: time, to: &text)
    text.append(UInt8(ascii: "."))
    Self.append(Int(nanosecond / 1_000_000), digits: 3, to: &text)
  }

  /// The 19 characters of `time` up to the second.
  package mutating func textToSecond(_ time: Timestamp) -> String {
    var text: [UInt8] = []
    _ = appendSecond(of: time, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the text up to the second, and returns the nanoseconds beyond.
  private mutating func appendSecond(of time: Timestamp, to text: inout [UInt8]) -> Int64 {
    let billion: Int64 = 1_000_000_000
    var (second, nanosecond) = time.nanoseconds.quotientAndRemainder(dividingBy: billion)
    if nanosecond < 0 {
      second -= 1
      nanosecond += billion
    }
    if second != self.second { remember(second) }
    text.append(contentsOf: textOfSecond)
    return nanosecond
  }

  private mutating func remember(_ second: Int64) {
    let time = calendar.civilTime(second)
    self.second = second
    textOfSecond.removeAll(keepingCapacity: true)
    Self.append(time.year, digits: 4, to: &textOfSecond)
    Self.append(time.month, digits: 2, after: "-", to: &textOfSecond)
    Self.append(time.day, digits: 2, after: "-", to: &textOfSecond)
    Self.append(time.hour, digits: 2, after: " ", to: &textOfSecond)
    Self.append(time.minute, digits: 2, after: ":", to: &textOfSecond)
    Self.append(time.second, digits: 2, after: ":", to: &textOfSecond)
  }

  private static func append(
    _ value: Int, digits: Int, after separator: Unicode.Scalar? = nil, to text: inout [UInt8]
  ) {
    if let separator { text.append(UInt8(ascii: separator)) }
    var unit = 1
    for _ in 1..<digits { unit *= 10 }
    while unit > 0 {
      text.append(UInt8(ascii: "0") + UInt8(value / unit % 10))
      unit /= 10
    }
  }
}
