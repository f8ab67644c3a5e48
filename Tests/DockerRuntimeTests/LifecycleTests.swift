import ContainerRuntime
import DockerEngine
import DockerRuntime
import EngineTestSupport
import Testing

@Suite(
  "Stopping, listing and clearing away on a real dockerd", .enabled(if: TestEngine.current != nil),
  .timeLimit(.minutes(3)))
struct LifecycleTests {
  private static let nobody = ContainerID("lslog-no-such-container")

  @Test func engineAnswers() async throws {
    try await Scene.run { try await $0.runtime.ping() }
  }

  @Test func stoppedContainerIsStoppedOnceAndStartsAgain() async throws {
    try await Scene.run { scene in
      let id = try await scene.start(scene.spec("api", "trap 'exit 7' TERM; while :; do sleep 0.1; done"))
      try await scene.runtime.stop(id, grace: .seconds(10))
      #expect(try await scene.runtime.inspect(id) == .stopped(exitCode: 7))
      try await scene.runtime.stop(id, grace: .seconds(10))
      try await scene.runtime.restart(id, grace: .zero)
      #expect(try await scene.runtime.inspect(id) == .running)
      try await scene.runtime.stop(id, grace: .zero)
      guard case .stopped(let exitCode) = try await scene.runtime.inspect(id) else {
        Issue.record("it has not stopped")
        return
      }
      await #expect(throws: RuntimeError.stopped(id: id, exitCode: exitCode)) {
        try await scene.runtime.waitUntilHealthy(id, deadline: .seconds(5))
      }
    }
  }

  @Test func whatIsGoneIsNoErrorForStopAndRemoveAndNotFoundForTheRest() async throws {
    try await Scene.run { scene in
      let runtime = scene.runtime
      try await runtime.stop(Self.nobody, grace: .seconds(1))
      try await runtime.remove(Self.nobody, volumes: true)
      await #expect(throws: RuntimeError.notFound(Self.nobody)) { _ = try await runtime.inspect(Self.nobody) }
      await #expect(throws: RuntimeError.notFound(Self.nobody)) {
        try await runtime.restart(Self.nobody, grace: .zero)
      }
      await #expect(throws: RuntimeError.notFound(Self.nobody)) {
        try await runtime.logs(of: Self.nobody, options: LogOptions()) { _ in }
      }
    }
  }

  @Test func runningContainerIsRemovedByForceAlsoByTwoAtOnce() async throws {
    try await Scene.run { scene in
      // Often enough for one to come while the other has the process killed.
      for number in 0..<8 {
        let id = try await scene.start(scene.spec("api\(number)"))
        async let first: Void = scene.runtime.remove(id, volumes: true)
        async let second: Void = scene.runtime.remove(id, volumes: true)
        _ = try await (first, second)
      }
      #expect(try await scene.runtime.list(project: scene.project).isEmpty)
    }
  }

  @Test func listHasStoppedContainersTooSortedByResource() async throws {
    try await Scene.run { scene in
      let names = (0..<12).map { "r\($0 % 10)\($0)" }
      for name in names.shuffled() { _ = try await scene.start(scene.spec(name)) }
      _ = try await scene.runToEnd(scene.spec("a-job", "exit 3"))
      let listed = try await scene.runtime.list(project: scene.project)
      #expect(listed.map(\.resource) == ["a-job"] + names.sorted())
      #expect(listed.first?.status == .stopped(exitCode: 3))
      #expect(listed.dropFirst().allSatisfy { $0.status == .running && $0.startedAt != nil })
      #expect(listed.first?.name == "\(scene.project)_a-job")
      #expect(listed.first?.image == TestEngine.current?.image)
      #expect(try await scene.runtime.list(project: "\(scene.project)x").isEmpty)
    }
  }

  @Test func networkIsMadeOnceAndRemovedOnce() async throws {
    try await Scene.run { scene in
      // Names that differ in what a network's name can't have give the same one; the project's own is left alone.
      try await scene.runtime.ensureNetwork(project: scene.project)
      try await scene.runtime.ensureNetwork(project: scene.project)
      let other = scene.project.lowercased()
      let error = await #expect(throws: RuntimeError.self) {
        try await scene.runtime.ensureNetwork(project: other)
      }
      #expect(error?.description.contains("belongs to the project '\(scene.project)'") == true)
      await #expect(throws: RuntimeError.self) { try await scene.runtime.removeNetwork(project: other) }
      try await scene.runtime.removeNetwork(project: scene.project)
      try await scene.runtime.removeNetwork(project: scene.project)
    }
  }

  @Test func networkOfNobodyIsNeitherUsedNorRemoved() async throws {
    try await Scene.run { scene in
      let name = ProjectNames.network(scene.project)
      try await scene.engine.call(
        LifecycleRequest(.post, ["networks", "create"], body: .json(Array(#"{"Name":"\#(name)"}"#.utf8))))
      let made = await #expect(throws: RuntimeError.self) {
        try await scene.runtime.ensureNetwork(project: scene.project)
      }
      #expect(made?.description.contains("was not made for a project") == true)
      let removed = await #expect(throws: RuntimeError.self) {
        try await scene.runtime.removeNetwork(project: scene.project)
      }
      guard case .networkRemove(name, _)? = removed else {
        Issue.record("\(String(describing: removed))"); return
      }
      try await scene.engine.call(LifecycleRequest(.delete, ["networks", name]))
    }
  }

  @Test func networksMadeAtOnceAreOne() async throws {
    struct Network: Decodable { var Name: String }
    try await Scene.run { scene in
      // As another process would.
      let other = DockerRuntime(engine: scene.engine)
      try await withThrowingTaskGroup { group in
        for runtime in [scene.runtime, other] {
          for _ in 0..<8 { group.addTask { try await runtime.ensureNetwork(project: scene.project) } }
        }
        try await group.waitForAll()
      }
      let networks: [Network] = try await scene.inspect("networks")
      #expect(networks.filter { $0.Name == ProjectNames.network(scene.project) }.count == 1)
    }
  }

  @Test func resourcesStartedAtOnceShareANetwork() async throws {
    try await Scene.run { scene in
      try await withThrowingTaskGroup { group in
        for number in 0..<6 { group.addTask { _ = try await scene.start(scene.spec("r\(number)")) } }
        try await group.waitForAll()
      }
      #expect(
        try await scene.runtime.list(project: scene.project).map(\.status)
          == Array(repeating: .running, count: 6))
    }
  }

  @Test func volumeOfAnotherProjectIsNotUsed() async throws {
    try await Scene.run { scene in
      var first = try scene.spec("first")
      first.volumes = [VolumeMount(source: .named("x_data"), target: "/data")]
      _ = try await scene.start(first)
      // The same name: PROJECT_x_data.
      var second = try scene.spec("second")
      second.project += "_x"
      second.volumes = [VolumeMount(source: .named("data"), target: "/data")]
      let spec = second
      let error = await #expect(throws: RuntimeError.self) { _ = try await scene.start(spec) }
      #expect(error?.description.contains("belongs to the project '\(scene.project)'") == true)
      try await scene.runtime.removeNetwork(project: spec.project)
    }
  }

  @Test func volumesOfTheProjectAreRemovedAndNoOthers() async throws {
    try await Scene.run { scene in
      let foreign = "\(scene.project)_foreign"
      try await scene.engine.call(
        LifecycleRequest(.post, ["volumes", "create"], body: .json(Array(#"{"Name":"\#(foreign)"}"#.utf8))))
      var spec = try scene.spec("api")
      spec.volumes = [
        VolumeMount(source: .named("b1"), target: "/b"), VolumeMount(source: .named("a1"), target: "/a"),
        VolumeMount(source: .named("foreign"), target: "/f"),
      ]
      let id = try await scene.start(spec)
      let inUse = await #expect(throws: RuntimeError.self) {
        _ = try await scene.runtime.removeVolumes(project: scene.project)
      }
      guard case .volumeRemove("\(scene.project)_a1", let cause)? = inUse else {
        Issue.record("\(String(describing: inUse))")
        return
      }
      #expect(cause.status == 409)
      try await scene.runtime.remove(id, volumes: true)
      let names = ["a1", "b1"].map { ProjectNames.volume($0, of: scene.project) }
      #expect(try await scene.runtime.removeVolumes(project: scene.project) == names)
      #expect(try await scene.runtime.removeVolumes(project: scene.project) == [])
      try await scene.engine.call(LifecycleRequest(.delete, ["volumes", foreign]))
    }
  }
}
