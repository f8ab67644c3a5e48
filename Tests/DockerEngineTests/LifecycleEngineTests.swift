import DockerEngine
import EngineTestSupport
import NIOCore
import Synchronization
import Testing

@Suite("Calls that change something, against a scripted engine", .timeLimit(.minutes(1)))
struct LifecycleEngineTests {
  private struct Broken: Error, Equatable {}

  @Test func requestHasItsMethodPathQueryHeadersAndBody() async throws {
    let seen = Mutex<[String]>([])
    try await FakeEngine.serve { connection, target in
      let body = String(decoding: connection.readBody(), as: UTF8.self)
      let head = connection.head
      seen.withLock {
        $0 = [
          connection.method, target, head["content-type"] ?? "", head["x-registry-auth"] ?? "",
          head["host"] ?? "", body,
        ]
      }
      connection.answer(status: "201 Created", #"{"Id":"1"}"#)
    } during: { fake in
      let answer = try await fake.lifecycle.call(
        LifecycleRequest(
          .post, ["images", "a/b?c", "push"], query: [("tag", "1&2")], headers: [("X-Registry-Auth", "abc")],
          body: .json(Array("{}".utf8))))
      #expect(answer == LifecycleAnswer(status: 201, body: Array(#"{"Id":"1"}"#.utf8)))
    }
    #expect(
      seen.withLock { $0 } == [
        "POST", "/v1.41/images/a%2Fb%3Fc/push?tag=1%262", "application/json", "abc", "docker", "{}",
      ])
  }

