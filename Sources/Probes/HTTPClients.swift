internal import AsyncHTTPClient
internal import Logging
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// The HTTP clients of a process: one for each way of treating certificates and redirects, made when it is first needed.
final class HTTPClients: Sendable {
  /// What can't be said of a single request.
  struct Ways: Sendable, Hashable {
    var verifiesCertificate: Bool
    var followsRedirects: Bool
  }

  private struct State: Sendable {
    var clients: [Ways: HTTPClient] = [:]
    var isShutDown = false
  }

  private let authorities: String?
  private let state = Mutex(State())

  /// - Parameter authorities: a PEM file; nil: the system's.
  init(authorities: String?) {
    self.authorities = authorities
  }

  /// Nil once it is shut down.
  func client(_ ways: Ways) -> HTTPClient? {
    state.withLock { state in
      guard !state.isShutDown else { return nil }
      if let client = state.clients[ways] { return client }
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration(ways))
      state.clients[ways] = client
      return client
    }
  }

  /// Closes all connections; requests under way fail.
  func shutdown(_ logger: Logger) async {
    let clients = state.withLock { state in
      state.isShutDown = true
      defer { state.clients = [:] }
      return Array(state.clients.values)
    }
    for client in clients {
      do {
        try await client.shutdown()
      } catch {
        logger.debug("a client was not closed cleanly", metadata: ["error": "\(error)"])
      }
    }
  }

  private func configuration(_ ways: Ways) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    configuration.timeout.connect = .seconds(10)
    configuration.redirectConfiguration =
      ways.followsRedirects ? .follow(max: HTTPCheck.redirectLimit, allowCycles: false) : .disallow
    configuration.httpVersion = .http1Only
    // The first failure is the news; who asks again is whoever schedules the probes.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.tlsConfiguration = tls(verifies: ways.verifiesCertificate)
    return configuration
  }

  private func tls(verifies: Bool) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = verifies ? .fullVerification : .none
    if let authorities { configuration.trustRoots = .file(authorities) }
    return configuration
  }
}
