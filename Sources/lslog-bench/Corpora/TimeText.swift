internal import LogWire

/// The spellings of one moment in logs, all in UTC.
struct TimeText {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `2026-11-23T14:02:03.123456789Z`
  private let full: String

  /// Spells it once; the parts are cut from that.
  init(_ time: Timestamp) {
    full = time.description
  }

  /// `2026-11-23`
  var date: Substring { part(0..<10) }
  /// `14:02:03`
  var clock: Substring { part(11..<19) }
  /// `123`
  var milliseconds: Substring { part(20..<23) }
  /// `123456`
  var microseconds: Substring { part(20..<26) }
  /// `2026-11-23T14:02:03.123Z`
  var iso: String { "\(part(0..<23))Z" }
  /// `Nov`
  var month: String { Self.months[(Int(part(5..<7)) ?? 1) - 1] }
  /// `11`
  var monthNumber: Substring { part(5..<7) }
  /// `23`
  var day: Substring { part(8..<10) }
  /// `2026`
  var year: Substring { part(0..<4) }

  private func part(_ range: Range<Int>) -> Substring {
    let utf8 = full.utf8
    return full[
      utf8.index(
        utf8.startIndex, offsetBy: range.lowerBound)..<utf8.index(
          utf8.startIndex, offsetBy: range.upperBound)]
  }
}
