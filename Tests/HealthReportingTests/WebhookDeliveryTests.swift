import FoundationEssentials
import HealthReporting
import HealthStore
import LogWire
import NIOHTTP1
import TestSupport
import Testing

@Suite("Posting to a URL", .timeLimit(.minutes(1)))
struct WebhookDeliveryTests {
  let message = Samples.message

  func deliver(
    _ settings: WebhookSettings, at now: Timestamp = HealthScene.time(0)
  ) async throws {
    let delivery = WebhookDelivery(settings: settings, logger: .silent)
    do {
      try await delivery.deliver(message, now: now)
    } catch {
      await delivery.shutdown()
      throw error
    }
    await delivery.shutdown()
  }

  func failure(_ answer: WebhookServer.Answer, timeout: Duration = .seconds(20)) async throws
    -> DeliveryError?
  {
    try await WebhookServer.serve([answer]) { _, url in
      await #expect(throws: DeliveryError.self) {
        try await deliver(WebhookSettings(url: url, timeout: timeout))
      }
    }
  }

  @Test func documentIsPostedWithOurHeadersAndThoseOfTheConfiguration() async throws {
    try await WebhookServer.serve { server, url in
      let headers = [
        WebhookSettings.Header(name: "Authorization", value: "Bearer t0"),
        WebhookSettings.Header(name: "Content-Type", value: "application/vnd.x+json"),
      ]
      try await deliver(WebhookSettings(url: url + "/hook?a=b", headers: headers))
      let request = try #require(server.requests.first)
      #expect(request.method == .POST && request.path == "/hook?a=b")
      #expect(request.headers["Authorization"] == ["Bearer t0"])
      #expect(request.headers["Content-Type"] == ["application/vnd.x+json"])
      #expect(request.headers["Idempotency-Key"] == [message.id])
      #expect(!request.headers.contains(name: Signature.header))
      #expect(request.body == message.json())
    }
  }

  @Test func bodyIsSignedWithTheSecretOfTheFile() async throws {
    let folder = try TestFolder()
    try Data("It's a Secret\n".utf8).write(to: URL(filePath: folder.file("secret")))
    try await WebhookServer.serve { server, url in
      let now = HealthScene.time(1.5)
      try await deliver(WebhookSettings(url: url, secretFile: folder.file("secret")), at: now)
      let request = try #require(server.requests.first)
      let seconds = now.nanoseconds / 1_000_000_000
      #expect(request.headers["X-Lslog-Timestamp"] == ["\(seconds)"])
      let signature = Signature(body: request.body, secret: Array("It's a Secret".utf8), seconds: seconds)
      #expect(request.headers["X-Lslog-Signature"] == [signature.value])
    }
  }

  /// By openssl: `printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key`.
  @Test func signatureIsWhatOthersComputeToo() {
    let signature = Signature(
      body: Array(#"{"a":1}"#.utf8), secret: Array("key".utf8), seconds: 1_700_000_000)
    #expect(signature.time == "1700000000")
    #expect(signature.value == "v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03")
  }

  @Test func missingOrEmptySecretSendsNothing() async throws {
    let folder = try TestFolder()
    try Data("\n".utf8).write(to: URL(filePath: folder.file("empty")))
    try await WebhookServer.serve { server, url in
      for name in ["empty", "missing"] {
        let error = await #expect(throws: DeliveryError.self) {
          try await deliver(WebhookSettings(url: url, secretFile: folder.file(name)))
        }
        #expect(error?.isFinal == false)
      }
      #expect(server.requests.isEmpty)
    }
  }

  @Test func templateMakesTheBody() async throws {
    let folder = try TestFolder()
    try Data(#"{"content": "{title}", "n": {count}}"#.utf8).write(to: URL(filePath: folder.file("t")))
    try await WebhookServer.serve { server, url in
      try await deliver(WebhookSettings(url: url, templateFile: folder.file("t")))
      let body = try #require(server.requests.first?.body)
      #expect(String(decoding: body, as: UTF8.self) == #"{"content": "api is unhealthy on host", "n": 1}"#)
    }
  }

  @Test(arguments: [408, 425, 429, 500, 502, 503])
  func statusThatPassesIsTriedAgain(_ status: Int) async throws {
    let error = try await failure(.status(status, ["Retry-After": "120"], body: "busy\n\u{1B}[31m"))
    #expect(error?.isFinal == false && error?.retryAfter == .seconds(120))
    #expect(error?.description == "the answer is \(status): busy  [31m")
  }

  @Test(arguments: [400, 401, 404, 410, 301, 307])
  func statusThatDoesNotPassIsFinal(_ status: Int) async throws {
    let error = try await failure(.status(status, ["Location": "http://127.0.0.1:1/", "Retry-After": "1"]))
    #expect(error?.isFinal == true && error?.retryAfter == nil)
  }

  @Test func retryAfterMayBeADate() async throws {
    // The test's clock shows 2026-11-23T14:02:03Z.
    #expect(HealthScene.time(0).description.hasPrefix("2026-11-23T"))
    let error = try await failure(.status(503, ["Retry-After": "Mon, 23 Nov 2026 23:59:59 GMT"]))
    let day = (HealthScene.start / 1_000_000_000) % 86400
    #expect(error?.retryAfter == .seconds(86399 - day))
  }

  @Test func noAnswerIsTriedAgain() async throws {
    #expect(try await failure(.hangUp)?.isFinal == false)
    #expect(try await failure(.silence, timeout: .milliseconds(300))?.isFinal == false)
    let error = await #expect(throws: DeliveryError.self) {
      try await deliver(WebhookSettings(url: "http://127.0.0.1:1/token"))
    }
    #expect(error?.isFinal == false && error?.description.contains("token") == false)
  }

  @Test func channelComesThroughAReceiverThatFailsInEveryWay() async throws {
    let scene = try HealthScene()
    let answers: [WebhookServer.Answer] = [
      .status(500), .hangUp, .status(429, ["Retry-After": "30"]), .silence, .status(200), .status(404),
    ]
    try await WebhookServer.serve(answers) { server, url in
      let delivery = WebhookDelivery(
        settings: WebhookSettings(url: url, timeout: .milliseconds(500)), logger: .silent)
      let channel = try scene.channel(delivery)
      try await channel.settle(0)
      try scene.change("api", .unhealthy, at: 10)
      for second in stride(from: 15.0, through: 3000, by: 100) {
        try scene.beat(second)
        try await channel.settle(second)
      }
      #expect(server.requests.count == 5)
      #expect(Set(server.requests.map(\.body)).count == 1)
      #expect(Set(server.requests.map { $0.headers["Idempotency-Key"] }).count == 1)
      try scene.change("api", .healthy, at: 3000)
      for second in stride(from: 3005.0, through: 4000, by: 100) {
        try scene.beat(second)
        try await channel.settle(second)
      }
      #expect(server.requests.count == 6, "404 is the end of it")
      await delivery.shutdown()
    }
  }
}
