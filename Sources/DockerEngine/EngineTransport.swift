internal import AsyncHTTPClient
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// Carries requests over HTTP/1.1 and turns every failure into an ``EngineError``.
struct EngineTransport: Sendable {
  let endpoint: EngineEndpoint

  /// For answers that end: their bytes must not stop coming for long.
  private let calls: HTTPClient

  /// For streams, which may be silent for days.
  private let streams: HTTPClient

  private let logger: Logger

  /// How long the engine may take for the head of an answer, and between two parts of one that ends. A list of
  /// thousands of containers takes an engine under load some seconds.
  static let longestSilence = Duration.seconds(30)

  /// The most bytes of an answer that is kept whole: a list of many thousand containers.
  private static let largestAnswer = 64 << 20

  /// The most bytes of an error's body.
  private static let largestErrorBody = 64 << 10

  /// - Throws: ``EngineError`` with the code `invalidEndpoint` when the TLS material can't be read.
  init(endpoint: EngineEndpoint, logger: Logger) throws(EngineError) {
    self.endpoint = endpoint
    self.logger = logger
    let configuration = try HTTPClient.Configuration(for: endpoint)
    streams = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    var impatient = configuration
    impatient.timeout.read = TimeAmount(Self.longestSilence)
    calls = HTTPClient(eventLoopGroupProvider: .singleton, configuration: impatient)
  }

  func shutdown() async {
    for client in [calls, streams] {
      do {
        try await client.shutdown()
      } catch {
        logger.debug("the engine client was not closed cleanly", metadata: ["error": "\(error)"])
      }
    }
  }

  /// Asks the engine who it is.
  func fetchVersion() async throws -> EngineVersion {
    let ping = EngineRequest.ping.message(nil)
    let response = try await repeatingOnce(ping) { try await execute(ping, on: calls) }
    try await forEachPart(of: response, ping) { _ in }
    let offered = response.headers.first(name: "Api-Version").flatMap { APIVersion($0) }
    guard let offered else {
      throw ping.error(.protocolViolation, endpoint, status: 200, detail: "it names no Api-Version")
    }
    let server = response.headers.first(name: "Server") ?? ""
    let time = response.headers.first(name: "Date").flatMap { EngineTime.parse(httpDate: $0) }
    let builder = response.headers.first(name: "Builder-Version")
    let version = EngineVersion(
      offered: offered, server: server, engineTime: time, prefersBuildKit: builder == "2")
    guard let version else {
      throw ping.error(.unsupportedVersion, endpoint, status: 200, detail: "it offers API \(offered)")
    }
    return version
  }

  /// The whole body of an answer with an expected status.
  ///
  /// - Parameter patience: how long the head of the answer may take.
  func fetch(
    _ message: EngineMessage, patience: Duration = longestSilence
  ) async throws -> (status: Int, body: [UInt8]) {
    // The client with a time-out for silence would not wait any longer than that.
    let client = patience > Self.longestSilence ? streams : calls
    return try await repeatingOnce(message) {
      let response = try await execute(message, on: client, patience: patience)
      let body = try await translating(message) { try await response.body.collect(upTo: Self.largestAnswer) }
      return (Int(response.status.code), Array(body.readableBytesView))
    }
  }

  /// The head of a streamed answer with an expected status.
  ///
  /// - Parameter patience: how long it may take; nil: for ever.
  func open(_ message: EngineMessage, patience: Duration? = longestSilence) async throws -> HTTPClientResponse
  {
    try await execute(message, on: streams, patience: patience)
  }

  /// Passes the parts of a body on; errors of `body` come out as they are.
  func forEachPart(
    of response: HTTPClientResponse, _ message: EngineMessage, _ body: (ByteBuffer) async throws -> Void
  ) async throws {
    var parts = response.body.makeAsyncIterator()
    while true {
      let part: ByteBuffer?
      do {
        part = try await parts.next()
      } catch {
        throw EngineError.translating(error, message, endpoint, whileAnswering: true)
      }
      guard let part else { return }
      try await body(part)
    }
  }

  /// Makes an error of a failure to understand an answer.
  func answering<Value>(
    _ request: EngineRequest, _ code: EngineError.Code, _ parse: () throws -> Value
  ) throws(EngineError) -> Value {
    do {
      return try parse()
    } catch {
      throw request.message(nil).error(code, endpoint, status: 200, detail: "\(error)")
    }
  }

  /// A kept connection may have been closed by the engine just before it was used.
  private func repeatingOnce<Value>(
    _ message: EngineMessage, _ operation: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await operation()
    } catch let error as EngineError where error.code == .connectionLost && message.isRepeatable {
      return try await operation()
    }
  }

  /// Sends the request and waits for the head of an answer with an expected status; any other becomes an error.
  private func execute(
    _ message: EngineMessage, on client: HTTPClient, patience: Duration? = longestSilence
  ) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: endpoint.baseURL + message.target)
    request.method = message.method
    request.headers.replaceOrAdd(name: "Host", value: endpoint.hostHeader)
    request.headers.replaceOrAdd(name: "User-Agent", value: "lslog")
    for header in message.headers { request.headers.replaceOrAdd(name: header.name, value: header.value) }
    request.body = message.body
    let deadline = patience.map { NIODeadline.now() + TimeAmount($0) } ?? .distantFuture
    let response = try await translating(message) { try await client.execute(request, deadline: deadline) }
    let status = Int(response.status.code)
    guard !message.expected.contains(status) else { return response }
    throw message.error(
      .http(status: status), endpoint, status: status, daemonMessage: await daemonMessage(of: response))
  }

  private func daemonMessage(of response: HTTPClientResponse) async -> String? {
    do {
      let body = try await response.body.collect(upTo: Self.largestErrorBody)
      return DaemonMessage.extract(from: Array(body.readableBytesView))
    } catch {
      logger.debug("the body of an error could not be read", metadata: ["error": "\(error)"])
      return nil
    }
  }

  private func translating<Value>(
    _ message: EngineMessage, _ operation: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await operation()
    } catch {
      throw EngineError.translating(error, message, endpoint, whileAnswering: false)
    }
  }
}
