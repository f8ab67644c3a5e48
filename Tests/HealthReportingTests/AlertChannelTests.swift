import HealthReporting
import HealthStore
import LogWire
import Patterns
import TestSupport
import Testing

@Suite("What a webhook or a command is told")
struct AlertChannelTests {
  let scene: HealthScene
  let delivery = RecordingDelivery()

  init() throws { scene = try HealthScene() }

  /// A channel that knows already that all is well.
  func channel(
    _ delivery: RecordingDelivery? = nil, rules: AlertRules = AlertRules(),
    selection: ChannelSelection = .all,
    maintenance: [MaintenanceWindow] = [],
    localTime: @escaping @Sendable (Timestamp) -> LocalTime = LocalTime.system
  ) async throws -> AlertChannel {
    let channel = try scene.channel(
      delivery ?? self.delivery, rules: rules, selection: selection, maintenance: maintenance,
      localTime: localTime)
    try await channel.settle(0)
    return channel
  }

  @Test func whatGoesDownIsToldAndThatItIsUpAgain() async throws {
    let channel = try await channel()
    try scene.change("api", .healthy, at: 1)
    try scene.change("api", .unhealthy, at: 10, reason: "HTTP 500", evidence: Evidence(httpStatus: 500))
    try await channel.settle(14.9)
    #expect(delivery.told.isEmpty, "others are waited for")
    try await channel.settle(15)
    #expect(delivery.told == [["down api"]])
    let down = try #require(delivery.messages.first?.events.first)
    #expect(down.from == .healthy && down.state == .unhealthy && down.since == HealthScene.time(10))
    #expect(down.reason == "HTTP 500" && down.evidence.httpStatus == 500 && down.downs == 1)
    try scene.change("api", .healthy, at: 70)
    try await channel.settle(75)
    #expect(delivery.told == [["down api"], ["up api"]])
    let up = try #require(delivery.messages.last?.events.first)
    #expect(up.downSince == HealthScene.time(10) && up.since == HealthScene.time(70))
    try scene.beat(1000)
    try await channel.settle(1000)
    #expect(delivery.messages.count == 2)
  }

  @Test func whatIsWellOrOnlyStartsIsNotTold() async throws {
    let channel = try await channel()
    let states: [HealthState] = [
      .created, .starting, .running, .healthy, .paused, .stopped(exitCode: 0), .starting, .healthy, .removed,
    ]
    for (second, state) in zip(1..., states) { try scene.change("job", state, at: Double(second)) }
    try await channel.settle(100)
    #expect(delivery.attempts == 0)
    #expect(try scene.database.reported(to: "ops") == scene.database.newestTransition())
  }

  @Test func containerIsUpOnceItHasStartedNotWhileItStarts() async throws {
    let channel = try await channel()
    try scene.change("api", .stopped(exitCode: 1), at: 1)
    try await channel.settle(6)
    try scene.change("api", .starting, at: 20)
    try await channel.settle(40)
    try scene.change("api", .unhealthy, at: 50)
    try await channel.settle(60)
    #expect(delivery.told == [["down api"]], "it never was up")
    try scene.change("api", .healthy, at: 70)
    try await channel.settle(80)
    #expect(delivery.told == [["down api"], ["up api"]])
  }

  @Test func onlyWhatIsWorseIsToldOfWhatIsDown() async throws {
    let channel = try await channel()
    try scene.change("api", .degraded, at: 1)
    try await channel.settle(10)
    try scene.change("api", .unhealthy, at: 20)
    try await channel.settle(30)
    try scene.change("api", .degraded, at: 40)
    try await channel.settle(50)
    try scene.change("api", .stopped(exitCode: 137), at: 60)
    try await channel.settle(70)
    #expect(delivery.told == [["down api"], ["worse api"]])
    try scene.change("api", .healthy, at: 80)
    try await channel.settle(90)
    #expect(delivery.told.last == ["up api"])
  }

  @Test func tenThatGoDownAtOnceAreOneMessage() async throws {
    let channel = try await channel()
    for index in 0..<10 { try scene.change("c\(index)", .stopped(exitCode: 1), at: 10 + Double(index) * 0.4) }
    try await channel.settle(15)
    #expect(delivery.told == [(0..<10).map { "down c\($0)" }])
    #expect(delivery.messages[0].title == "10 down on host: c0, c1, c2, …")
  }

