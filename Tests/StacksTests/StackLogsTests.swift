import ContainerRuntime
import Stacks
import Synchronization
import Testing

@Suite struct StackLogsTests {
  private static func start(_ runtime: MockRuntime, _ resource: String) async throws {
    let image = try ImageReference(parsing: "x")
    _ = try await runtime.start(
      ContainerSpec(project: "p", resource: resource, source: .image(image, .missing)), progress: nil)
  }

  private static func chunk(_ text: String, _ time: Int64) -> LogChunk {
    LogChunk(stream: .stdout, time: time, bytes: Array(text.utf8))
  }

  @Test func logsOfAllThatAreMeantCome() async throws {
    let runtime = MockRuntime()
    for name in ["a", "b", "c"] {
      try await Self.start(runtime, name)
      runtime.setLog([Self.chunk("1", 1), Self.chunk("2", 2)], of: "p_\(name)")
    }
    let containers = try StackRunner.containers(try await runtime.list(project: "p"), of: ["a", "c"])
    let lines = Mutex<[String: String]>([:])
    try await StackRunner(runtime: runtime).logs(project: "p", of: containers, options: LogOptions(tail: 1)) {
      resource, chunk in
      lines.withLock { $0[resource, default: ""] += String(decoding: chunk.bytes, as: UTF8.self) }
    }
    #expect(lines.withLock { $0 } == ["a": "2", "c": "2"])
  }

  @Test func logThatCanNotBeReadIsToldAfterTheOthers() async throws {
    let runtime = MockRuntime()
    try await Self.start(runtime, "a")
    try await Self.start(runtime, "b")
    runtime.setLog([Self.chunk("1", 1)], of: "p_b")
    runtime.fail(.logs("p_a"), with: .logStream(id: ContainerID("p_a"), .init("no such driver")))
    let lines = Mutex(0)
    let containers = try await runtime.list(project: "p")
    let error = await #expect(throws: StackError.self) {
      try await StackRunner(runtime: runtime).logs(project: "p", of: containers, options: LogOptions()) {
        _, _ in
        lines.withLock { $0 += 1 }
      }
    }
    #expect(error?.description.hasPrefix("a: the log of p_a broke off") ?? false)
    #expect(lines.withLock { $0 } == 1)
  }

  @Test func followedLogGoesOnWhenTheContainerRunsAgain() async throws {
    let runtime = MockRuntime()
    try await Self.start(runtime, "a")
    runtime.setStatus(.stopped(exitCode: 1), of: "a")
    runtime.setLog([Self.chunk("1", 1)], of: "p_a")
    let containers = try await runtime.list(project: "p")
    let (times, continuation) = AsyncStream.makeStream(of: Int64.self)
    let task = Task {
      let runner = StackRunner(runtime: runtime, interval: .milliseconds(1))
      try await runner.logs(project: "p", of: containers, options: LogOptions(follow: true)) { _, chunk in
        continuation.yield(chunk.time)
      }
    }
    var seen = times.makeAsyncIterator()
    #expect(await seen.next() == 1)
    runtime.setLog([Self.chunk("1", 1), Self.chunk("2", 2)], of: "p_a")
    runtime.setStatus(.running, of: "a")
    #expect(await seen.next() == 2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
