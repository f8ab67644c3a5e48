/// How long to wait before the next try: exponential with a cap, full jitter, and back to the beginning after a
/// long success.
///
/// Full jitter spreads many clients over the whole time instead of letting them come in waves. A tenth of the base is
/// always waited, so that a run of low dice is no busy loop.
///
/// Source: <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>.
package struct Backoff: Sendable {
  /// The longest wait before the second try.
  package var base: Duration

  /// The longest wait of all.
  package var cap: Duration

  /// A try that held for so long counts as a success: the next wait is like the first.
  package var stableAfter: Duration

  /// How many tries have failed in a row.
  package private(set) var failures = 0

  /// Makes one that has not failed yet.
  package init(
    base: Duration = .milliseconds(100), cap: Duration = .seconds(2), stableAfter: Duration = .seconds(10)
  ) {
    self.base = base
    self.cap = cap
    self.stableAfter = stableAfter
  }

  /// Notes a failure and says how long to wait.
  ///
  /// - Parameters:
  ///   - held: how long the try that has now failed held.
  ///   - generator: the dice.
  package mutating func next(
    afterHolding held: Duration = .zero, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    if held >= stableAfter { failures = 0 }
    // Beyond 30 doublings any base is past any cap, and the shift must not overflow.
    let ceiling = min(cap, base * (1 << min(failures, 30)))
    failures += 1
    return max(base / 10, ceiling * Double.random(in: 0..<1, using: &generator))
  }

  /// Notes a failure and says how long to wait, with the system's dice.
  package mutating func next(afterHolding held: Duration = .zero) -> Duration {
    var generator = SystemRandomNumberGenerator()
    return next(afterHolding: held, using: &generator)
  }

  /// Begins anew: the last try was a success.
  package mutating func reset() {
    failures = 0
  }
}