  @Test func ofVeryManySomeAreListedAndAllAreToldUp() async throws {
    let channel = try await channel()
    for index in 0..<50 { try scene.change("c\(index)", .stopped(exitCode: 1), at: 10) }
    try await channel.settle(15)
    let message = try #require(delivery.messages.first)
    #expect(message.events.count == HealthMessage.maximumEvents && message.omitted == 30)
    let told = message.text.split(separator: "\n")
    #expect(told.last == "and \(50 - (told.count - 1)) more" && message.text.count < 2000)
    #expect(try scene.database.alerts(of: "ops").count == 50)
    for index in 0..<50 { try scene.change("c\(index)", .running, at: 20) }
    try await channel.settle(25)
    #expect(delivery.messages.count == 2)
    #expect(try scene.database.alerts(of: "ops").isEmpty)
  }

  @Test func whatIsUpAgainWithinTheGroupIsToldAsBoth() async throws {
    let channel = try await channel()
    try scene.change("api", .stopped(exitCode: 137), at: 10, evidence: Evidence(oomKilled: true))
    try scene.change("api", .running, at: 11)
    try await channel.settle(15)
    #expect(delivery.told == [["down api", "up api"]])
    #expect(delivery.messages[0].text.contains("stopped with exit code 137, out of memory"))
    #expect(delivery.messages[0].text.contains("up: api is well again: running (project shop), after 1s"))
  }

  @Test func stepsBetweenAreCountedNotTold() async throws {
    let channel = try await channel()
    for second in 0..<4 {
      try scene.change("api", .restarting, at: 10 + Double(second))
      if second < 3 { try scene.change("api", .running, at: 10.5 + Double(second)) }
    }
    try await channel.settle(15)
    #expect(delivery.told == [["down api"]])
    #expect(delivery.messages[0].events[0].downs == 4)
    try scene.change("api", .running, at: 20)
    try scene.change("api", .restarting, at: 21)
    try await channel.settle(25)
    #expect(delivery.told.last == ["worse api"], "it was up only for a moment, and is down anew")
    try scene.change("api", .running, at: 30)
    try await channel.settle(35)
    #expect(delivery.told.last == ["up api"])
  }

  @Test func removedContainerIsToldIfItWasDown() async throws {
    let channel = try await channel()
    try scene.change("api", .unhealthy, at: 1)
    try scene.change("web", .running, at: 1)
    try await channel.settle(6)
    try scene.change("api", .removed, at: 10)
    try scene.change("web", .removed, at: 10)
    try await channel.settle(15)
    #expect(delivery.told == [["down api"], ["removed api"]])
  }

  @Test func theEngineIsToldWhateverIsSelected() async throws {
    let selection = ChannelSelection(rules: [.init(names: [try Glob("web-*")])])
    let channel = try await channel(selection: selection)
    try scene.change("api", .unhealthy, at: 1)
    try scene.change("web-1", .unhealthy, at: 1)
    try scene.database.write(
      [
        .transition(
          nil,
          Transition(
            time: HealthScene.time(2), container: Subject.engine, name: "the engine", from: .running,
            to: .unknown,
            reason: "refused"), isSettled: true)
      ], now: HealthScene.time(2))
    try scene.beat(2, engineAwaySince: 2)
    try await channel.settle(10)
    #expect(delivery.told == [["down web-1", "down the engine"]])
    try scene.beat(20)
    try await channel.settle(20)
    #expect(delivery.told.last == ["up the engine"], "what there is counts, also without the transition")
  }

  @Test func statesThatAreNotAskedForAreNotTold() async throws {
    let channel = try await channel(rules: AlertRules(kinds: [.unhealthy]))
    try scene.change("api", .degraded, at: 1)
    try scene.change("job", .stopped(exitCode: 1), at: 1)
    try await channel.settle(10)
    #expect(delivery.attempts == 0)
    try scene.change("api", .unhealthy, at: 20)
    try await channel.settle(25)
    try scene.change("api", .degraded, at: 30)
    try await channel.settle(40)
    #expect(delivery.told == [["down api"]], "it is not well yet")
    try scene.change("api", .healthy, at: 50)
    try await channel.settle(55)
    #expect(delivery.told == [["down api"], ["up api"]])
  }

