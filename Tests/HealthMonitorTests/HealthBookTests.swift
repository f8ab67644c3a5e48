import ContainerRuntime
import ContainerWatch
import DockerEngine
import HealthMonitor
import HealthStore
import LogWire
import Logging
import Probes
import TestSupport
import Testing

@Suite("The book of states, whoever is killed")
struct HealthBookTests {
  static let second: Int64 = 1_000_000_000

  /// An engine with one container: what happens to it, and what a prober that listens is told.
  struct Engine {
    var details = ContainerDetails(
      id: "abc", name: "api", image: "image", labels: [RuntimeLabels.project: "shop"], state: .created)
    var events: [EngineEvent] = []
    var clock: Int64 = 1_000

    mutating func happen(_ action: EngineEventAction, _ attributes: [String: String] = [:]) {
      clock += 5
      let time = clock * HealthBookTests.second
      events.append(EngineEvent(action: action, id: "abc", attributes: attributes, time: time))
      switch action {
      case .start: (details.state, details.startedAt) = (.running, time - 1000)
      case .die:
        (details.state, details.finishedAt) = (.exited, time - 1000)
        details.exitCode = Int(attributes["exitCode"] ?? "") ?? 0
      case .pause: details.state = .paused
      case .unpause: details.state = .running
      default: break
      }
    }

    /// Something that can happen now.
    mutating func step(_ random: inout SplitMix64) {
      switch details.state {
      case .created, .exited: happen(.start)
      case .paused: happen(.unpause)
      default:
        switch Int.random(in: 0..<4, using: &random) {
        case 0: happen(.pause)
        case 1:
          happen(.kill, ["signal": "15"])
          happen(.die, ["exitCode": "143"])
        case 2: happen(.die, ["exitCode": "\(Int.random(in: 0..<3, using: &random))"])
        default: happen(.oom)
        }
      }
    }
  }

  func book(_ path: String, now: Int64) throws -> HealthBook {
    try HealthBook(
      path: path,
      settings: HealthBook.Settings(flapping: FlapDetector.Limit(), restart: nil, probes: ProbePlan()),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: Timestamp(nanoseconds: now))
  }

  /// What a transition says, without its number.
  private func told(_ path: String) throws -> [String] {
    try HealthDatabase(path: path, access: .read).transitions(.init()).map {
      "\($0.time.nanoseconds) \($0.from?.name ?? "-") \($0.to.name) \($0.to.exitCode ?? -1) \($0.reason)"
    }
  }

  @Test(arguments: 0..<40)
  func aProberKilledAtAnyMomentTellsWhatOneThatLivesDoes(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    let folder = try TestFolder()
    var engine = Engine()
    engine.happen(.create)
    let living = try book(folder.file("living.db"), now: engine.clock * Self.second)
    var killed = try book(folder.file("killed.db"), now: engine.clock * Self.second)
    var heard = 0
    var appeared = (living: false, killed: false)
    for _ in 0..<30 {
      let before = engine.events.count
      engine.step(&random)
      let news = before == 1 ? engine.events[0...] : engine.events[before...]
      let now = Timestamp(nanoseconds: engine.clock * Self.second)
      if !appeared.living {
        _ = await living.take(.appeared(engine.details, after: Array(news)), now: now)
        appeared.living = true
      }
      for event in news { _ = await living.take(.event(event, engine.details), now: now) }
      _ = await living.take(.changed(engine.details, news.last), now: now)

      // The other one is dead at times, or dies in the middle of the news.
      guard Int.random(in: 0..<3, using: &random) > 0 else { continue }
      if Bool.random(using: &random) || !appeared.killed {
        killed = try book(folder.file("killed.db"), now: engine.clock * Self.second)
        let since = await killed.newestEvent.map { $0 - Self.second } ?? 0
        let repeated = engine.events.filter { $0.time >= since }
        _ = await killed.take(.appeared(engine.details, after: repeated), now: now)
        appeared.killed = true
        heard = engine.events.count
      }
      for event in engine.events[heard...] {
        if Int.random(in: 0..<4, using: &random) == 0 {
          killed = try book(folder.file("killed.db"), now: engine.clock * Self.second)
          let since = await killed.newestEvent.map { $0 - Self.second } ?? 0
          let repeated = engine.events.filter { $0.time >= since }
          _ = await killed.take(.appeared(engine.details, after: repeated), now: now)
          break
        }
        _ = await killed.take(.event(event, engine.details), now: now)
      }
      heard = engine.events.count
    }
    // In the end both are up to date.
    let now = Timestamp(nanoseconds: engine.clock * Self.second)
    killed = try book(folder.file("killed.db"), now: engine.clock * Self.second)
    let since = await killed.newestEvent.map { $0 - Self.second } ?? 0
    _ = await killed.take(
      .appeared(engine.details, after: engine.events.filter { $0.time >= since }), now: now)
    _ = await killed.take(.listed(chosen: 1, total: 1), now: now)
    let (one, other) = (try told(folder.file("killed.db")), try told(folder.file("living.db")))
    #expect(one == other)
    let rows = try ["killed.db", "living.db"].map {
      try HealthDatabase(path: folder.file($0), access: .read).storedRows().map {
        [$0.state.name, "\($0.restarts)"]
      }
    }
    #expect(rows[0] == rows[1])
  }

