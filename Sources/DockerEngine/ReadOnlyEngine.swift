package import Logging
internal import NIOCore

/// A client of the Engine API that can only look.
///
/// Every request is a GET from a fixed list (``EngineRequest``); there is no way to name another path or method, so
/// log collection can't change anything, whatever goes wrong in it. Errors are ``EngineError``, except that a
/// cancelled task throws `CancellationError`.
///
/// The API's version is negotiated by `/_ping` before the first request, and again after the engine was away: another
/// one may be there then.
package final class ReadOnlyEngine: Sendable {
  /// Where the engine is.
  package var endpoint: EngineEndpoint { transport.endpoint }

  private let versioned: VersionedTransport
  private var transport: EngineTransport { versioned.transport }

  /// Prepares a client; connects only with the first request. Call ``shutdown()`` in the end.
  ///
  /// - Throws: ``EngineError`` with the code `invalidEndpoint` when the TLS material can't be read.
  package init(endpoint: EngineEndpoint, logger: Logger) throws(EngineError) {
    versioned = try VersionedTransport(endpoint: endpoint, logger: logger)
  }

  /// Closes all connections. Requests under way fail; later ones throw ``EngineError`` with the code `shutDown`.
  package func shutdown() async {
    await transport.shutdown()
  }

  /// Asks the engine who it is, and agrees on a version of the API for the requests that follow.
  ///
  /// - Throws: ``EngineError``; with the code `unsupportedVersion` when its API is older than
  ///   ``EngineVersion/oldestSupported``.
  @discardableResult
  package func ping() async throws -> EngineVersion {
    try await versioned.ping()
  }

  /// The version agreed on; asks the engine where there is none.
  package func version() async throws -> EngineVersion {
    try await versioned.version()
  }

  /// Lists containers.
  ///
  /// - Parameters:
  ///   - all: those that do not run as well.
  ///   - labels: `key` or `key=value`; only containers that have all of them.
  package func listContainers(all: Bool, labels: [String] = []) async throws -> [ContainerSummary] {
    try await value(of: .list(all: all, labels: labels)) { try ContainerSummary.decodeList($0) }
  }

  /// All about one container, by its id or name; nil when there is none.
  package func inspectContainer(_ id: String) async throws -> ContainerDetails? {
    do {
      return try await value(of: .inspect(id: id)) { try ContainerDetails.decode($0) }
    } catch let error as EngineError where error.status == 404 {
      return nil
    }
  }

  /// Streams events until the engine closes the stream, the task is cancelled or `body` throws.
  ///
  /// The engine forgets a subscriber that does not read: `body` should be quick. There is no gap and no doubling at
  /// the subscription itself: what happened from `since` on comes first, as far as the engine remembers (256 events).
  ///
  /// - Parameters:
  ///   - since: the time of the first event wanted, nanoseconds since 1970 by the engine's clock; nil for new ones
  ///     only.
  ///   - filter: which events.
  ///   - subscribed: called once when the engine has accepted the subscription.
  ///   - body: called with each event, in order.
  package func events(
    since: Int64?, filter: EngineEventFilter, subscribed: () async throws -> Void = {},
    _ body: (EngineEvent) async throws -> Void
  ) async throws {
    let request = EngineRequest.events(since: since, filter: filter)
    var decoder = EventDecoder()
    try await stream(request, opened: subscribed) { part in
      let texts = try transport.answering(request, .protocolViolation) {
        try decoder.consume(part.readableBytesView)
      }
      for json in texts {
        try await body(try transport.answering(request, .decoding) { try EngineEvent.decode(json) })
      }
    }
  }

  /// Streams the body of an answer, part by part; the next part is asked for when `body` has returned.
  func stream(
    _ request: EngineRequest, opened: () async throws -> Void = {}, _ body: (ByteBuffer) async throws -> Void
  ) async throws {
    let response = try await versioned.withVersion { version in
      try await transport.open(request.message(version))
    }
    try await opened()
    try await transport.forEachPart(of: response, request.message(nil), body)
  }

  /// Makes the next request negotiate again.
  func forgetVersion() {
    versioned.forgetVersion()
  }

  private func value<Value>(
    of request: EngineRequest, _ decode: ([UInt8]) throws -> Value
  ) async throws -> Value {
    let answer = try await versioned.withVersion { version in
      try await transport.fetch(request.message(version))
    }
    return try transport.answering(request, .decoding) { try decode(answer.body) }
  }
}
