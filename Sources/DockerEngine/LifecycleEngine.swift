internal import AsyncHTTPClient
package import Logging
package import NIOCore
internal import NIOHTTP1

/// A client of the Engine API that may change things: make, start, stop and remove.
///
/// It stands beside ``ReadOnlyEngine``, which log collection uses and which can't do any of this. Errors are
/// ``EngineError``, except that a cancelled task throws `CancellationError` and a streamed body its own errors. The
/// API's version is negotiated as ``ReadOnlyEngine`` does it.
///
/// A request without a body whose connection broke off is sent once more unless it is a POST: that one may have been
/// carried out.
package final class LifecycleEngine: Sendable {
  /// How long an answer that does not take its time may take.
  package static let patience = EngineTransport.longestSilence

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

  /// Makes a request and takes its whole answer, at most 64 MiB.
  ///
  /// - Parameter patience: how long the engine may take to begin its answer. One that stops a container takes as long
  ///   as that does.
  /// - Throws: ``EngineError`` for a status that is neither a success nor accepted.
  @discardableResult
  package func call(
    _ request: LifecycleRequest, patience: Duration = LifecycleEngine.patience
  ) async throws -> LifecycleAnswer {
    let answer = try await sending(request) { message in
      try await transport.fetch(message, patience: patience)
    }
    return LifecycleAnswer(status: answer.status, body: answer.body)
  }

  /// Makes a request and streams its answer, which may be silent for as long as it likes.
  ///
  /// - Parameters:
  ///   - patience: how long the engine may take to begin its answer; nil: as long as it likes.
  ///   - body: called with each part, in order; the next is asked for when it has returned. What it throws ends the
  ///     stream.
  /// - Returns: the status.
  /// - Throws: ``EngineError`` for a status that is neither a success nor accepted.
  @discardableResult
  package func stream(
    _ request: LifecycleRequest, patience: Duration? = nil, _ body: (ByteBuffer) async throws -> Void
  ) async throws -> Int {
    let (response, message) = try await sending(request) { message in
      (try await transport.open(message, patience: patience), message)
    }
    try await transport.forEachPart(of: response, message, body)
    return Int(response.status.code)
  }

  private func sending<Value>(
    _ request: LifecycleRequest, _ send: (EngineMessage) async throws -> Value
  ) async throws -> Value {
    let failure = BodyFailure()
    do {
      return try await versioned.withVersion(isRepeatable: request.body?.isRepeatable ?? true) { version in
        try await send(request.message(version, failure))
      }
    } catch {
      throw failure.error ?? error
    }
  }
}
