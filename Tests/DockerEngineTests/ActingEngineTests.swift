import DockerEngine
import EngineTestSupport
import Synchronization
import Testing

@Suite("What the health monitor may do", .timeLimit(.minutes(2)))
struct ActingEngineTests {
  private func withEngine<Value>(
    _ endpoint: EngineEndpoint, _ body: (ActingEngine) async throws -> Value
  ) async throws -> Value {
    let engine = try ActingEngine(endpoint: endpoint, logger: .silent)
    do {
      let value = try await body(engine)
      await engine.shutdown()
      return value
    } catch {
      await engine.shutdown()
      throw error
    }
  }

  @Test func outputIsTakenOutOfItsFramesHoweverTheyAreSplit() async throws {
    let frames: [UInt8] =
      [1, 0, 0, 0, 0, 0, 0, 5] + Array("hello".utf8) + [2, 0, 0, 0, 0, 0, 0, 0]
      + [1, 0, 0, 0, 0, 0, 1, 4] + [UInt8](repeating: 0x78, count: 260)
    let expected = Array("hello".utf8) + [UInt8](repeating: 0x78, count: 260)
    for split in 0...frames.count {
      var decoder = ExecOutputDecoder()
      var output: [UInt8] = []
      decoder.consume(frames[..<split]) { output += $0 }
      decoder.consume(frames[split...]) { output += $0 }
      #expect(output == expected, "split at \(split)")
    }
  }

  @Test func aRestartHasItsGrace() async throws {
    let seen = Mutex("")
    try await FakeEngine.serve { connection, target in
      seen.withLock { $0 = "\(connection.method) \(target)" }
      connection.readRestOfHead()
      connection.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
      connection.hangUp()
    } during: { fake in
      try await withEngine(.unix(path: fake.path)) { try await $0.restart("a/b", grace: .seconds(7)) }
    }
    #expect(seen.withLock { $0 } == "POST /v1.41/containers/a%2Fb/restart?t=7")
  }

  @Test func aCommandThatIsUnknownIsNoError() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.answer(status: "404 Not Found", #"{"message":"No such exec instance"}"#)
    } during: { fake in
      let state = try await withEngine(.unix(path: fake.path)) { try await $0.inspectExec("x") }
      #expect(state == nil)
    }
  }

  @Test(.enabled(if: TestEngine.current != nil)) func aRealContainerIsRestarted() async throws {
    let docker = try #require(TestEngine.current)
    let id = try await docker.run(.init("exec sleep 3600"))
    let looking = try ReadOnlyEngine(endpoint: docker.endpoint, logger: .silent)
    let before = try await looking.inspectContainer(id)?.startedAt
    try await withEngine(docker.endpoint) { try await $0.restart(id, grace: .zero) }
    let after = try await looking.inspectContainer(id)
    #expect(after?.state == .running)
    #expect(try #require(after?.startedAt) > (try #require(before)))
    let error = await #expect(throws: EngineError.self) {
      try await withEngine(docker.endpoint) { try await $0.restart("no-such-container", grace: .zero) }
    }
    #expect(error?.status == 404)
    await looking.shutdown()
    try await docker.remove(id)
  }
}
