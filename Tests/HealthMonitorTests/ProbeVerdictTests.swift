import ContainerWatch
import DockerEngine
import HealthMonitor
import HealthStore
import LogWire
import Probes
import Testing

@Suite("What results of probes come to")
struct ProbeVerdictTests {
  typealias Base = HealthTrackerTests

  static func spec(
    _ name: String = ProbeSpec.defaultName, failures: Int = 3, successes: Int = 2,
    severity: ProbeSeverity = .critical, startPeriod: Duration = .zero
  ) -> ProbeSpec {
    ProbeSpec(
      name: name, check: .silence(.seconds(60)), startPeriod: startPeriod, failureThreshold: failures,
      successThreshold: successes, severity: severity)
  }

  /// A result `seconds` after the start of the container; it takes 20 ms.
  static func result(_ outcome: ProbeOutcome, at seconds: Int64, status: Int? = nil) -> ProbeResult {
    ProbeResult(
      time: Timestamp(nanoseconds: (1_000 + seconds) * Base.second), latency: .milliseconds(20),
      outcome: outcome,
      evidence: ProbeEvidence(status: status, output: Array("answer".utf8)))
  }

  static func running(_ specs: [ProbeSpec], health: HealthStatus = .none) -> HealthTracker {
    Base.appeared(Base.details(.running, health: health), probes: specs).0
  }

  func take(
    _ outcomes: [ProbeOutcome], from seconds: Int64 = 1, of name: String = ProbeSpec.defaultName,
    _ tracker: inout HealthTracker
  ) -> [HealthState] {
    zip(seconds..., outcomes).compactMap { second, outcome in
      Base.transition(tracker.take(Self.result(outcome, at: second), of: name))?.to
    }
  }

  let failure = ProbeOutcome.failed(reason: "status 500")

  @Test func aContainerWithAProbeStartsUntilItPasses() {
    var tracker = Self.running([Self.spec()])
    #expect(tracker.row.state == .starting)
    #expect(take([.passed, .passed], &tracker) == [.healthy])
  }

  @Test func failuresBelowTheThresholdChangeNothing() {
    var tracker = Self.running([Self.spec()])
    #expect(take([.passed, failure, failure, .passed, failure, failure], &tracker) == [.healthy])
    #expect(tracker.probes[ProbeSpec.defaultName]?.row.failures == 2)
  }

  @Test func unhealthyComesWithEvidenceAndItsFirstSign() throws {
    var tracker = Self.running([Self.spec()])
    #expect(take([.passed, failure, failure], &tracker) == [.healthy])
    let outcome = tracker.take(Self.result(failure, at: 4, status: 500), of: ProbeSpec.defaultName)
    let down = try #require(Base.transition(outcome))
    #expect(down.from == .healthy && down.to == .unhealthy && down.isDown == true)
    #expect(down.reason == "silence probe: status 500")
    #expect(down.evidence.httpStatus == 500 && down.evidence.latency == 20_000_000)
    #expect(down.evidence.firstSign?.nanoseconds == 1_002 * Base.second, "when the first of the three began")
    #expect(down.evidence.output == Array("answer".utf8))
    #expect(down.time.nanoseconds == 1_004 * Base.second + 20_000_000, "when the last of the three ended")
  }

  @Test func recoveryNeedsPassesInARow() {
    var tracker = Self.running([Self.spec()])
    let outcomes: [ProbeOutcome] = [.passed, failure, failure, failure, .passed, failure, .passed, .passed]
    #expect(take(outcomes, &tracker) == [.healthy, .unhealthy, .healthy])
  }

  @Test func failuresInTheStartPeriodDoNotCountBeforeTheFirstPass() {
    var tracker = Self.running([Self.spec(failures: 2, startPeriod: .seconds(10))])
    #expect(take([failure, failure, failure], from: 1, &tracker) == [])
    #expect(take([failure, failure], from: 10, &tracker) == [.unhealthy])
    var other = Self.running([Self.spec(failures: 2, startPeriod: .seconds(10))])
    #expect(take([failure, .passed, failure, failure], from: 1, &other) == [.healthy, .unhealthy])
  }

  @Test func aProbeOfLowSeverityMakesDegraded() {
    var tracker = Self.running([Self.spec(), Self.spec("extra", failures: 1, severity: .warning)])
    #expect(take([.passed], of: "extra", &tracker) == [])
    #expect(take([.passed], &tracker) == [.healthy])
    #expect(take([failure], from: 5, of: "extra", &tracker) == [.degraded])
    #expect(take([failure, failure, failure], from: 6, &tracker) == [.unhealthy])
    #expect(take([.passed, .passed], from: 10, &tracker) == [.degraded])
  }

