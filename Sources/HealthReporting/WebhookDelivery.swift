internal import AsyncHTTPClient
internal import DockerEngine
package import LogWire
package import Logging
internal import NIOCore
internal import NIOHTTP1

/// Posts messages to a URL.
///
/// A status of 200 to 299 means that it was taken; 408, 425, 429 and 500 and more, and a failure to get any, that it is to be
/// sent again; any other, redirections among them, that it never will be taken. `Retry-After` is believed.
package struct WebhookDelivery: Delivery {
  /// The most of an answer that is read, for our log.
  private static let answerLimit = 16 << 10

  private let settings: WebhookSettings
  private let client: HTTPClient
  private let logger: Logger

  package init(settings: WebhookSettings, logger: Logger) {
    self.settings = settings
    self.logger = logger
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout.connect = TimeAmount(settings.timeout)
    // Whoever listens may be old, and messages are rare.
    configuration.httpVersion = .http1Only
    configuration.connectionPool.idleTimeout = .seconds(10)
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  package func deliver(_ message: HealthMessage, now: Timestamp) async throws {
    let body = try body(of: message)
    var request = HTTPClientRequest(url: settings.url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.headers.add(name: "User-Agent", value: "lslog")
    for header in settings.headers { request.headers.replaceOrAdd(name: header.name, value: header.value) }
    request.headers.replaceOrAdd(name: "Idempotency-Key", value: message.id)
    if let path = settings.secretFile {
      let signature = Signature(
        body: body, secret: try SecretFile.read(path), seconds: now.nanoseconds / 1_000_000_000)
      request.headers.replaceOrAdd(name: Signature.timeHeader, value: signature.time)
      request.headers.replaceOrAdd(name: Signature.header, value: signature.value)
    }
    request.body = .bytes(ByteBuffer(bytes: body))
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, timeout: TimeAmount(settings.timeout))
    } catch let error as HTTPClientError where error == .cancelled {
      throw CancellationError()
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      // Not the URL: it may hold a token.
      throw DeliveryError("no answer: \(error)")
    }
    let status = Int(response.status.code)
    guard !(200...299).contains(status) else { return }
    let text = await answer(of: response)
    let isPassing = status >= 500 || [408, 425, 429].contains(status)
    throw DeliveryError(
      "the answer is \(status)\(text.isEmpty ? "" : ": \(text)")", isFinal: !isPassing,
      retryAfter: isPassing ? Self.retryAfter(response.headers, now: now) : nil)
  }

  private func body(of message: HealthMessage) throws(DeliveryError) -> [UInt8] {
    guard let path = settings.templateFile else { return message.json() }
    do {
      return try MessageTemplate(file: path).render(message)
    } catch {
      throw DeliveryError("the template \(path) can't be used: \(error)")
    }
  }

  package func shutdown() async {
    do {
      try await client.shutdown()
    } catch {
      logger.debug("the client was not closed cleanly", metadata: ["error": "\(error)"])
    }
  }

  private func answer(of response: HTTPClientResponse) async -> String {
    guard let body = try? await response.body.collect(upTo: Self.answerLimit) else { return "" }
    return InertText.line(String(decoding: body.readableBytesView.prefix(1200), as: UTF8.self))
  }

  /// Seconds, or a date. Source: RFC 9110, section 10.2.3.
  private static func retryAfter(_ headers: HTTPHeaders, now: Timestamp) -> Duration? {
    guard let text = headers.first(name: "Retry-After") else { return nil }
    if let seconds = Int64(text) { return seconds >= 0 ? .seconds(seconds) : nil }
    guard let date = EngineTime.parse(httpDate: text) else { return nil }
    return .nanoseconds(max(0, date - now.nanoseconds))
  }
}
