import ContainerRuntime
import DockerEngine
import DockerRuntime
import EngineTestSupport
import FoundationEssentials
import Testing

@Suite(
  "Logs of containers on a real dockerd", .enabled(if: TestEngine.current != nil), .timeLimit(.minutes(3)))
struct LogTests {
  @Test func linesComeWithTheirTimeAndStreamAndLineEnd() async throws {
    try await Scene.run { scene in
      let id = try await scene.runToEnd(
        scene.spec("job", "echo one; echo; printf 'two\\r\\n'; echo bad >&2; printf end"))
      let chunks = try await scene.log(id)
      let stdout = chunks.filter { $0.stream == .stdout }.map { String(decoding: $0.bytes, as: UTF8.self) }
      #expect(stdout == ["one\n", "\n", "two\r\n", "end"])
      #expect(chunks.filter { $0.stream == .stderr }.text == "bad\n")
      let started = try #require(try await scene.runtime.list(project: scene.project).first?.startedAt)
      #expect(chunks.allSatisfy { $0.time >= started - 1_000_000_000 && $0.time < started + 120_000_000_000 })
      #expect(try await scene.log(id, LogOptions(tail: 1)).count == 1)
      #expect(try await scene.log(id, LogOptions(since: started + 3_600_000_000_000)).isEmpty)
      #expect(try await scene.log(id, LogOptions(since: started - 3_600_000_000_000)).count == 5)
    }
  }

  @Test func longLineIsOneChunk() async throws {
    try await Scene.run { scene in
      let script = "head -c 100000 /dev/zero | tr '\\0' x; echo"
      let chunks = try await scene.log(scene.runToEnd(scene.spec("job", script)))
      #expect(chunks.map(\.bytes.count) == [100_001])
    }
  }

  @Test func followingGoesOnUntilTheContainerEnds() async throws {
    try await Scene.run { scene in
      let id = try await scene.start(
        scene.spec("api", "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done"))
      let chunks = Chunks()
      try await scene.runtime.logs(of: id, options: LogOptions(follow: true)) { chunk in
        await chunks.add(chunk)
        if chunk.bytes == Array("ready\n".utf8) { try await scene.runtime.stop(id, grace: .seconds(10)) }
      }
      #expect(await chunks.all.text == "ready\nbye\n")
    }
  }

  @Test func receiversErrorAndCancellationEndTheFollow() async throws {
    struct Enough: Error {}
    try await Scene.run { scene in
      let id = try await scene.start(scene.spec("api", "echo ready; exec sleep 600"))
      await #expect(throws: Enough.self) {
        try await scene.runtime.logs(of: id, options: LogOptions(follow: true)) { _ in throw Enough() }
      }
      let (lines, more) = AsyncStream.makeStream(of: LogChunk.self)
      let follow = Task {
        try await scene.runtime.logs(of: id, options: LogOptions(follow: true)) { more.yield($0) }
      }
      for await _ in lines { break }
      follow.cancel()
      await #expect(throws: CancellationError.self) { try await follow.value }
    }
  }

  @Test func logOfATerminalHasNoFrames() async throws {
    try await Scene.run { scene in
      struct Made: Decodable { var Id: String }
      let image = try #require(TestEngine.current).image
      let body = #"""
        {"Image":"\#(image)","Tty":true,"Cmd":["sh","-c","echo one; echo two"],
         "Labels":{"lightshuttle.project":"\#(scene.project)"},"HostConfig":{"NetworkMode":"none"}}
        """#
      let answer = try await scene.engine.call(
        LifecycleRequest(.post, ["containers", "create"], body: .json(Array(body.utf8))))
      let id = try JSONDecoder().decode(Made.self, from: Data(answer.body)).Id
      try await scene.engine.call(LifecycleRequest(.post, ["containers", id, "start"]))
      let chunks = Chunks()
      try await scene.runtime.logs(of: ContainerID(id), options: LogOptions(follow: true)) {
        await chunks.add($0)
      }
      #expect(await chunks.all.map { String(decoding: $0.bytes, as: UTF8.self) } == ["one\r\n", "two\r\n"])
      // Its label of a resource is missing.
      #expect(try await scene.runtime.list(project: scene.project).map(\.resource) == [""])
    }
  }
}
