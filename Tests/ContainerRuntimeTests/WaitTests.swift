import ContainerRuntime
import Testing

struct WaitTests {
  private static func started(_ status: ContainerStatus) async throws -> (MockRuntime, ContainerID) {
    let runtime = MockRuntime()
    runtime.setStatus(status, of: "api")
    let image = try ImageReference(parsing: "a")
    let spec = ContainerSpec(project: "shop", resource: "api", source: .image(image, .missing))
    return (runtime, try await runtime.start(spec, progress: nil))
  }

  @Test(arguments: [ContainerStatus.running, .healthy])
  func whatIsWellIsNotWaitedFor(_ status: ContainerStatus) async throws {
    let (runtime, id) = try await Self.started(status)
    try await runtime.waitUntilHealthy(id, deadline: .zero)
  }

  @Test func whatEndedIsAnErrorWithItsExitCode() async throws {
    let (runtime, id) = try await Self.started(.stopped(exitCode: 3))
    await #expect(throws: RuntimeError.stopped(id: id, exitCode: 3)) {
      try await runtime.waitUntilHealthy(id, deadline: .seconds(60))
    }
  }

  @Test(arguments: [ContainerStatus.starting, .unhealthy])
  func deadlineIsATimeOutWithTheOperationAndTheDuration(_ status: ContainerStatus) async throws {
    let (runtime, id) = try await Self.started(status)
    let expected = RuntimeError.timeOut(
      operation: "waiting until shop_api is healthy", after: .milliseconds(5))
    await #expect(throws: expected) {
      try await runtime.waitUntilHealthy(id, deadline: .milliseconds(5), interval: .milliseconds(1))
    }
  }

  @Test func changeIsSeen() async throws {
    let (runtime, id) = try await Self.started(.starting)
    async let wait: Void = runtime.waitUntilHealthy(id, deadline: .seconds(60), interval: .milliseconds(1))
    await runtime.called(.inspect(id.text))
    runtime.setStatus(.healthy, of: "api")
    try await wait
  }

  @Test func waitForACallEndsWithItAndWithItsTask() async throws {
    let runtime = MockRuntime()
    let waiting = Task { await runtime.called(.ping) }
    waiting.cancel()
    await waiting.value
    async let call: Void = runtime.called(.ping)
    try await runtime.ping()
    await call
    await runtime.called(.ping)
  }

  @Test func containerThatIsGoneIsAnError() async throws {
    let (runtime, id) = try await Self.started(.starting)
    try await runtime.remove(id, volumes: false)
    await #expect(throws: RuntimeError.notFound(id)) {
      try await runtime.waitUntilHealthy(id, deadline: .seconds(60))
    }
  }
}
