import ContainerRuntime
import Stacks
import Synchronization
import Testing

@Suite struct StackRunnerTests {
  private static func resource(_ name: String, after: [String] = [], command: String = "x") throws -> Resource
  {
    var spec = ContainerSpec(
      project: "p", resource: name, source: .image(try ImageReference(parsing: "x"), .missing))
    spec.command = [command]
    return Resource(container: spec, dependencies: after.map { .init(name: $0) })
  }

  private static func manifest(_ resources: [Resource]) -> Manifest {
    Manifest(file: "t.yml", project: "p", resources: resources)
  }

  private static func three() throws -> Manifest {
    manifest([
      try resource("api", after: ["cache", "db"]), try resource("cache"),
      try resource("db", after: ["cache"]),
    ])
  }

  private static func runner(_ runtime: MockRuntime) -> StackRunner {
    StackRunner(runtime: runtime, deadline: .milliseconds(20), interval: .milliseconds(1))
  }

  /// One whose deadline does not come.
  private static func patient(_ runtime: MockRuntime) -> StackRunner {
    StackRunner(runtime: runtime, interval: .milliseconds(1))
  }

  private static func names(_ runtime: MockRuntime) async throws -> [String] {
    try await runtime.list(project: "p").map(\.resource)
  }

  @Test func eachStartsAfterWhatItWaitsForAndDownGoesBackwards() async throws {
    let runtime = MockRuntime()
    try await Self.runner(runtime).up(Self.three())
    let starts = runtime.calls.compactMap { if case .start(let name) = $0 { name } else { nil } }
    #expect(starts == ["p_cache", "p_db", "p_api"])
    let report = try await Self.runner(runtime).down(project: "p", volumes: false)
    let removes = runtime.calls.compactMap { if case .remove(let name) = $0 { name } else { nil } }
    #expect(removes == ["p_api", "p_db", "p_cache"] && report.containers == 3 && runtime.networks.isEmpty)
    #expect(try await Self.runner(runtime).down(project: "p", volumes: true).containers == 0)
  }

