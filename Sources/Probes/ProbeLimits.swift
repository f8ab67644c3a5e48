/// Between what the values of a probe's keys must be.
package enum ProbeLimits {
  /// `interval`.
  package static let interval = Duration.seconds(1)...Duration.seconds(86400)
  /// `timeout`; never more than the interval.
  package static let timeout = Duration.milliseconds(100)...Duration.seconds(86400)
  /// `start_period`.
  package static let startPeriod = Duration.zero...Duration.seconds(86400)
  /// `failures` and `successes`.
  package static let threshold = 1...100
  /// `slow`; always less than the time-out.
  package static let slow = Duration.milliseconds(1)...Duration.seconds(86400)
  /// `within`.
  package static let window = Duration.seconds(1)...Duration.seconds(86400)
  /// `silence`.
  package static let silence = Duration.seconds(1)...Duration.seconds(30 * 86400)
  /// `expiry`.
  package static let expiry = Duration.seconds(3600)...Duration.seconds(366 * 86400)
  /// Bytes of `body`.
  package static let body = 64 << 10
  /// How many `headers`.
  package static let headers = 32
}
