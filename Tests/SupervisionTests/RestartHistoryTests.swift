import Supervision
import Testing

@Suite struct RestartHistoryTests {
  var settings: SupervisorSettings {
    var settings = SupervisorSettings()
    settings.restartLimit = 4
    settings.restartWindow = .seconds(100)
    settings.backoffInitial = .seconds(1)
    settings.backoffMaximum = .seconds(5)
    return settings
  }

  @Test func waitsDoubleUpToTheMaximumAndThenItGivesUp() {
    var history = RestartHistory()
    let verdicts = (0..<5).map { second in
      history.recordDeath(at: .seconds(second), settings: settings, jitter: 1)
    }
    #expect(
      verdicts == [
        .restart(after: .seconds(1)), .restart(after: .seconds(2)), .restart(after: .seconds(4)),
        .restart(after: .seconds(5)), .giveUp(deaths: 5),
      ])
  }

  @Test func deathsOutsideTheWindowAreForgotten() {
    var history = RestartHistory()
    for second in 0..<4 { _ = history.recordDeath(at: .seconds(second), settings: settings, jitter: 1) }
    #expect(
      history.recordDeath(at: .seconds(103), settings: settings, jitter: 1) == .restart(after: .seconds(1)))
  }

  @Test func jitterTakesAtMostHalf() {
    var history = RestartHistory()
    let verdict = history.recordDeath(at: .zero, settings: settings, jitter: 0)
    #expect(verdict == .restart(after: .milliseconds(500)))
  }

  @Test func manyDeathsDoNotOverflow() {
    var settings = settings
    settings.restartLimit = 1000
    var history = RestartHistory()
    for _ in 0..<999 { _ = history.recordDeath(at: .zero, settings: settings, jitter: 1) }
    #expect(history.recordDeath(at: .zero, settings: settings, jitter: 1) == .restart(after: .seconds(5)))
  }
}
