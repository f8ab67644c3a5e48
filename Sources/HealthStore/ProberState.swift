package import LogWire

/// Whether the states in `health.db` can be trusted.
package struct ProberState: Sendable, Hashable {
  /// A prober that has not written for so long is taken as silent, in nanoseconds.
  package static let silence: Int64 = 15_000_000_000

  /// When the prober last said that it watches.
  package var aliveAt: Timestamp
  /// Since when the Engine can't be asked, and why; nil while it can.
  package var engineAwaySince: Timestamp?
  package var engineError: String?

  package init(aliveAt: Timestamp, engineAwaySince: Timestamp? = nil, engineError: String? = nil) {
    self.aliveAt = aliveAt
    self.engineAwaySince = engineAwaySince
    self.engineError = engineError
  }

  /// What is wrong with the states, as (since, reason); nil if they are to be trusted.
  package func doubt(now: Timestamp) -> (since: Timestamp, reason: String)? {
    let (age, overflow) = now.nanoseconds.subtractingReportingOverflow(aliveAt.nanoseconds)
    // Said in the future: the clock was set back, and a prober that lives says it anew within seconds.
    if overflow || age > Self.silence || age < -Self.silence {
      return (min(aliveAt, now), "the prober is silent; is lslogd running?")
    }
    if let engineAwaySince {
      return (engineAwaySince, "the engine is away: \(engineError ?? "")")
    }
    return nil
  }
}
