/// The deaths of one child, from which the wait before its restart and the giving up follow. Pure.
package struct RestartHistory: Sendable {
  /// What to do about a death.
  package enum Verdict: Hashable {
    /// Start it again after this wait.
    case restart(after: Duration)
    /// It died more often than the limit allows; this often within the window.
    case giveUp(deaths: Int)
  }

  private var deaths: [Duration] = []

  package init() {}

  /// Counts a death and decides.
  ///
  /// The n-th death within the window waits `initial · 2^(n−1)`, at most `maximum`, times 0.5 to 1 by `jitter`, so that
  /// children that died together don't come back together. More deaths than the limit within the window: give up.
  ///
  /// - Parameters:
  ///   - now: On the supervisor's clock, never less than at the last call.
  ///   - jitter: 0 to 1.
  package mutating func recordDeath(at now: Duration, settings: SupervisorSettings, jitter: Double) -> Verdict
  {
    deaths.removeAll { $0 <= now - settings.restartWindow }
    deaths.append(now)
    guard deaths.count <= settings.restartLimit else { return .giveUp(deaths: deaths.count) }
    // Beyond 2^30 the maximum rules anyway, and the multiplication stays in bounds.
    let factor = 1 << min(deaths.count - 1, 30)
    let wait = min(settings.backoffInitial * factor, settings.backoffMaximum)
    return .restart(after: wait * (0.5 + jitter / 2))
  }
}
