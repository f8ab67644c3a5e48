import ContainerRuntime
import ContainerWatch
import DockerEngine
import HealthMonitor
import HealthStore
import LogWire
import Probes
import Testing

@Suite("What the engine tells becomes states and transitions")
struct HealthTrackerTests {
  static let second: Int64 = 1_000_000_000
  static let now = Timestamp(nanoseconds: 2_000 * second)

  static func details(
    _ state: ContainerState, health: HealthStatus = .none, startedAt: Int64? = 1_000,
    finishedAt: Int64? = nil,
    exitCode: Int = 0, oomKilled: Bool = false, output: String = ""
  ) -> ContainerDetails {
    let probe = ContainerHealth.Probe(start: nil, end: nil, exitCode: 1, output: output)
    return ContainerDetails(
      id: "abc", name: "api", image: "image",
      labels: [RuntimeLabels.project: "shop", RuntimeLabels.resource: "api"], state: state,
      health: ContainerHealth(status: health, lastProbe: output.isEmpty ? nil : probe), exitCode: exitCode,
      oomKilled: oomKilled, startedAt: startedAt.map { $0 * second },
      finishedAt: finishedAt.map { $0 * second })
  }

  static func event(
    _ action: EngineEventAction, at time: Int64, _ attributes: [String: String] = [:]
  ) -> EngineEvent {
    EngineEvent(action: action, id: "abc", attributes: attributes, time: time * second)
  }

  static func running(health: HealthStatus = .none) -> HealthTracker {
    appeared(details(.running, health: health)).0
  }

  static func appeared(_ details: ContainerDetails, probes: [ProbeSpec] = []) -> (HealthTracker, Transition?)
  {
    var tracker = HealthTracker(details, flapping: FlapDetector.Limit())
    _ = tracker.probe(probes, now: now)
    let outcome = tracker.take(details, after: nil, now: now)
    return (tracker, transition(outcome))
  }

  static func transition(_ outcome: HealthTracker.Outcome) -> Transition? {
    if case .transition(let transition, _) = outcome { transition } else { nil }
  }

  func transition(_ outcome: HealthTracker.Outcome) -> Transition? { Self.transition(outcome) }

  func evidence(_ outcome: HealthTracker.Outcome) -> Evidence? {
    if case .amended(let evidence) = outcome { evidence } else { nil }
  }

  @Test func firstSightIsATransitionFromNothing() throws {
    let (tracker, first) = Self.appeared(Self.details(.running))
    let transition = try #require(first)
    #expect(transition.from == nil && transition.to == .running)
    #expect(transition.time.nanoseconds == 1_000 * Self.second)
    #expect(tracker.row.project == "shop" && tracker.row.resource == "api" && tracker.row.restarts == 0)
  }

  @Test func theEventOfAStartThatInspectSawIsNoSecondStart() {
    var tracker = Self.running()
    #expect(tracker.take(Self.event(.start, at: 1_000)) == .nothing)
    #expect(tracker.row.restarts == 0)
  }

  @Test func aStopTellsTheSignalAndTheCode() throws {
    var tracker = Self.running()
    #expect(tracker.take(Self.event(.kill, at: 1_100, ["signal": "15"])) == .nothing)
    let stopped = try #require(transition(tracker.take(Self.event(.die, at: 1_101, ["exitCode": "143"]))))
    #expect(stopped.from == .running && stopped.to == .stopped(exitCode: 143))
    #expect(stopped.reason.contains("SIGTERM") && stopped.reason.contains("143"))
    #expect(tracker.take(Self.event(.stop, at: 1_101)) == .nothing)
  }

  @Test func aKillWithoutAnEventIsReadFromTheExitCode() throws {
    var tracker = Self.running()
    let stopped = try #require(transition(tracker.take(Self.event(.die, at: 1_101, ["exitCode": "137"]))))
    #expect(stopped.reason.contains("SIGKILL"))
  }

  @Test func runningOutOfMemoryIsSaid() throws {
    var tracker = Self.running()
    _ = tracker.take(Self.event(.oom, at: 1_100))
    let stopped = try #require(transition(tracker.take(Self.event(.die, at: 1_101, ["exitCode": "137"]))))
    #expect(stopped.evidence.oomKilled && stopped.reason.contains("out of memory"))
  }

  @Test func runningOutOfMemoryIsSaidThoughItsEventComesLate() {
    var tracker = Self.running()
    let died = Self.event(.die, at: 1_101, ["exitCode": "137"])
    _ = tracker.take(died)
    let inspected = Self.details(.exited, finishedAt: 1_101, exitCode: 137, oomKilled: true)
    #expect(evidence(tracker.take(inspected, after: died, now: Self.now))?.oomKilled == true)
    #expect(tracker.row.reason.contains("out of memory"))
  }

  @Test func aRestartIsAStopAndAStart() throws {
    var tracker = Self.running()
    _ = tracker.take(Self.event(.die, at: 1_100, ["exitCode": "0"]))
    let started = try #require(transition(tracker.take(Self.event(.start, at: 1_101))))
    #expect(started.from == .stopped(exitCode: 0) && started.to == .running && tracker.row.restarts == 1)
    #expect(tracker.take(Self.event(.restart, at: 1_101)) == .nothing)
  }