  @Test func remindersComeAtTheirIntervalWhileItIsDown() async throws {
    let channel = try await channel(rules: AlertRules(remind: .seconds(3600)))
    try scene.change("api", .unhealthy, at: 10)
    try scene.change("web", .unhealthy, at: 12)
    try await channel.settle(15)
    for second in stride(from: 60.0, through: 8000, by: 60) {
      try scene.beat(second)
      try await channel.settle(second)
    }
    #expect(
      delivery.told == [
        ["down api", "down web"], ["reminder api", "reminder web"], ["reminder api", "reminder web"],
      ])
    #expect(delivery.messages.map { $0.events[0].reminder } == [0, 1, 2])
    #expect(Set(delivery.messages.map(\.id)).count == 3)
    try scene.change("api", .healthy, at: 8000)
    try await channel.settle(8005)
    #expect(delivery.told.last == ["up api"])
  }

  // MARK: - New channels and old ones

  @Test func newChannelBeginsWithWhatIsNotWellNow() async throws {
    try scene.change("api", .unhealthy, at: 1)
    try scene.change("api", .healthy, at: 2)
    try scene.change("web", .stopped(exitCode: 1), at: 3)
    let channel = try scene.channel(delivery)
    try await channel.settle(10)
    #expect(delivery.told.isEmpty, "the prober may not have looked yet")
    try scene.beat(15)
    try await channel.settle(15)
    #expect(delivery.told == [["down web"]])
  }

  @Test func whatThereIsIsNotToldWhileTheProberCanNotTell() async throws {
    try scene.change("web", .stopped(exitCode: 1), at: 3)
    let channel = try scene.channel(delivery)
    try await channel.settle(1000)
    try await channel.settle(1010)
    #expect(delivery.told.isEmpty)
  }

  @Test func alertWhoseEndWasDeletedIsClosed() async throws {
    let channel = try await channel()
    try scene.change("api", .unhealthy, at: 1)
    try scene.change("web", .unhealthy, at: 1)
    try await channel.settle(6)
    try scene.change("api", .healthy, at: 10)
    try scene.change("web", .removed, at: 10)
    try scene.database.delete(before: HealthScene.time(1000))
    try scene.beat(1000)
    try await channel.settle(1010)
    #expect(delivery.told.dropFirst().joined().sorted() == ["removed web", "up api"])
  }

  // MARK: - Flapping

  @Test func flappingIsToldWhenItBeginsAndWhenItIsOver() async throws {
    let channel = try await channel()
    try scene.change("api", .unhealthy, at: 10)
    try await channel.settle(15)
    for second in stride(from: 20.0, to: 60, by: 4) {
      try scene.change("api", .healthy, at: second)
      try scene.change("api", .unhealthy, at: second + 2)
      if second >= 28 { try scene.flap("api", since: 28) }
      try await channel.settle(second + 3)
    }
    try await channel.settle(70)
    #expect(delivery.told.filter { $0 == ["flapping api"] }.count == 1)
    let before = delivery.messages.count
    try scene.change("api", .healthy, at: 80)
    try await channel.settle(100)
    #expect(delivery.messages.count == before, "nothing between")
    try scene.flap("api", since: nil)
    try scene.beat(700)
    try await channel.settle(700)
    #expect(delivery.told.last == ["calm api"] && delivery.messages.count == before + 1)
    #expect(try scene.database.alerts(of: "ops").isEmpty)
  }

  @Test func whatIsDownWhenItCalmsIsUpLater() async throws {
    let channel = try await channel()
    try scene.change("api", .unhealthy, at: 10)
    try scene.flap("api", since: 10)
    try await channel.settle(15)
    #expect(delivery.told == [["flapping api"]])
    try scene.flap("api", since: nil)
    try scene.beat(20)
    try await channel.settle(20)
    #expect(delivery.told.last == ["calm api"])
    try scene.change("api", .healthy, at: 30)
    try await channel.settle(35)
    #expect(delivery.told == [["flapping api"], ["calm api"], ["up api"]])
  }

  // MARK: - Silence

  func silence(_ pattern: String, _ from: Double, _ until: Double) throws -> Int64 {
    try scene.database.add(
      Silence(
        pattern: pattern, from: HealthScene.time(from), until: HealthScene.time(until), reason: "", author: ""
      ))
  }

  @Test func silencedDownIsToldAtItsEndIfItIsStillDown() async throws {
    let channel = try await channel()
    _ = try silence("ap*", 5, 100)
    try scene.change("api", .unhealthy, at: 10)
    try scene.change("app", .unhealthy, at: 10)
    try scene.change("web", .unhealthy, at: 10)
    try await channel.settle(15)
    #expect(delivery.told == [["down web"]])
    try scene.change("app", .healthy, at: 50)
    try await channel.settle(60)
    try scene.beat(100)
    try await channel.settle(100)
    #expect(delivery.told == [["down web"], ["down api"]])
    #expect(delivery.messages[1].events[0].since == HealthScene.time(10))
    try scene.change("api", .healthy, at: 110)
    try await channel.settle(120)
    #expect(delivery.told.last == ["up api"])
  }

  @Test func upOfADownFromBeforeTheSilenceIsTold() async throws {
    let channel = try await channel()
    try scene.change("api", .unhealthy, at: 10)
    try await channel.settle(15)
    _ = try silence("api", 20, 100)
    try scene.change("api", .healthy, at: 30)
    try await channel.settle(35)
    #expect(delivery.told == [["down api"], ["up api"]])
  }

  @Test func silenceThatComesWhileAMessageIsGatheredCounts() async throws {
    let channel = try await channel()
    try scene.change("api", .unhealthy, at: 10)
    try await channel.settle(12)
    let number = try silence("api", 13, 1000)
    try await channel.settle(16)
    #expect(delivery.attempts == 0)
    #expect(try scene.database.end(silence: number, at: HealthScene.time(20)))
    try scene.beat(20)
    try await channel.settle(20)
    #expect(delivery.told == [["down api"]])
  }

  @Test func remindersAreSilencedToo() async throws {
    let channel = try await channel(rules: AlertRules(remind: .seconds(60)))
    try scene.change("api", .unhealthy, at: 10)
    try await channel.settle(15)
    _ = try silence("*", 20, 500)
    for second in stride(from: 20.0, through: 490, by: 10) {
      try scene.beat(second)
      try await channel.settle(second)
    }
    #expect(delivery.messages.count == 1)
    try scene.beat(500)
    try await channel.settle(500)
    #expect(delivery.told.last == ["reminder api"])
  }

  @Test func maintenanceIsASilenceByTheClock() async throws {
    let window = MaintenanceWindow(name: "w", from: 120, until: 240)
    // Two o'clock is 100 seconds after the beginning.
    let clock: @Sendable (Timestamp) -> LocalTime = { time in
      let seconds = (time.nanoseconds - HealthScene.start) / 1_000_000_000
      return LocalTime(weekday: 0, minute: 120 + Int((seconds - 100) / 60))
    }
    let channel = try await channel(maintenance: [window], localTime: clock)
    try scene.change("api", .unhealthy, at: 170)
    try scene.change("web", .unhealthy, at: 170)
    try scene.change("web", .healthy, at: 180)
    try await channel.settle(200)
    #expect(delivery.attempts == 0)
    try scene.beat(7300)
    try await channel.settle(7300)
    #expect(delivery.told == [["down api"]])
  }

  // MARK: - Failures

  @Test func failedMessageIsSentAgainAsItWasAndWhatComesMeanwhileWaits() async throws {
    let failure = DeliveryError("no answer")
    let delivery = RecordingDelivery([.fails(failure), .fails(failure)])
    let channel = try await channel(delivery)
    try scene.change("api", .unhealthy, at: 10)
    try await channel.settle(15)
    try scene.change("web", .unhealthy, at: 30)
    try await channel.settle(15.05)
    #expect(delivery.attempts == 1, "not before a while")
    try await channel.settle(400)
    #expect(delivery.attempts == 2)
    try scene.beat(800)
    try await channel.settle(800)
    #expect(delivery.told == [["down api"], ["down web"]])
  }

  @Test func waitThatTheReceiverAsksForIsKept() async throws {
    let delivery = RecordingDelivery([.fails(DeliveryError("429", retryAfter: .seconds(1200)))])
    let channel = try await channel(delivery)
    try scene.change("api", .unhealthy, at: 10)
    try await channel.settle(15)
    try await channel.settle(1214)
    #expect(delivery.attempts == 1)
    try await channel.settle(1215)
    #expect(delivery.told == [["down api"]])
  }

  @Test func refusedMessageIsNotSentAgain() async throws {
    let delivery = RecordingDelivery([.fails(DeliveryError("404", isFinal: true))])
    let channel = try await channel(delivery)
    try scene.change("api", .unhealthy, at: 10)
    try await channel.settle(15)
    try scene.beat(1000)
    try await channel.settle(1000)
    #expect(delivery.attempts == 1)
    try scene.change("api", .healthy, at: 1010)
    try await channel.settle(1020)
    #expect(delivery.told == [["up api"]])
  }

  @Test func afterAnHourWhatIsStillSoIsToldAnew() async throws {
    let delivery = RecordingDelivery(Array(repeating: .fails(DeliveryError("no answer")), count: 40))
    let channel = try await channel(delivery)
    try scene.change("api", .unhealthy, at: 10)
    try scene.change("web", .unhealthy, at: 10)
    try await channel.settle(15)
    try scene.change("web", .healthy, at: 20)
    for second in 21..<1000 {
      try scene.change("job", second.isMultiple(of: 2) ? .running : .restarting, at: Double(second))
    }
    for second in stride(from: 1000.0, through: 20000, by: 400) {
      try scene.beat(second)
      try await channel.settle(second)
    }
    #expect(delivery.messages.allSatisfy { $0.events.count <= 2 }, "however much happened")
    let last = delivery.told.joined()
    #expect(last.filter { $0 == "down api" }.count == 1 && !last.contains("up api"))
    #expect(try scene.database.alerts(of: "ops").map(\.name).sorted() == ["api", "job"])
  }

  @Test func messageThatWasTakenBeforeTheProcessDiedIsTheSameAgain() async throws {
    for settled in [true, false] {
      let scene = try HealthScene()
      let delivery = RecordingDelivery([.takenAndKilled, .takenAndKilled, .taken, .takenAndKilled])
      try await scene.channel(delivery).settle(0)
      try scene.change("api", .unhealthy, at: 10, isSettled: settled)
      try scene.change("web", .stopped(exitCode: 1), at: 12)
      await #expect(throws: CancellationError.self) { try await scene.channel(delivery).settle(16) }
      try scene.change("job", .stopped(exitCode: 1), at: 17)
      await #expect(throws: CancellationError.self) { try await scene.channel(delivery).settle(18) }
      try await scene.channel(delivery).settle(19)
      #expect(delivery.told == Array(repeating: ["down api", "down web"], count: 3))
      #expect(Set(delivery.messages.map(\.id)).count == 1)
      #expect(Set(delivery.messages.map { $0.json() }).count == 1)
      try scene.change("api", .healthy, at: 40)
      await #expect(throws: CancellationError.self) { try await scene.channel(delivery).settle(50) }
      try await scene.channel(delivery).settle(60)
      var once: [String] = []
      var ids: Set<String> = []
      for message in delivery.messages where ids.insert(message.id).inserted {
        once += message.events.map { "\($0.kind.rawValue) \($0.subject.name)" }
      }
      #expect(once.count == Set(once).count && Set(once) == ["down api", "down web", "down job", "up api"])
    }
  }

  @Test func deliveredMessageIsNotSentAgainWhileItCanNotBeNoted() async throws {
    let channel = try await channel()
    try scene.change("api", .unhealthy, at: 10)
    try await channel.settle(12)
    try await channel.settle(15, failingAfterDelivery: scene.path)
    #expect(delivery.messages.count == 1)
    #expect(try scene.database.alerts(of: "ops").map(\.name) == ["api"])
  }

  @Test func newsThatAreNotSettledAreWaitedForButNotLong() async throws {
    let channel = try await channel(rules: AlertRules(group: .zero))
    try scene.change("api", .stopped(exitCode: 137), at: 10, isSettled: false, reason: "killed")
    try await channel.settle(11)
    #expect(delivery.attempts == 0)
    try await channel.settle(12)
    #expect(delivery.told == [["down api"]])
  }

  @Test func clockThatIsSetBackHoldsNothingUp() async throws {
    let channel = try await channel()
    try scene.change("api", .unhealthy, at: 100_000)
    try await channel.settle(20)
    #expect(delivery.told == [["down api"]])
  }
}

extension AlertChannel {
  /// Delivers while nobody can write the database, then lets it go on.
  fileprivate func settle(_ seconds: Double, failingAfterDelivery path: String) async throws {
    _ = try await step(now: HealthScene.time(seconds))
    try await Blocked.while(path) {
      let step = try await self.step(now: HealthScene.time(seconds))
      #expect(step != .acted, "what was delivered can't be noted")
    }
    try await settle(seconds + 10)
  }
}