  @Test func aTimeWithoutAProberIsAGap() async throws {
    let folder = try TestFolder()
    let path = folder.file("health.db")
    _ = try await book(path, now: 1_000 * Self.second).tick(now: Timestamp(nanoseconds: 1_000 * Self.second))
    _ = try await book(path, now: 1_010 * Self.second).tick(now: Timestamp(nanoseconds: 1_010 * Self.second))
    _ = try await book(path, now: 2_000 * Self.second).tick(now: Timestamp(nanoseconds: 2_000 * Self.second))
    let gaps = try HealthDatabase(path: path, access: .read).gaps(since: .distantPast)
    #expect(
      gaps.map { [$0.from.nanoseconds, $0.until.nanoseconds] } == [
        [1_010 * Self.second, 2_000 * Self.second]
      ])
  }

  @Test func anEngineThatIsAwayIsATransitionAndAGap() async throws {
    let folder = try TestFolder()
    let path = folder.file("health.db")
    func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * Self.second) }
    let error = EngineError(.connectionLost, path: "/events", endpoint: "unix:///x", detail: "gone")
    let first = try book(path, now: 1_000 * Self.second)
    _ = await first.take(.engineAway(error), now: at(1_000))
    _ = await first.take(.engineAway(error), now: at(1_001))
    let version = try #require(EngineVersion(offered: APIVersion(1, 41), server: "Docker", engineTime: nil))
    let next = try book(path, now: 1_005 * Self.second)
    _ = await next.take(.engineBack(version), now: at(1_010))
    _ = await next.take(.engineBack(version), now: at(1_011))
    let database = try HealthDatabase(path: path, access: .read)
    #expect(try database.transitions(.init()).map(\.to) == [.unknown, .running])
    #expect(try database.gaps(since: .distantPast).map { [$0.from, $0.until] } == [[at(1_000), at(1_010)]])
    #expect(try database.storedRows().isEmpty, "the engine is no container")
  }

  @Test func whatAnEarlierProberKnewAndIsGoneWasRemoved() async throws {
    let folder = try TestFolder()
    let path = folder.file("health.db")
    var engine = Engine()
    engine.happen(.create)
    let now = Timestamp(nanoseconds: engine.clock * Self.second)
    _ = try await book(path, now: now.nanoseconds).take(
      .appeared(engine.details, after: engine.events), now: now)
    let later = try book(path, now: now.nanoseconds)
    _ = await later.take(.listed(chosen: 0, total: 0), now: now)
    let database = try HealthDatabase(path: path, access: .read)
    #expect(try database.storedRows().isEmpty)
    #expect(try database.transitions(.init()).map(\.to) == [.created, .removed])
  }

  @Test func wrongLabelsAreShownBesideTheProbes() async throws {
    let folder = try TestFolder()
    let path = folder.file("health.db")
    let spec = ProbeSpec(name: "default", check: .silence(.seconds(60)))
    let labels = [RuntimeLabels.project: "shop", "lslog.probe.silence": "1m", "lslog.probe.web.tcpp": "x:1"]
    let book = try HealthBook(
      path: path,
      settings: HealthBook.Settings(flapping: FlapDetector.Limit(), restart: nil, probes: ProbePlan()),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      now: Timestamp(nanoseconds: 1_000 * Self.second))
    var engine = Engine()
    engine.details.labels = labels
    engine.happen(.create)
    engine.happen(.start)
    let now = Timestamp(nanoseconds: engine.clock * Self.second)
    let orders = await book.take(.appeared(engine.details, after: engine.events), now: now)
    #expect(orders.map(\.specs) == [[spec]])
    await book.flushProbes(now: now)
    let rows = try HealthDatabase(path: path, access: .read).probes()
    #expect(
      rows.map(\.state) == [.pending, .invalid]
        && rows.map(\.name) == ["default", "label lslog.probe.web.tcpp"])
    engine.happen(.pause)
    let stop = await book.take(.changed(engine.details, engine.events.last), now: now)
    #expect(stop.map(\.specs) == [[]], "a paused container is not probed")
    let states = try HealthDatabase(path: path, access: .read).transitions(.init()).map(\.to)
    #expect(states == [.created, .starting, .paused])
  }
}
