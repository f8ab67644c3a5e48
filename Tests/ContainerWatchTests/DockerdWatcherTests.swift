import ContainerRuntime
import ContainerWatch
import DockerEngine
import EngineTestSupport
import Patterns
import Testing

@Suite("Watching a real dockerd", .enabled(if: TestEngine.current != nil), .timeLimit(.minutes(2)))
struct DockerdWatcherTests {
  /// A value for the project label that only this test's containers have.
  private let project = "watch-\(UInt64.random(in: 0 ... .max))"

  private struct Enough: Error {}

  /// What a test does to the engine, outside the watcher's task, which must not be held up.
  private typealias Deed = @Sendable (TestEngine) async throws -> Void

  /// Runs a watcher of this test's containers; `body` gets the changes and something to have deeds done by, and ends
  /// the watching by throwing ``Enough``.
  private func watch(
    _ body: (ContainerChange, AsyncStream<Deed>.Continuation) async throws -> Void
  ) async throws {
    let docker = try #require(TestEngine.current)
    let engine = try ReadOnlyEngine(endpoint: docker.endpoint, logger: .silent)
    let mine = SelectionRule.label(key: RuntimeLabels.project, value: try Glob(project))
    let selector = ContainerSelector(base: .none, include: [mine])
    let watcher = ContainerWatcher(engine: engine, selector: selector, logger: .silent)
    let (deeds, inlet) = AsyncStream.makeStream(of: Deed.self)
    await withTaskGroup { group in
      group.addTask {
        for await deed in deeds {
          await #expect(throws: Never.self) { try await deed(docker) }
        }
      }
      await #expect(throws: Enough.self) {
        try await watcher.run { try await body($0, inlet) }
      }
      inlet.finish()
    }
    await engine.shutdown()
  }

  private func recipe(_ script: String, autoRemove: Bool = false, health: String? = nil) -> TestEngine.Recipe
  {
    .init(script, labels: [RuntimeLabels.project: project], autoRemove: autoRemove, health: health)
  }

  @Test func shortLivedContainerIsToldFromItsBeginningToItsEnd() async throws {
    let recipe = recipe("echo hi; sleep 0.05; exit 7", autoRemove: true)
    var told: [String] = []
    try await watch { change, deeds in
      switch change {
      case .listed: deeds.yield { _ = try await $0.run(recipe) }
      case .appeared(let details, _): told.append("appeared \(details.autoRemove)")
      case .event(let event, let details):
        #expect(details != nil)
        told.append("\(event.action) \(event.exitCode ?? -1)")
      case .gone:
        told.append("gone")
        throw Enough()
      default: break
      }
    }
    #expect(told == ["appeared true", "create -1", "start -1", "die 7", "destroy -1", "gone"])
  }

  @Test func containerThatRunsAlreadyAppearsBeforeTheListIsTold() async throws {
    let docker = try #require(TestEngine.current)
    let id = try await docker.run(recipe("sleep 60"))
    var appeared: [String] = []
    try await watch { change, _ in
      switch change {
      case .appeared(let details, _): appeared.append(details.id)
      case .listed(let chosen, _):
        #expect(chosen == 1)
        throw Enough()
      default: break
      }
    }
    #expect(appeared == [id])
    try await docker.remove(id)
  }

  @Test func healthRestartAndKillAreTold() async throws {
    let recipe = recipe("sleep 60", health: "exit 1")
    var actions: [EngineEventAction] = []
    var last: ContainerDetails?
    try await watch { change, deeds in
      switch change {
      case .listed where last == nil: deeds.yield { _ = try await $0.run(recipe) }
      case .appeared(let details, _), .changed(let details, _): last = details
      case .event(let event, _):
        let id = event.id
        // Docker sends one signal or two, as fast as the shell dies.
        if actions.last != event.action { actions.append(event.action) }
        if event.action == .healthStatus(.unhealthy), !actions.contains(.restart) {
          deeds.yield { try await $0.restart(id) }
        }
        if event.action == .restart { deeds.yield { try await $0.kill(id) } }
      default: break
      }
      // The event and what inspect says of it may come in either order.
      if actions.contains(.restart), actions.last == .die, last?.state == .exited { throw Enough() }
    }
    #expect(last?.exitCode == 137)
    #expect(
      actions.filter { $0 != .stop } == [
        .create, .start, .healthStatus(.unhealthy), .kill, .die, .start, .restart, .kill, .die,
      ])
    if let last { try await TestEngine.current?.remove(last.id) }
  }
}
