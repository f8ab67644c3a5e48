import ContainerWatch
import Testing

@Suite("Backoff")
struct BackoffTests {
  /// Dice that always show the same.
  struct LoadedDice: RandomNumberGenerator {
    var face: UInt64
    mutating func next() -> UInt64 { face }
  }

  @Test func waitsDoubleUpToTheCap() {
    var backoff = Backoff(base: .milliseconds(100), cap: .seconds(1), stableAfter: .seconds(10))
    var dice = LoadedDice(face: .max)
    let waits = (0..<6).map { _ in backoff.next(using: &dice) / .milliseconds(1) }
    for (wait, expected) in zip(waits, [100.0, 200, 400, 800, 1000, 1000]) {
      #expect(abs(wait - expected) < 1)
    }
  }

  @Test func neverIsThereNoWaitAtAll() {
    var backoff = Backoff(base: .milliseconds(100))
    var dice = LoadedDice(face: 0)
    for _ in 0..<100 { #expect(backoff.next(using: &dice) >= .milliseconds(10)) }
  }

  @Test func longSuccessBeginsAnew() {
    var backoff = Backoff(base: .milliseconds(100), cap: .seconds(60), stableAfter: .seconds(10))
    var dice = LoadedDice(face: .max)
    for _ in 0..<5 { _ = backoff.next(using: &dice) }
    #expect(backoff.next(afterHolding: .seconds(9), using: &dice) > .seconds(3))
    #expect(backoff.next(afterHolding: .seconds(10), using: &dice) <= .milliseconds(101))
    #expect(backoff.failures == 1)
    backoff.reset()
    #expect(backoff.failures == 0)
  }

  @Test func hundredsOfFailuresDoNotOverflow() {
    var backoff = Backoff(base: .seconds(5), cap: .seconds(60))
    for _ in 0..<500 { #expect(backoff.next() <= .seconds(60)) }
  }
}
