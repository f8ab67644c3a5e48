import DockerEngine
import Glibc
import Probes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(3)))
struct HTTPProbeTests {
  /// Asks a server, once.
  private func ask(
    _ server: TestServer, _ values: [ProbeKey: String] = [:], headers: [HTTPHeader] = []
  ) async throws -> ProbeResult {
    try await RunnerScene.with { try await ask(server, with: $0, values, headers: headers) }
  }

  private func ask(
    _ server: TestServer, with runner: ProbeRunner, _ values: [ProbeKey: String] = [:],
    headers: [HTTPHeader] = []
  ) async throws -> ProbeResult {
    let values = [.http: "http://127.0.0.1:\(server.port)/healthz"].merging(values) { $1 }
    return try await runner.run(ProbeSettings(values, headers: headers))
  }

  private func answer(_ status: String, _ body: String = "", headers: String = "") -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
  }

  @Test(arguments: ["200 OK", "204 No Content", "302 Found", "399 Odd"])
  func statusesFrom200To399Pass(status: String) async throws {
    let result = try await ask(try .answering(answer(status, status.hasPrefix("2") ? "" : "x")))
    #expect(result.outcome == .passed)
    #expect(result.evidence.status == Int(status.prefix(3)))
    #expect(result.latency > .zero)
  }

  @Test func anotherStatusFailsAndTheBodyIsEvidence() async throws {
    let result = try await ask(try .answering(answer("500 Oops", "no database")))
    #expect(result.outcome == .failed(reason: "status 500, expected 200-399"))
    #expect(result.evidence.status == 500)
    #expect(result.output == "no database")
  }

  @Test func theStatusesThatPassCanBeChosen() async throws {
    let server = try TestServer.answering(answer("418 Teapot"))
    #expect(try await ask(server, [.status: "200,418"]).outcome == .passed)
    #expect(
      try await ask(server, [.status: "200-299,301"]).outcome
        == .failed(reason: "status 418, expected 200-299,301"))
  }

  @Test func methodPathHeadersAndBodyAreSent() async throws {
    let seen = Mutex("")
    let server = try TestServer { connection in
      let request = connection.readRequest() ?? ""
      seen.withLock { $0 = request }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }
    let headers = [
      HTTPHeader(name: "Host", value: "shop.example"), HTTPHeader(name: "X-Token", value: "a b"),
    ]
    let result = try await ask(server, [.method: "POST", .body: "ping"], headers: headers)
    #expect(result.outcome == .passed)
    let request = seen.withLock { $0 }
    #expect(request.hasPrefix("POST /healthz HTTP/1.1\r\n"))
    #expect(request.hasSuffix("\r\n\r\nping"))
    let lines = request.lowercased().split(separator: "\r\n")
    #expect(lines.contains("host: shop.example") && lines.contains("x-token: a b"))
    #expect(lines.count { $0.hasPrefix("host:") } == 1)
  }

  @Test func headHasNoBodyToWaitFor() async throws {
    let server = try TestServer { connection in
      while connection.readRequest() != nil {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
      }
    }
    #expect(try await ask(server, [.method: "HEAD"]).outcome == .passed)
  }

  @Test func theBodyMustMatch() async throws {
    let server = try TestServer.answering(answer("200 OK", #"{"status": "ok"}"#))
    #expect(try await ask(server, [.expect: #""status" *: *"ok""#]).outcome == .passed)
    let other = try await ask(server, [.expect: "^ok$"])
    #expect(other.outcome == .failed(reason: "the body does not match /^ok$/"))
    #expect(other.output == #"{"status": "ok"}"#)
  }

  @Test func onlyTheFirst64KiBOfABodyAreLookedAt() async throws {
    let limit = HTTPCheck.readLimit
    let within = String(repeating: "x", count: limit - 2) + "ok"
    #expect(try await ask(try .answering(answer("200 OK", within)), [.expect: "ok"]).outcome == .passed)
    let beyond = try await ask(try .answering(answer("200 OK", "x" + within)), [.expect: "ok"])
    #expect(beyond.outcome == .failed(reason: "the body does not match /ok/"))
    #expect(beyond.evidence.output.count == ProbeEvidence.outputLimit)
  }

  @Test func aBodyWithoutEndIsNotWaitedFor() async throws {
    let server = try TestServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      while connection.send("400\r\n" + String(repeating: "y", count: 1024) + "\r\n") {}
    }
    #expect(try await ask(server, [.expect: "^y"]).outcome == .passed)
  }

  @Test func aServerThatHangsFailsAtTheTimeOut() async throws {
    let server = try TestServer { $0.waitForHangUp() }
    let result = try await ask(server, [.timeout: "300ms"])
    #expect(result.outcome == .failed(reason: "no answer within 300ms"))
    #expect(result.latency >= .milliseconds(300))
  }

  @Test func anAnswerThatDoesNotEndFailsWithWhatWasSeen() async throws {
    let server = try TestServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
      connection.waitForHangUp()
    }
    let result = try await ask(server, [.timeout: "1s"])
    #expect(result.outcome == .failed(reason: "status 200, but the answer did not end within 1s"))
    #expect(result.evidence.status == 200)
    #expect(result.output == "half")
  }

  @Test func aServerThatClosesWithoutAnAnswerFails() async throws {
    let server = try TestServer { _ = $0.readRequest() }
    #expect(
      try await ask(server).outcome == .failed(reason: "closed the connection without an answer"))
  }

  @Test func aServerThatClosesWithinTheAnswerFails() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    }
    let result = try await ask(server)
    #expect(result.outcome == .failed(reason: "closed the connection within the answer"))
  }

  @Test func aServerThatResetsFails() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.reset()
    }
    #expect(try await ask(server).outcome == .failed(reason: "connection reset"))
  }

  @Test func whatIsNoHTTPFails() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")
    }
    #expect(try await ask(server).outcome.reason?.hasPrefix("the answer is no HTTP") == true)
  }

  @Test func aPortWhereNobodyListensRefuses() async throws {
    let port = try TestServer.freePort()
    let result = try await RunnerScene.with {
      try await $0.run(ProbeSettings([.http: "http://127.0.0.1:\(port)/"]))
    }
    #expect(result.outcome == .failed(reason: "connection refused"))
  }

  @Test func aNameThatIsNoneCannotBeResolved() async throws {
    let result = try await RunnerScene.with {
      try await $0.run(ProbeSettings([.http: "http://nobody.invalid/", .timeout: "2m"]))
    }
    let reasons = ["the name nobody.invalid can't be resolved", "no connection within 10s"]
    #expect(reasons.contains(result.outcome.reason ?? ""), "\(result)")
  }

  @Test func redirectsAreAnswersUnlessTheyAreFollowed() async throws {
    let server = try TestServer { connection in
      while let request = connection.readRequest() {
        let isFirst = request.hasPrefix("GET /healthz")
        connection.send(
          isFirst
            ? "HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n"
            : "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
      }
    }
    #expect(try await ask(server).outcome == .passed)
    #expect(
      try await ask(server, [.redirects: "true"]).outcome
        == .failed(reason: "status 503, expected 200-399"))
  }

  @Test func aCircleOfRedirectsFails() async throws {
    let server = try TestServer.answering(
      answer("302 Found", headers: "Location: /healthz\r\n"))
    #expect(try await ask(server, [.redirects: "true"]).outcome == .failed(reason: "redirected in a circle"))
  }

  @Test func tooManyRedirectsFail() async throws {
    let count = Mutex(0)
    let server = try TestServer { connection in
      while connection.readRequest() != nil {
        let next = count.withLock { count in
          count += 1
          return count
        }
        connection.send("HTTP/1.1 302 Found\r\nLocation: /\(next)\r\nContent-Length: 0\r\n\r\n")
      }
    }
    #expect(try await ask(server, [.redirects: "true"]).outcome == .failed(reason: "more than 5 redirects"))
  }

  @Test func aConnectionIsUsedAgain() async throws {
    let server = try TestServer.answering(answer("200 OK", "x"))
    try await RunnerScene.with { runner async throws in
      for _ in 1...3 { #expect(try await ask(server, with: runner).outcome == .passed) }
    }
    #expect(server.connectionCount == 1)
  }

  @Test func aKeptConnectionThatTheServerHasClosedIsNoFailure() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
      // Waits for the next request and closes instead of an answer.
      _ = connection.readRequest()
    }
    try await RunnerScene.with { runner async throws in
      for _ in 1...3 { #expect(try await ask(server, with: runner).outcome == .passed) }
    }
  }

  @Test func aSlowPassIsOneWithAWarning() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      usleep(50_000)
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }
    let result = try await ask(server, [.slow: "10ms"])
    guard case .passedWithWarning(let reason) = result.outcome else {
      Issue.record("\(result)")
      return
    }
    #expect(reason.hasPrefix("slow: took ") && reason.hasSuffix(", expected at most 10ms"))
  }

  @Test func aCancelledRunEndsAtOnceAndTellsNothing() async throws {
    let (connected, arrived) = AsyncStream.makeStream(of: Void.self)
    let server = try TestServer { connection in
      arrived.finish()
      connection.waitForHangUp()
    }
    try await RunnerScene.with { runner async throws in
      // Without the end at once this would take a day.
      let settings = ProbeSettings([.http: "http://127.0.0.1:\(server.port)/", .timeout: "1d"])
      try await withThrowingTaskGroup(of: ProbeResult.self) { group in
        group.addTask { try await runner.run(settings) }
        for await _ in connected {}
        group.cancelAll()
        let result = try await group.next()
        #expect(result?.outcome == .undetermined(reason: "the probe was cancelled"))
      }
    }
  }

  @Test func placesInTheURLAreThoseOfTheContainer() async throws {
    let server = try TestServer.answering(answer("200 OK"))
    var target = RunnerScene.target
    target.addresses = [ContainerAddress(network: "front", address: "127.0.0.1")]
    target.ports = [PublishedPort(containerPort: 8080, hostPort: server.port)]
    try await RunnerScene.with { runner async throws in
      let settings = ProbeSettings([.http: "http://{address}:{port:8080}/{name}"])
      #expect(try await runner.run(settings, on: target).outcome == .passed)
      target.ports = []
      #expect(
        try await runner.run(settings, on: target).outcome
          == .undetermined(
            reason: "the container does not publish port 8080/tcp; publish it, or write {address}:8080"))
    }
  }

  @Test func afterTheShutdownNothingIsKnown() async throws {
    let server = try TestServer.answering(answer("200 OK"))
    try await RunnerScene.with { runner async throws in
      await runner.shutdown()
      #expect(
        try await ask(server, with: runner).outcome == .undetermined(reason: "the prober is stopping"))
    }
  }
}