  @Test func inspectThatIsOlderThanTheEventsIsNotBelieved() {
    var tracker = Self.running()
    _ = tracker.take(Self.event(.die, at: 1_100, ["exitCode": "1"]))
    _ = tracker.take(Self.event(.start, at: 1_101))
    let stale = Self.details(.exited, startedAt: 1_000, finishedAt: 1_100, exitCode: 1)
    #expect(tracker.take(stale, after: nil, now: Self.now) == .nothing)
    #expect(tracker.row.state == .running)
  }

  @Test func inspectTellsWhatNoEventTold() throws {
    var tracker = Self.running()
    let exited = Self.details(.exited, startedAt: 1_000, finishedAt: 1_200, exitCode: 3)
    let stopped = try #require(transition(tracker.take(exited, after: nil, now: Self.now)))
    #expect(stopped.to == .stopped(exitCode: 3) && stopped.time.nanoseconds == 1_200 * Self.second)
  }

  @Test func transitionsNeverGoBackInTime() throws {
    var tracker = Self.running()
    let start = Self.event(.start, at: 1_099)
    _ = tracker.take(Self.event(.die, at: 1_100, ["exitCode": "3"]))
    let restarting = Self.details(.restarting, startedAt: 1_000, finishedAt: 1_100, exitCode: 3)
    let next = try #require(transition(tracker.take(restarting, after: start, now: Self.now)))
    #expect(next.to == .restarting && next.time.nanoseconds == 1_100 * Self.second)
  }

  @Test func aFailingCheckIsTransitionFirstAndReasonLater() throws {
    var tracker = Self.running(health: .healthy)
    let event = Self.event(.healthStatus(.unhealthy), at: 1_100)
    let unhealthy = try #require(transition(tracker.take(event)))
    #expect(unhealthy.from == .healthy && unhealthy.to == .unhealthy)
    let inspected = Self.details(.running, health: .unhealthy, output: "connection refused\n")
    let known = evidence(tracker.take(inspected, after: event, now: Self.now))
    #expect(known?.output == Array("connection refused\n".utf8) && known?.exitCode == 1)
    #expect(tracker.row.reason.contains("connection refused"))
  }

  @Test func aCheckThatEndsAfterTheContainerSaysNothing() {
    var tracker = Self.running(health: .healthy)
    _ = tracker.take(Self.event(.die, at: 1_100, ["exitCode": "0"]))
    #expect(tracker.take(Self.event(.healthStatus(.unhealthy), at: 1_101)) == .nothing)
  }

  @Test func pauseAndUnpauseAreTransitions() throws {
    var tracker = Self.running()
    #expect(transition(tracker.take(Self.event(.pause, at: 1_100)))?.to == .paused)
    #expect(transition(tracker.take(Self.event(.unpause, at: 1_101)))?.to == .running)
  }

  static func stored(_ state: HealthState, start: Int64, event: Int64) -> HealthRow {
    HealthRow(
      id: "abc", name: "api", project: "shop", resource: "api", state: state,
      since: Timestamp(nanoseconds: event * second), reason: "", restarts: 2, lastEvent: event * second,
      engineState: state, lastStart: start * second)
  }

  @Test func aRestartWhileNobodyWatchedIsFound() throws {
    var tracker = HealthTracker(
      Self.stored(.running, start: 500, event: 500), changes: [], flapping: FlapDetector.Limit())
    let found = try #require(
      transition(tracker.take(Self.details(.running), after: nil, now: Self.now)))
    #expect(found.from == .running && found.to == .running && found.reason.contains("while nobody watched"))
    #expect(found.time.nanoseconds == 1_000 * Self.second && tracker.row.restarts == 3)
  }

  @Test func nothingNewWhileNobodyWatchedIsNoTransition() {
    var tracker = HealthTracker(
      Self.stored(.running, start: 1_000, event: 1_001), changes: [], flapping: FlapDetector.Limit())
    #expect(tracker.take(Self.details(.running), after: nil, now: Self.now) == .nothing)
    #expect(tracker.row.restarts == 2)
  }

  @Test func eventsThatWereTakenBeforeAreNotTakenAgain() throws {
    var tracker = HealthTracker(
      Self.stored(.stopped(exitCode: 3), start: 1_000, event: 1_100), changes: [],
      flapping: FlapDetector.Limit())
    #expect(tracker.take(Self.event(.die, at: 1_100, ["exitCode": "3"])) == .nothing)
    #expect(tracker.take(Self.event(.start, at: 1_050)) == .nothing)
    let started = try #require(transition(tracker.take(Self.event(.start, at: 1_101))))
    #expect(started.to == .running && started.time.nanoseconds == 1_101 * Self.second)
    #expect(
      transition(tracker.take(Self.event(.die, at: 1_102, ["exitCode": "4"])))?.to == .stopped(exitCode: 4))
  }

  @Test func theLifeOfAContainerThatIsGoneAlreadyIsToldFromItsEvents() {
    let gone = Self.details(.exited, startedAt: 1_001, finishedAt: 1_002, exitCode: 7)
    var tracker = HealthTracker(gone, flapping: FlapDetector.Limit())
    let events = [
      Self.event(.create, at: 1_000), Self.event(.start, at: 1_001),
      Self.event(.die, at: 1_002, ["exitCode": "7"]),
      Self.event(.destroy, at: 1_003),
    ]
    var told = events.compactMap { transition(tracker.take($0)) }
    told += [transition(tracker.take(gone, after: nil, now: Self.now))].compactMap { $0 }
    #expect(told.map(\.to) == [.created, .running, .stopped(exitCode: 7), .removed])
    #expect(told.first?.from == nil && tracker.row.restarts == 0)
  }
}