  @Test func downRemovesAllButWhatItCanNot() async throws {
    let runtime = MockRuntime()
    try await Self.runner(runtime).up(Self.three())
    runtime.fail(.remove("p_api"), with: .remove(id: ContainerID("p_api"), .init("device busy")))
    let error = await #expect(throws: StackError.self) {
      try await Self.runner(runtime).down(project: "p", volumes: false)
    }
    #expect(error?.description == "api: can't remove the container p_api: device busy")
    #expect(try await Self.names(runtime) == ["api"] && runtime.networks == ["p"])
  }

  @Test func whatCanNotBeTakenBackIsToldAndTheRestIsTaken() async throws {
    let runtime = MockRuntime()
    runtime.fail(.start("p_api"), with: .invalidSpec("broken"))
    runtime.fail(.remove("p_db"), with: .remove(id: ContainerID("p_db"), .init("device busy")))
    let error = await #expect(throws: StackError.self) { try await Self.runner(runtime).up(Self.three()) }
    #expect(
      error?.description == "api: broken\ncan't take back db: can't remove the container p_db: device busy")
    #expect(try await Self.names(runtime) == ["db"] && runtime.networks == ["p"])
  }

  @Test func unchangedStaysChangedIsMadeAnewAndOrphansAreTold() async throws {
    let runtime = MockRuntime()
    try await Self.runner(runtime).up(Self.three())
    let told = Mutex<[StackEvent]>([])
    let count = runtime.calls.count
    let runner = StackRunner(runtime: runtime) { event in told.withLock { $0.append(event) } }
    let changed = Self.manifest([
      try Self.resource("cache"), try Self.resource("db", after: ["cache"], command: "y"),
    ])
    try await runner.up(changed)
    let later = runtime.calls[count...]
    #expect(later.contains(.remove("p_db")) && later.contains(.start("p_db")))
    #expect(!later.contains(.start("p_cache")) && !later.contains(.remove("p_api")))
    #expect(told.withLock { $0.contains { $0.name == "api" && $0.state == .orphan } })
    var options = StackRunner.UpOptions()
    options.removesOrphans = true
    try await runner.up(changed, options: options)
    #expect(try await Self.names(runtime) == ["cache", "db"])
  }

  @Test(arguments: [
    MockRuntime.Call.ensureImage("x:latest"), .ensureNetwork("p"), .start("p_db"), .start("p_api"),
    .inspect("p_db"),
  ])
  func failureTakesBackWhatWasStarted(_ call: MockRuntime.Call) async throws {
    let runtime = MockRuntime()
    runtime.fail(call, with: .invalidSpec("broken"))
    runtime.setLog([.init(stream: .stderr, time: 1, bytes: Array("last words\n".utf8))], of: "p_db")
    let error = await #expect(throws: StackError.self) { try await Self.runner(runtime).up(Self.three()) }
    #expect(error?.description.contains("broken") ?? false)
    if call == .inspect("p_db") {
      #expect(error?.description.contains("| last words") ?? false, "\(error as Any)")
    }
    runtime.fail(call, with: nil)
    #expect(try await Self.names(runtime).isEmpty && runtime.networks.isEmpty)
  }

  @Test func twoCallsAtOnceShareWhatEitherOfThemMakes() async throws {
    let runtime = MockRuntime()
    // Both have looked before either of them has made anything.
    runtime.setStatus(.starting, of: "cache")
    let calls = [
      Task { try await Self.patient(runtime).up(Self.three()) },
      Task { try await Self.patient(runtime).up(Self.three()) },
    ]
    await runtime.called(.inspect("p_cache"))
    runtime.setStatus(.running, of: "cache")
    for call in calls { try await call.value }
    #expect(try await Self.names(runtime) == ["api", "cache", "db"])
  }

  @Test func failureTakesNothingThatAnotherCallHasMade() async throws {
    let runtime = MockRuntime()
    var spec = try Self.resource("db").container
    spec.labels = ["made": "by somebody else"]
    let inspected = MockRuntime.Call.inspect("p_cache")
    runtime.setStatus(.starting, of: "cache")
    let call = Task { try await Self.patient(runtime).up(Self.three()) }
    await runtime.called(inspected)
    let other = spec
    _ = try await runtime.start(other, progress: nil)
    runtime.setStatus(.running, of: "cache")
    let error = await #expect(throws: StackError.self) { try await call.value }
    #expect(error?.description.contains("the name is in use") == true)
    #expect(try await Self.names(runtime) == ["db"] && runtime.networks == ["p"])
  }

  @Test func failureNamesContainersThatTheManifestDoesNotHave() async throws {
    let runtime = MockRuntime()
    try await Self.runner(runtime).up(Self.manifest([try Self.resource("old")]))
    runtime.fail(.start("p_api"), with: .invalidSpec("broken"))
    let error = await #expect(throws: StackError.self) { try await Self.runner(runtime).up(Self.three()) }
    #expect(
      error?.description
        == "api: broken\nthe manifest does not have old, which may be in the way: lslog up --remove-orphans")
  }

  @Test func failureKeepsWhatRanBefore() async throws {
    let runtime = MockRuntime()
    try await Self.runner(runtime).up(Self.manifest([try Self.resource("cache")]))
    runtime.setStatus(.stopped(exitCode: 3), of: "api")
    await #expect(throws: StackError.self) { try await Self.runner(runtime).up(Self.three()) }
    #expect(try await Self.names(runtime) == ["cache"] && runtime.networks == ["p"])
  }

  @Test func failureOfARecreateSaysThatTheEarlierContainerIsGone() async throws {
    let runtime = MockRuntime()
    try await Self.runner(runtime).up(Self.manifest([try Self.resource("cache")]))
    runtime.fail(.start("p_cache"), with: .invalidSpec("broken"))
    let error = await #expect(throws: StackError.self) {
      try await Self.runner(runtime).up(Self.manifest([try Self.resource("cache", command: "y")]))
    }
    #expect(
      error?.description == "cache: broken\ncache: its earlier container is gone; lslog up makes it anew")
    #expect(try await Self.names(runtime).isEmpty && runtime.networks == ["p"])
  }

  @Test func imageIsMadeSureOfOnceAndThenUsedAsItIs() async throws {
    let runtime = MockRuntime()
    var spec = ContainerSpec(
      project: "p", resource: "a",
      source: .build(BuildSpec(context: "/", tag: try ImageReference(parsing: "t"))))
    spec.command = ["x"]
    try await Self.runner(runtime).up(Self.manifest([Resource(container: spec)]))
    #expect(runtime.calls.count { $0 == .build("t:latest") } == 1)
    try await Self.runner(runtime).up(Self.manifest([Resource(container: spec)]))
    #expect(runtime.calls.count { $0 == .build("t:latest") } == 1)
    #expect(runtime.calls.count { $0 == .start("p_a") } == 1)
  }

  @Test func cancellationTakesBackTheSameWay() async throws {
    let runtime = MockRuntime()
    runtime.setStatus(.starting, of: "db")
    let manifest = try Self.three()
    let task = Task { try await StackRunner(runtime: runtime, interval: .milliseconds(1)).up(manifest) }
    await runtime.called(.inspect("p_db"))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await Self.names(runtime).isEmpty && runtime.networks.isEmpty)
  }

  @Test func jobThatIsDoneIsNoFailure() async throws {
    let runtime = MockRuntime()
    runtime.setStatus(.stopped(exitCode: 0), of: "db")
    try await Self.runner(runtime).up(Self.three())
    #expect(try await Self.names(runtime) == ["api", "cache", "db"])
  }

  @Test func someBringWhatTheyWaitForAndUnknownOnesAreRefused() async throws {
    let runtime = MockRuntime()
    try await Self.runner(runtime).up(Self.three(), only: ["db"])
    #expect(try await Self.names(runtime) == ["cache", "db"])
    let error = await #expect(throws: StackError.self) {
      try await Self.runner(runtime).up(Self.three(), only: ["dbb"])
    }
    #expect(error?.description == "there is no resource \"dbb\"; did you mean \"db\"?")
    #expect(try await Self.runner(runtime).restart(project: "p", only: []) == 2)
  }

  @Test func randomStacksStartEachAfterWhatItWaitsFor() async throws {
    for _ in 0..<50 {
      let count = Int.random(in: 1...30)
      let after = (0..<count).map { number in Set((0..<number).filter { _ in Int.random(in: 0..<4) == 0 }) }
      let order = (0..<count).shuffled()
      let runtime = MockRuntime()
      let manifest = Self.manifest(
        try order.map { try Self.resource("r\($0)", after: after[$0].map { "r\($0)" }) })
      try await Self.runner(runtime).up(manifest)
      let calls = runtime.calls
      for number in 0..<count {
        let start = try #require(calls.firstIndex(of: .start("p_r\(number)")))
        for other in after[number] {
          #expect(try #require(calls.firstIndex(of: .inspect("p_r\(other)"))) < start)
        }
      }
    }
  }
}
