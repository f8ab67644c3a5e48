package import NIOCore
internal import NIOPosix
internal import NIOSSL

extension LifecycleEngine {
  /// Makes a POST that turns its connection over to another protocol.
  ///
  /// The connection is one of its own, and belongs to the caller, who closes it.
  ///
  /// - Parameters:
  ///   - path: the components of the path behind the version.
  ///   - protocolName: what is asked for in the `Upgrade` header.
  ///   - headers: those besides.
  ///   - install: called on the connection's event loop when the engine has agreed, before any byte of the other
  ///     protocol is passed on; adds the handlers.
  /// - Throws: ``EngineError``; with the engine's own words when it did not agree.
  package func upgrade(
    _ path: [String], to protocolName: String, headers: [(name: String, value: String)],
    install: @escaping @Sendable (any Channel) throws -> Void
  ) async throws -> any Channel {
    let version = try await version()
    var message = LifecycleRequest(.post, path, headers: headers).message(version, BodyFailure())
    message.headers = [("Host", endpoint.hostHeader), ("User-Agent", "lslog")] + message.headers
    message.headers += [
      ("Connection", "Upgrade"), ("Upgrade", protocolName), ("Content-Length", "0"),
    ]
    do {
      return try await connect(message, install)
    } catch {
      throw EngineError.translating(error, message, endpoint, whileAnswering: false)
    }
  }

  private func connect(
    _ message: EngineMessage, _ install: @escaping @Sendable (any Channel) throws -> Void
  ) async throws -> any Channel {
    let upgraded = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
    let endpoint = endpoint
    var tls: NIOSSLContext?
    if case .tcp(_, _, let material?) = endpoint {
      tls = try NIOSSLContext(configuration: TLSConfiguration(material, endpoint))
    }
    let context = tls
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(10))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context {
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: context, serverHostname: endpoint.nameForTLS))
          }
          try channel.pipeline.syncOperations.addHandler(
            UpgradeHandler(message: message, endpoint: endpoint, upgraded: upgraded, install: install))
        }
      }
    let channel: any Channel
    do {
      channel =
        switch endpoint {
        case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path).get()
        case .tcp(let host, let port, _): try await bootstrap.connect(host: host, port: port).get()
        }
    } catch {
      upgraded.fail(error)
      throw error
    }
    do {
      try await withTaskCancellationHandler {
        try await upgraded.futureResult.get()
      } onCancel: {
        channel.close(promise: nil)
      }
    } catch {
      channel.close(promise: nil)
      try Task.checkCancellation()
      throw error
    }
    return channel
  }
}

extension EngineEndpoint {
  /// The name that a certificate must have; nil for an address, which TLS does not send as a name.
  fileprivate var nameForTLS: String? {
    guard case .tcp(let host, _, _) = self else { return nil }
    let isAddress = (try? NIOCore.SocketAddress(ipAddress: host, port: 0)) != nil
    return isAddress ? nil : host
  }
}
