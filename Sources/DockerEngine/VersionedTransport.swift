internal import Logging
internal import Synchronization

/// A transport, and the API version that it and the engine agree on.
///
/// The version is negotiated by `/_ping` before the first request, and again after the engine was away: another one
/// may be there then.
final class VersionedTransport: Sendable {
  /// What carries the requests.
  let transport: EngineTransport

  private let agreed = Mutex<EngineVersion?>(nil)

  /// - Throws: ``EngineError`` with the code `invalidEndpoint` when the TLS material can't be read.
  init(endpoint: EngineEndpoint, logger: Logger) throws(EngineError) {
    transport = try EngineTransport(endpoint: endpoint, logger: logger)
  }

  /// Asks the engine who it is, and agrees on a version for the requests that follow.
  func ping() async throws -> EngineVersion {
    do {
      let version = try await transport.fetchVersion()
      agreed.withLock { $0 = version }
      return version
    } catch {
      forgetVersion()
      throw error
    }
  }

  /// The version agreed on; asks the engine where there is none.
  func version() async throws -> EngineVersion {
    if let version = agreed.withLock({ $0 }) { return version }
    return try await ping()
  }

  /// Makes the next request negotiate again.
  func forgetVersion() {
    agreed.withLock { $0 = nil }
  }

  /// Runs a request with the version agreed on, and once more when it was refused and another version is agreed on
  /// now (the engine was exchanged). The status 400 is all that engines have in common here, so no message is
  /// looked at.
  ///
  /// - Parameter isRepeatable: whether the request can be made a second time; a streamed body can't.
  func withVersion<Value>(
    isRepeatable: Bool = true, _ request: (EngineVersion) async throws -> Value
  ) async throws -> Value {
    let version = try await version()
    do {
      return try await request(version)
    } catch let error as EngineError where error.status == 400 {
      let current = try await ping()
      guard isRepeatable, current.negotiated != version.negotiated else { throw error }
      return try await request(current)
    } catch let error as EngineError where error.isEngineAway {
      forgetVersion()
      throw error
    }
  }
}
