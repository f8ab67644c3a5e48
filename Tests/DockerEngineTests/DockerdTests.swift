import DockerEngine
import EngineTestSupport
import Testing

@Suite("Against a real dockerd", .enabled(if: TestEngine.current != nil), .timeLimit(.minutes(2)))
struct DockerdTests {
  /// Runs `body` with a client, a reactor and the engine.
  private func withDocker(
    _ body: (ReadOnlyEngine, FollowReactor, TestEngine) async throws -> Void
  ) async throws {
    let docker = try #require(TestEngine.current)
    let engine = try ReadOnlyEngine(endpoint: docker.endpoint, logger: .silent)
    let reactor = try FollowReactor(engine: engine, logger: .silent)
    let result = await Result { () async throws in try await body(engine, reactor, docker) }
    reactor.shutdown()
    await engine.shutdown()
    try result.get()
  }

  /// The payloads of the frames in `bytes`, without their timestamps.
  private func lines(_ bytes: [UInt8]) -> [String] {
    var rest = bytes[...]
    var lines: [String] = []
    while rest.count >= 8 {
      let length = rest.dropFirst(4).prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let text = String(decoding: rest.dropFirst(8).prefix(length), as: UTF8.self)
      lines.append(String(text.drop { $0 != " " }.dropFirst()))
      rest = rest.dropFirst(8 + length)
    }
    return lines
  }

  @Test func versionIsNegotiated() async throws {
    try await withDocker { engine, _, _ in
      let version = try await engine.ping()
      #expect(version.server.hasPrefix("Docker/"))
      #expect(version.negotiated <= EngineVersion.newestKnown)
      #expect(version.engineTime != nil)
    }
  }

  @Test func containerIsListedInspectedAndFollowedToItsEnd() async throws {
    try await withDocker { engine, reactor, docker in
      let id = try await docker.run(
        .init("for i in 1 2 3; do echo line $i; sleep 0.1; done; exit 7", labels: ["lslog.test": "follow"]))
      let handler = RecordingHandler()
      let end = try await reactor.follow(FollowRequest(containerID: id), handler: handler)
      #expect(end == .endOfStream)
      #expect(lines(handler.bytes) == ["line 1\n", "line 2\n", "line 3\n"])
      let details = try await engine.inspectContainer(id)
      #expect(details?.state == .exited)
      #expect(details?.exitCode == 7)
      let list = try await engine.listContainers(all: true, labels: ["lslog.test=follow"])
      #expect(list.contains { $0.id == id && $0.state == .exited })
      try await docker.remove(id)
      let removed = try await engine.inspectContainer(id)
      #expect(removed == nil)
      let error = await #expect(throws: EngineError.self) {
        try await reactor.follow(FollowRequest(containerID: id), handler: RecordingHandler())
      }
      #expect(error?.code == .http(status: 404))
      #expect(error?.daemonMessage?.contains(id) == true)
    }
  }

  @Test func manyLinesComeWholeThroughPauses() async throws {
    try await withDocker { engine, reactor, docker in
      let id = try await docker.run(.init("seq 1 20000"))
      // A stream that is followed while the container ends is cut by dockerd when its reader is behind.
      while try await engine.inspectContainer(id)?.state != .exited {}
      let handler = RecordingHandler { call, now in
        if case .received = call { .pause(wakeAt: now.monotonic + 1_000_000) } else { .more }
      }
      _ = try await reactor.follow(FollowRequest(containerID: id), handler: handler)
      #expect(lines(handler.bytes) == (1...20_000).map { "\($0)\n" })
      try await docker.remove(id)
    }
  }

  @Test func tailAndSinceChooseTheEndOfTheLog() async throws {
    try await withDocker { engine, reactor, docker in
      let id = try await docker.run(.init("echo one; sleep 0.2; echo two; sleep 0.2; echo three"))
      _ = try await reactor.follow(FollowRequest(containerID: id), handler: RecordingHandler())
      let tail = RecordingHandler()
      _ = try await reactor.follow(FollowRequest(containerID: id, tail: 1, follow: false), handler: tail)
      #expect(lines(tail.bytes) == ["three\n"])
      let stamp = String(decoding: tail.bytes.dropFirst(8).prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
      let since = RecordingHandler()
      let request = FollowRequest(containerID: id, since: EngineTime.parse(stamp), follow: false)
      _ = try await reactor.follow(request, handler: since)
      #expect(lines(since.bytes) == ["three\n"])
      try await docker.remove(id)
    }
  }

  @Test func eventsOfOneLifeComeInOrderWithoutThoseOfExec() async throws {
    try await withDocker { engine, _, docker in
      let version = try await engine.ping()
      let id = try await docker.run(.init("sleep 60", health: "true"))
      var seen: [EngineEventAction] = []
      struct Enough: Error {}
      await #expect(throws: Enough.self) {
        try await engine.events(since: version.engineTime, filter: .containerLifecycle) { event in
          guard event.id == id else { return }
          seen.append(event.action)
          if event.action == .healthStatus(.healthy) { try await docker.kill(id) }
          if event.action == .die {
            #expect(event.exitCode == 137)
            throw Enough()
          }
        }
      }
      #expect(seen == [.create, .start, .healthStatus(.healthy), .kill, .die])
      try await docker.remove(id)
    }
  }
}

extension Result where Failure == any Error {
  /// The outcome of an operation.
  fileprivate init(_ operation: () async throws -> Success) async {
    do {
      self = .success(try await operation())
    } catch {
      self = .failure(error)
    }
  }
}