  @Test func passesWithAWarningMakeDegraded() {
    var tracker = Self.running([Self.spec(failures: 2)])
    let slow = ProbeOutcome.passedWithWarning(reason: "slow: 2s")
    #expect(
      take([.passed, slow, .passed, slow, slow, .passed, .passed], &tracker) == [
        .healthy, .degraded, .healthy,
      ])
  }

  @Test func aProbeThatCannotTellIsUnknownNotGreen() {
    var tracker = Self.running([Self.spec(failures: 2)])
    let unclear = ProbeOutcome.undetermined(reason: "the engine is away")
    #expect(take([.passed, unclear, unclear, .passed, .passed], &tracker) == [.healthy, .unknown, .healthy])
  }

  @Test func theEnginesWordWinsWhereTheContainerDoesNotRun() {
    var tracker = Self.running([Self.spec(failures: 1)])
    #expect(take([.passed, failure], &tracker) == [.healthy, .unhealthy])
    let died = tracker.take(Base.event(.die, at: 1_010, ["exitCode": "0"]))
    #expect(Base.transition(died)?.to == .stopped(exitCode: 0))
    #expect(take([failure, .passed], from: 11, &tracker) == [], "a late result says nothing")
  }

  @Test func aNewStartBeginsAnew() {
    var tracker = Self.running([Self.spec(failures: 2)])
    #expect(take([.passed, failure], &tracker) == [.healthy])
    _ = tracker.take(Base.event(.die, at: 1_010, ["exitCode": "0"]))
    #expect(Base.transition(tracker.take(Base.event(.start, at: 1_020)))?.to == .starting)
    #expect(take([failure], from: 5, &tracker) == [], "a result of the process that ended")
    #expect(take([failure], from: 21, &tracker) == [], "failures are counted from the start")
    #expect(take([failure], from: 22, &tracker) == [.unhealthy])
  }

  @Test func anUnhealthyHealthCheckIsNotOutvoted() {
    var tracker = Self.running([Self.spec()], health: .unhealthy)
    #expect(tracker.row.state == .unhealthy)
    #expect(take([.passed, .passed], &tracker) == [])
    #expect(Base.transition(tracker.take(Base.event(.healthStatus(.healthy), at: 1_010)))?.to == .healthy)
  }

  @Test func aProberThatStartsAgainGoesOnWhereItWas() {
    var tracker = Self.running([Self.spec()])
    #expect(take([.passed, failure, failure, failure], &tracker) == [.healthy, .unhealthy])
    let rows = tracker.probes.values.map(\.row)
    var next = HealthTracker(tracker.row, changes: [], flapping: FlapDetector.Limit())
    #expect(next.probe([Self.spec()], stored: rows, now: Base.now) == .nothing)
    #expect(next.take(Base.details(.running), after: nil, now: Base.now) == .nothing)
    #expect(next.row.state == .unhealthy)
    #expect(take([failure, .passed, .passed], from: 8, &next) == [.healthy])
  }

  @Test func percentilesAreOfTheLastPasses() {
    var tracker = Self.running([Self.spec()])
    for second in 1...100 {
      var result = Self.result(.passed, at: Int64(second))
      result.latency = .milliseconds(second)
      _ = tracker.take(result, of: ProbeSpec.defaultName)
    }
    let row = tracker.probes[ProbeSpec.defaultName]?.row
    #expect(row?.latencyP50 == 50_000_000 && row?.latencyP95 == 95_000_000)
  }

  @Test func flappingIsTooManyChangesWithinTheWindow() {
    var flaps = FlapDetector(limit: FlapDetector.Limit(changes: 3, window: .seconds(60)))
    func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * Base.second) }
    for second in [0, 10, 20] as [Int64] { flaps.changed(at: at(second)) }
    #expect(flaps.since == nil)
    flaps.changed(at: at(59))
    #expect(flaps.since == at(59))
    let calmed = [60, 61, 62].map { flaps.calmed(at: at($0)) }
    #expect(calmed == [false, true, false] && flaps.since == nil, "it is told once")
    flaps.changed(at: at(100))
    #expect(flaps.since == nil)
  }

  @Test func restartsKeepToTheirBudget() {
    let rule = RestartRule(
      after: .seconds(60), budget: 2, window: .seconds(600), allows: { _ in true }, perform: { _, _ in })
    func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * Base.second) }
    var row = Base.stored(.unhealthy, start: 0, event: 100)
    #expect(rule.decide(row, restarts: [], now: at(159)) == .nothing)
    #expect(rule.decide(row, restarts: [], now: at(160)) == .restart)
    #expect(
      rule.decide(row, restarts: [at(160)], now: at(219)) == .nothing, "one that did not help gets its time")
    #expect(rule.decide(row, restarts: [at(160)], now: at(220)) == .restart)
    #expect(rule.decide(row, restarts: [at(160), at(220)], now: at(280)) == .exhausted)
    #expect(rule.decide(row, restarts: [at(160), at(220)], now: at(820)) == .restart)
    row.state = .degraded
    #expect(rule.decide(row, restarts: [], now: at(900)) == .nothing)
  }
}