  @Test func acceptedStatusIsAnAnswerAndAnyOtherAnErrorWithTheMethod() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.answer(status: "404 Not Found", #"{"message":"no such volume"}"#)
    } during: { fake in
      let path = ["volumes", "x"]
      let answer = try await fake.lifecycle.call(LifecycleRequest(.delete, path, accepting: [404]))
      #expect(answer.status == 404)
      let error = await #expect(throws: EngineError.self) {
        try await fake.lifecycle.call(LifecycleRequest(.delete, path))
      }
      #expect(error?.code == .http(status: 404))
      #expect(error?.description.contains("DELETE /volumes/x with status 404: no such volume") == true)
    }
  }

  @Test func streamedBodyArrivesInOrder() async throws {
    let received = Mutex<[UInt8]>([])
    try await FakeEngine.serve { connection, _ in
      received.withLock { $0 = connection.readBody() }
      connection.answer("")
    } during: { fake in
      let parts = AsyncStream<ByteBuffer> { continuation in
        for number in 0..<100 { continuation.yield(ByteBuffer(string: "part \(number)\n")) }
        continuation.finish()
      }
      try await fake.lifecycle.call(
        LifecycleRequest(.post, ["build"], body: .stream(parts, contentType: "application/x-tar")))
    }
    let expected = (0..<100).map { "part \($0)\n" }.joined()
    #expect(String(decoding: received.withLock { $0 }, as: UTF8.self) == expected)
  }

  @Test func streamedBodyIsOnlyAskedForAsFastAsItIsTaken() async throws {
    let made = Mutex(0)
    let largest = Mutex(0)
    let size = 1 << 20
    try await FakeEngine.serve { connection, _ in
      var taken = 0
      while let chunk = connection.readChunk() {
        taken += chunk.count
        let ahead = made.withLock { $0 } - taken
        largest.withLock { $0 = max($0, ahead) }
      }
      connection.answer("")
    } during: { fake in
      let parts = AsyncStream<ByteBuffer>(unfolding: {
        let count = made.withLock { made in
          made += size
          return made / size
        }
        return count > 256 ? nil : ByteBuffer(repeating: 7, count: size)
      })
      try await fake.lifecycle.call(
        LifecycleRequest(.post, ["build"], body: .stream(parts, contentType: "application/x-tar")))
    }
    // Some parts are in the buffers of the sockets and of the client, of the 256 that there are.
    #expect(largest.withLock { $0 } <= 8 * size)
  }

  @Test func failureOfAStreamedBodyIsThrownAsItIs() async throws {
    try await FakeEngine.serve { connection, _ in
      _ = connection.readBody()
      connection.hangUp()
    } during: { fake in
      let parts = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
        continuation.yield(ByteBuffer(string: "a"))
        continuation.finish(throwing: Broken())
      }
      await #expect(throws: Broken()) {
        try await fake.lifecycle.stream(
          LifecycleRequest(.post, ["build"], body: .stream(parts, contentType: "application/x-tar"))
        ) { _ in }
      }
    }
  }

  @Test func engineThatRefusesWhileABodyIsSentIsHeard() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 18\r\nConnection: close\r\n\r\n")
      connection.send(#"{"message":"what"}"#)
      // Closed with bytes unread, the answer would be lost with the connection.
      while connection.readChunk() != nil {}
      connection.hangUp()
    } during: { fake in
      let parts = AsyncStream<ByteBuffer> { continuation in
        for _ in 0..<50 { continuation.yield(ByteBuffer(repeating: 1, count: 10_000)) }
        continuation.finish()
      }
      let error = await #expect(throws: EngineError.self) {
        try await fake.lifecycle.stream(
          LifecycleRequest(.post, ["build"], body: .stream(parts, contentType: "application/x-tar"))
        ) { _ in }
      }
      #expect(error?.code == .http(status: 400))
      #expect(error?.daemonMessage == "what")
    }
  }

  @Test func streamedAnswerComesInPartsAndItsReadersErrorEndsIt() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n")
      connection.waitForHangUp()
    } during: { fake in
      let seen = Mutex("")
      await #expect(throws: Broken()) {
        try await fake.lifecycle.stream(LifecycleRequest(.post, ["images", "create"])) { part in
          seen.withLock { $0 += String(decoding: part.readableBytesView, as: UTF8.self) }
          if seen.withLock({ $0 == "onetwo" }) { throw Broken() }
        }
      }
    }
  }

  @Test func streamedAnswerThatBreaksOffIsALostConnection() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
      connection.hangUp()
    } during: { fake in
      let error = await #expect(throws: EngineError.self) {
        try await fake.lifecycle.stream(LifecycleRequest(.post, ["images", "create"])) { _ in }
      }
      #expect(error?.code == .connectionLost)
      #expect(error?.method == "POST")
    }
  }

  @Test(arguments: [(LifecycleRequest.Method.delete, 2), (.post, 1)])
  func onlyWhatMayBeRepeatedIsSentAgain(_ method: LifecycleRequest.Method, _ count: Int) async throws {
    let requests = Mutex(0)
    try await FakeEngine.serve { connection, _ in
      requests.withLock { $0 += 1 }
      connection.readRestOfHead()
      connection.hangUp()
    } during: { fake in
      let error = await #expect(throws: EngineError.self) {
        try await fake.lifecycle.call(LifecycleRequest(method, ["containers", "x"]))
      }
      #expect(error?.code == .connectionLost)
    }
    #expect(requests.withLock { $0 } == count)
  }

  @Test func engineThatDoesNotAnswerIsATimeOut() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.waitForHangUp()
    } during: { fake in
      let error = await #expect(throws: EngineError.self) {
        try await fake.lifecycle.call(
          LifecycleRequest(.post, ["containers", "x", "start"]), patience: .milliseconds(10))
      }
      #expect(error?.code == .timeout)
    }
  }

  @Test func cancelledCallThrowsCancellation() async throws {
    let (arrived, arrive) = AsyncStream.makeStream(of: Void.self)
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      arrive.yield()
      connection.waitForHangUp()
    } during: { fake in
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          await #expect(throws: CancellationError.self) {
            try await fake.lifecycle.stream(LifecycleRequest(.post, ["build"])) { _ in }
          }
        }
        for await _ in arrived { break }
        group.cancelAll()
      }
    }
  }
}
