internal import FoundationEssentials
package import Logging
internal import NIOCore

/// A client of the Engine API that can do what watching the health of containers may need, and nothing else: run a command in a
/// container, and restart one.
///
/// It stands beside ``ReadOnlyEngine``, which can't do any of this, and is made only where the configuration allows it. Every
/// request is from a fixed list (``ActingRequest``). Errors are ``EngineError``, except that a cancelled task throws
/// `CancellationError`.
package final class ActingEngine: Sendable {
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

  /// Prepares a command in a container.
  ///
  /// - Parameter command: the program and its arguments; no shell looks at them.
  /// - Returns: the id to start it with.
  /// - Throws: ``EngineError``, with the status 404 when there is no such container, and 409 when it is paused or does not run.
  package func createExec(in container: String, command: [String]) async throws -> String {
    struct Created: Decodable { var Id: String }
    let request = ActingRequest.createExec(container: container, command: command)
    return try decoded(Created.self, request, try await answer(to: request)).Id
  }

  /// Runs a command that was prepared, and passes on what it writes, both streams as they come, until it has closed them.
  ///
  /// When the task is cancelled the command runs on: the engine has no way to end it.
  package func startExec(_ id: String, _ output: (ArraySlice<UInt8>) -> Void) async throws {
    let request = ActingRequest.startExec(id: id)
    let (response, message) = try await versioned.withVersion(isRepeatable: false) { version in
      let message = request.message(version)
      return (try await transport.open(message), message)
    }
    var decoder = ExecOutputDecoder()
    try await transport.forEachPart(of: response, message) { part in
      decoder.consume(part.readableBytesView, output)
    }
  }

  /// How a command is; nil if the engine does not know it (any more).
  package func inspectExec(_ id: String) async throws -> ExecState? {
    struct Wire: Decodable {
      var Running: Bool?
      var ExitCode: Int?
    }
    let request = ActingRequest.inspectExec(id: id)
    do {
      let wire = try decoded(Wire.self, request, try await answer(to: request))
      return ExecState(isRunning: wire.Running ?? false, exitCode: wire.ExitCode)
    } catch let error as EngineError where error.status == 404 {
      return nil
    }
  }

  /// Ends a container's process, by force after `grace`, and starts it again.
  ///
  /// - Throws: ``EngineError``, with the status 404 when there is no such container.
  package func restart(_ container: String, grace: Duration) async throws {
    let seconds = max(0, grace.components.seconds)
    let request = ActingRequest.restart(container: container, graceSeconds: seconds)
    _ = try await answer(to: request, patience: .seconds(seconds) + EngineTransport.longestSilence)
  }

  private func answer(
    to request: ActingRequest, patience: Duration = EngineTransport.longestSilence
  ) async throws -> [UInt8] {
    try await versioned.withVersion(isRepeatable: false) { version in
      try await transport.fetch(request.message(version), patience: patience).body
    }
  }

  private func decoded<Value: Decodable>(
    _ type: Value.Type, _ request: ActingRequest, _ json: [UInt8]
  ) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(json))
    } catch {
      throw EngineError(
        .decoding, method: "POST", path: request.path, endpoint: endpoint.description, status: 200,
        detail: "\(error)")
    }
  }
}
