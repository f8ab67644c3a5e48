import DockerEngine
import EngineTestSupport
import Glibc
import Logging
import Synchronization
import Testing

@Suite("Follow path against a scripted engine", .timeLimit(.minutes(1)))
struct FollowReactorTests {
  static let request = FollowRequest(containerID: "0123456789ab", since: 1_500_000_001, tail: 10)
  static let head = "HTTP/1.0 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"
  static let chunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

  /// Follows one answer of a fake to its end.
  private func follow(
    _ handler: RecordingHandler, _ script: @escaping @Sendable (FakeConnection) -> Void
  ) async throws -> FollowEnd {
    try await FakeEngine.serve { connection, _ in
      script(connection)
    } during: { fake in
      try await fake.reactor.follow(Self.request, handler: handler)
    }
  }

  private func failure(_ script: @escaping @Sendable (FakeConnection) -> Void) async -> EngineError? {
    await #expect(throws: EngineError.self) { try await follow(RecordingHandler(), script) }
  }

  @Test func requestNamesStreamsTimestampsSinceAndTail() async throws {
    let targets = Mutex<[String]>([])
    try await FakeEngine.serve { connection, target in
      targets.withLock { $0.append(target) }
      connection.readRestOfHead()
      connection.send(Self.head)
      connection.hangUp()
    } during: { fake in
      _ = try await fake.reactor.follow(Self.request, handler: RecordingHandler())
      #expect(
        targets.withLock { $0 } == [
          "/v1.41/containers/0123456789ab/logs?stdout=1&stderr=1&timestamps=1&follow=1&since=1.500000001&tail=10"
        ])
    }
  }

  struct Response: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: String
    var body: String
  }

  @Test(arguments: [
    Response(testDescription: "until close", bytes: head + "hello, world", body: "hello, world"),
    Response(testDescription: "empty body", bytes: head, body: ""),
    Response(
      testDescription: "with a length", bytes: "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
      body: "hello"),
    Response(
      testDescription: "chunked",
      bytes: chunkedHead + "5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\nT: r\r\n\r\n",
      body: "hello0123456789"),
    Response(
      testDescription: "after an interim answer",
      bytes: "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + head + "hi",
      body: "hi"),
  ])
  func answerSplitAtEveryByteGivesTheSameBody(_ response: Response) async throws {
    let bytes = Array(response.bytes.utf8)
    let next = Mutex(0)
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      let split = next.withLock { value in
        defer { value += 1 }
        return value
      }
      connection.send(Array(bytes[..<split]))
      connection.send(Array(bytes[split...]))
      connection.hangUp()
    } during: { fake in
      for _ in 0...bytes.count {
        let handler = RecordingHandler()
        let end = try await fake.reactor.follow(Self.request, handler: handler)
        #expect(end == .endOfStream)
        #expect(handler.text == response.body)
      }
    }
  }

  @Test func answerThatComesByteByByteIsPutTogether() async throws {
    let handler = RecordingHandler()
    let response = Self.chunkedHead + "3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"
    _ = try await follow(handler) { connection in
      connection.readRestOfHead()
      for byte in response.utf8 { connection.send([byte]) }
      connection.waitForHangUp()
    }
    #expect(handler.text == "abc0123456789abcdef")
  }

  @Test func refusalCarriesStatusPathAndTheEnginesMessage() async {
    let error = await failure {
      $0.answer(status: "404 Not Found", #"{"message":"No such container: 0123456789ab"}"#)
    }
    #expect(error?.code == .http(status: 404))
    #expect(error?.status == 404)
    #expect(error?.method == "GET")
    #expect(error?.path == "/containers/0123456789ab/logs")
    #expect(error?.daemonMessage == "No such container: 0123456789ab")
  }

  @Test func refusalInPlainTextWithoutALengthCarriesTheText() async {
    let error = await failure { connection in
      connection.readRestOfHead()
      connection.send("HTTP/1.0 500 Internal Server Error\r\n\r\nit is broken\n")
      connection.hangUp()
    }
    #expect(error?.daemonMessage == "it is broken")
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", chunkedHead + "xyz\r\n",
    chunkedHead + "5\r\nhelloworld",
    "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 70_000),
  ])
  func garbageIsRefusedWithoutWaiting(_ answer: String) async {
    let error = await failure { connection in
      connection.readRestOfHead()
      connection.send(answer)
      connection.waitForHangUp()
    }
    #expect(error?.code == .protocolViolation)
  }

  @Test(arguments: [
    "", "HTTP/1.", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell", chunkedHead + "5\r\nhell",
  ])
  func answerThatBreaksOffIsALostConnection(_ answer: String) async {
    let error = await failure { connection in
      connection.readRestOfHead()
      connection.send(answer)
      connection.hangUp()
    }
    #expect(error?.code == .connectionLost)
  }

  @Test func resetIsALostConnectionAfterTheBytesBeforeIt() async throws {
    let handler = RecordingHandler()
    let error = await #expect(throws: EngineError.self) {
      try await follow(handler) { connection in
        connection.send(Self.head + "hello")
        // The request is not read to its end: closing now resets.
        connection.hangUp()
      }
    }
    #expect(error?.code == .connectionLost)
    #expect(error?.errno == ECONNRESET)
    #expect(handler.text == "hello")
  }

  @Test func missingSocketIsUnreachableAndSaysWhatToDo() async throws {
    let engine = try ReadOnlyEngine(
      endpoint: .unix(path: "/tmp/lslog-no-such.sock"), logger: .silent)
    let reactor = try FollowReactor(engine: engine, logger: .silent)
    let error = await #expect(throws: EngineError.self) {
      try await reactor.follow(Self.request, handler: RecordingHandler())
    }
    #expect(error?.code == .unreachable)
    #expect(error?.errno == ENOENT)
    #expect(error?.description.contains("is the engine running?") == true)
    await engine.shutdown()
  }

  @Test func errorOfTheHandlerEndsTheFollow() async throws {
    struct Full: Error {}
    await #expect(throws: Full.self) {
      try await follow(RecordingHandler { _, _ in throw Full() }) { connection in
        connection.readRestOfHead()
        connection.send(Self.head + "hello")
        connection.waitForHangUp()
      }
    }
  }

  @Test func pausedFollowGetsNothingUntilResumedAndLosesNothing() async throws {
    let mayRead = Atomic(false)
    try await FakeEngine.serve { connection, target in
      connection.readRestOfHead()
      connection.send(Self.head)
      if target.contains("/barrier/") {
        connection.send("x")
      } else {
        connection.send("first")
        connection.send(String(repeating: "0123456789", count: 100_000))
      }
      connection.hangUp()
    } during: { fake in
      let handler = RecordingHandler { _, _ in mayRead.load(ordering: .relaxed) ? .more : .pause }
      async let end = fake.reactor.follow(Self.request, handler: handler)
      _ = await handler.next()
      let before = handler.bytes.count
      // The reactor serves ready sockets in turn: if the paused one were among them, it would be read during these.
      for _ in 0..<20 {
        _ = try await fake.reactor.follow(FollowRequest(containerID: "barrier"), handler: RecordingHandler())
      }
      #expect(handler.bytes.count == before)
      mayRead.store(true, ordering: .relaxed)
      fake.reactor.resume(handler)
      let result = try await end
      #expect(result == .endOfStream)
      #expect(handler.text == "first" + String(repeating: "0123456789", count: 100_000))
    }
  }

  @Test func resumeWakesTheHandlerAlsoWhenNoByteComes() async throws {
    let handler = RecordingHandler { call, _ in call == .woken ? .more : .pause }
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.send(Self.head + "x")
      connection.waitForHangUp()
    } during: { fake in
      await withTaskGroup { group in
        group.addTask { _ = try? await fake.reactor.follow(Self.request, handler: handler) }
        #expect(await handler.next() == .received(1))
        fake.reactor.resume(handler)
        #expect(await handler.next() == .woken)
        group.cancelAll()
      }
    }
  }

  @Test func deadlineWakesTheHandlerOnce() async throws {
    let asked = Mutex<Int64>(0)
    let woken = Mutex<[Int64]>([])
    let handler = RecordingHandler { call, now in
      if call == .woken {
        woken.withLock { $0.append(now.monotonic) }
        return .more
      }
      asked.withLock { $0 = now.monotonic + 20_000_000 }
      return .more(wakeAt: now.monotonic + 20_000_000)
    }
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.send(Self.head + "x")
      connection.waitForHangUp()
    } during: { fake in
      await withTaskGroup { group in
        group.addTask { _ = try? await fake.reactor.follow(Self.request, handler: handler) }
        #expect(await handler.next() == .received(1))
        #expect(await handler.next() == .woken)
        group.cancelAll()
      }
      let times = woken.withLock { $0 }
      #expect(times.count == 1)
      #expect(times.allSatisfy { $0 >= asked.withLock { $0 } })
    }
  }

  @Test func cancellationClosesTheConnection() async throws {
    let (hungUp, inlet) = AsyncStream.makeStream(of: Never.self)
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.send(Self.head + "x")
      connection.waitForHangUp()
      inlet.finish()
    } during: { fake in
      let handler = RecordingHandler()
      await withTaskGroup { group in
        group.addTask {
          await #expect(throws: CancellationError.self) {
            try await fake.reactor.follow(Self.request, handler: handler)
          }
        }
        _ = await handler.next()
        group.cancelAll()
      }
      for await _ in hungUp {}
    }
  }

  @Test func cancellationEndsAFollowWhoseEngineStalls() async throws {
    let (accepted, inlet) = AsyncStream.makeStream(of: Never.self)
    try await FakeEngine.serve { connection, _ in
      inlet.finish()
      connection.waitForHangUp()
    } during: { fake in
      await withTaskGroup { group in
        group.addTask {
          await #expect(throws: CancellationError.self) {
            try await fake.reactor.follow(Self.request, handler: RecordingHandler())
          }
        }
        for await _ in accepted {}
        group.cancelAll()
      }
    }
  }

  @Test func shutdownEndsAllFollowsAndRefusesMore() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.send(Self.head + "x")
      connection.waitForHangUp()
    } during: { fake in
      let handler = RecordingHandler()
      await withTaskGroup { group in
        group.addTask {
          let error = await #expect(throws: EngineError.self) {
            try await fake.reactor.follow(Self.request, handler: handler)
          }
          #expect(error?.code == .shutDown)
        }
        _ = await handler.next()
        fake.reactor.shutdown()
      }
      let second = await #expect(throws: EngineError.self) {
        try await fake.reactor.follow(Self.request, handler: RecordingHandler())
      }
      #expect(second?.code == .shutDown)
    }
  }

  @Test func twoHundredFollowsGetEachTheirOwnBytes() async throws {
    let gate = Gate(count: 200)
    try await FakeEngine.serve { connection, target in
      connection.readRestOfHead()
      connection.send(Self.head)
      gate.arriveAndWait()
      let name = target.split(separator: "/")[2]
      for _ in 0..<1_000 { connection.send("\(name)\n") }
      connection.hangUp()
    } during: { fake in
      try await withThrowingTaskGroup { group in
        for number in 0..<200 {
          group.addTask {
            let handler = RecordingHandler()
            _ = try await fake.reactor.follow(FollowRequest(containerID: "c\(number)"), handler: handler)
            #expect(handler.text == String(repeating: "c\(number)\n", count: 1_000))
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
