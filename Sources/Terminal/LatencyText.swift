/// How long probes take, as a person reads it.
enum LatencyText {
  /// `0.4 ms`, `12 ms`, `1.2 s`; `-` if it is not known.
  static func text(_ nanoseconds: Int64?) -> String {
    guard let nanoseconds else { return "-" }
    let isSeconds = isInSeconds(nanoseconds)
    return "\(number(nanoseconds, isSeconds)) \(isSeconds ? "s" : "ms")"
  }

  /// The median and the 95th percentile in one unit: `12/40 ms`.
  static func text(median: Int64?, percentile95: Int64?) -> String {
    guard let median, let percentile95 else { return "-" }
    let isSeconds = isInSeconds(percentile95)
    return "\(number(median, isSeconds))/\(number(percentile95, isSeconds)) \(isSeconds ? "s" : "ms")"
  }

  private static func isInSeconds(_ nanoseconds: Int64) -> Bool { nanoseconds >= 1_000_000_000 }

  /// One decimal below ten.
  private static func number(_ nanoseconds: Int64, _ isSeconds: Bool) -> String {
    let tenths = max(0, nanoseconds) / (isSeconds ? 100_000_000 : 100_000)
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(tenths / 10)"
  }
}
