internal import LogWire

/// How long ago something was, in its largest unit: `40s`, `12m`, `2h`, `9d`.
enum AgeText {
  /// What is to come has no age: `0s`.
  static func text(of time: Timestamp, at now: Timestamp) -> String {
    let (age, overflow) = now.nanoseconds.subtractingReportingOverflow(time.nanoseconds)
    return text(nanoseconds: overflow ? 0 : age)
  }

  /// A length of time, cut to its largest unit.
  static func text(nanoseconds: Int64) -> String {
    let seconds = max(0, nanoseconds / 1_000_000_000)
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3600: return "\(seconds / 60)m"
    case ..<86_400: return "\(seconds / 3600)h"
    default: return "\(seconds / 86_400)d"
    }
  }
}
