internal import AsyncHTTPClient
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// Carries ``EngineRequest``s over HTTP/1.1 and turns every failure into an ``EngineError``.
struct EngineTransport: Sendable {
  let endpoint: EngineEndpoint

  /// For answers that end: their bytes must not stop coming for long.
  private let calls: HTTPClient

  /// For streams, which may be silent for days.
  private let streams: HTTPClient

  private let logger: Logger

  /// How long the engine may take for the head of an answer, and between two parts of one that ends. A list of
  /// thousands of containers takes an engine under load some seconds.
  private static let longestSilence = TimeAmount.seconds(30)

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
    impatient.timeout.read = Self.longestSilence
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
    let response = try await repeatingOnce { try await execute(.ping, version: nil, on: calls) }
    try await forEachPart(of: response, .ping) { _ in }
    let offered = response.headers.first(name: "Api-Version").flatMap { APIVersion($0) }
    guard let offered else {
      throw error(.protocolViolation, .ping, "it names no Api-Version")
    }
    let server = response.headers.first(name: "Server") ?? ""
    let time = response.headers.first(name: "Date").flatMap { EngineTime.parse(httpDate: $0) }
    guard let version = EngineVersion(offered: offered, server: server, engineTime: time) else {
      throw error(.unsupportedVersion, .ping, "it offers API \(offered)")
    }
    return version
  }

  /// The whole body of an answer with status 200.
  func fetch(_ request: EngineRequest, version: EngineVersion) async throws -> [UInt8] {
    try await repeatingOnce {
      let response = try await execute(request, version: version, on: calls)
      let body = try await translating(request) { try await response.body.collect(upTo: Self.largestAnswer) }
      return Array(body.readableBytesView)
    }
  }

  /// The head of a streamed answer with status 200.
  func open(_ request: EngineRequest, version: EngineVersion) async throws -> HTTPClientResponse {
    try await execute(request, version: version, on: streams)
  }

  /// Passes the parts of a body on; errors of `body` come out as they are.
  func forEachPart(
    of response: HTTPClientResponse, _ request: EngineRequest, _ body: (ByteBuffer) async throws -> Void
  ) async throws {
    var parts = response.body.makeAsyncIterator()
    while true {
      let part: ByteBuffer?
      do {
        part = try await parts.next()
      } catch {
        throw EngineError.translating(error, request, endpoint, whileAnswering: true)
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
      throw self.error(code, request, "\(error)")
    }
  }

  private func error(_ code: EngineError.Code, _ request: EngineRequest, _ detail: String) -> EngineError {
    EngineError(code, path: request.path, endpoint: endpoint.description, status: 200, detail: detail)
  }

  /// A kept connection may have been closed by the engine just before it was used, and a GET may always be repeated.
  private func repeatingOnce<Value>(_ operation: () async throws -> Value) async throws -> Value {
    do {
      return try await operation()
    } catch let error as EngineError where error.code == .connectionLost {
      return try await operation()
    }
  }

  /// Sends the request and waits for the head of an answer with status 200; any other becomes an error.
  private func execute(
    _ request: EngineRequest, version: EngineVersion?, on client: HTTPClient
  ) async throws -> HTTPClientResponse {
    var message = HTTPClientRequest(url: endpoint.baseURL + request.target(version: version))
    message.method = .GET
    message.headers.replaceOrAdd(name: "Host", value: endpoint.hostHeader)
    message.headers.replaceOrAdd(name: "User-Agent", value: "lslog")
    let response = try await translating(request) {
      try await client.execute(message, timeout: Self.longestSilence)
    }
    guard response.status != .ok else { return response }
    throw EngineError(
      .http(status: Int(response.status.code)), path: request.path, endpoint: endpoint.description,
      status: Int(response.status.code), daemonMessage: await daemonMessage(of: response))
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
    _ request: EngineRequest, _ operation: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await operation()
    } catch {
      throw EngineError.translating(error, request, endpoint, whileAnswering: false)
    }
  }
}
