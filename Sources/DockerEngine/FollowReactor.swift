internal import Glibc
package import Logging
internal import NIOCore
internal import NIOPosix

/// Follows the logs of any number of containers on one thread.
///
/// Each follow is a connection of its own, read by an own epoll loop (``ReactorLoop``). The requests are HTTP/1.0,
/// which engines answer bare, without chunks. Over TLS the bytes come through the HTTP library and are handed to
/// the same thread, so that handlers see no difference.
package final class FollowReactor: Sendable {
  private let engine: ReadOnlyEngine
  private let mailbox: ReactorMailbox
  private let logger: Logger

  /// Starts the thread.
  ///
  /// - Parameters:
  ///   - engine: says where the engine is and which version of the API to use. It must outlive the follows.
  ///   - logger: for our own troubles.
  /// - Throws: ``EngineError`` when the process has no descriptors or threads left.
  package init(engine: ReadOnlyEngine, logger: Logger) throws(EngineError) {
    self.engine = engine
    self.logger = logger
    do {
      let resources = try ReactorResources()
      try ReactorThread.start(resources)
      mailbox = resources.mailbox
    } catch {
      throw EngineError(
        .unreachable, method: "", path: "", endpoint: engine.endpoint.description,
        detail: "the thread that follows logs can't be started", errno: error.errno)
    }
  }

  deinit {
    mailbox.close()
  }

  /// Follows one log until its end.
  ///
  /// The bytes go to the handler on the reactor's thread, and no call reaches the handler after the return.
  /// Cancelling the task closes the connection at once.
  ///
  /// - Returns: how the stream ended; that is not the end of the container.
  /// - Throws: ``EngineError`` (404: no such container, 409: being removed, 501 or 500: its log can't be read;
  ///   unreachable; broken off), what the handler threw, or `CancellationError`.
  package func follow(_ request: FollowRequest, handler: any FollowHandler) async throws -> FollowEnd {
    let version = try await engine.version()
    do {
      if engine.endpoint.isEncrypted { return try await followThroughLibrary(request, handler) }
      return try await followOverSocket(request, version, handler)
    } catch let error as EngineError where error.isEngineAway || error.status == 400 {
      // Another engine may answer next time.
      engine.forgetVersion()
      throw error
    }
  }

  /// Makes the reactor call ``FollowHandler/woken(at:)`` of a handler, which may have paused. Any thread may call
  /// this; it is no error when the handler follows nothing, or has not paused.
  ///
  /// No resume is lost: one that comes while the handler is deciding to pause is obeyed after that.
  package func resume(_ handler: any FollowHandler) {
    _ = mailbox.post(.resume(ObjectIdentifier(handler)))
  }

  /// Ends all follows and the thread. They, and later ones, throw ``EngineError`` with the code `shutDown`.
  package func shutdown() {
    mailbox.close()
  }

  private func followOverSocket(
    _ request: FollowRequest, _ version: EngineVersion, _ handler: any FollowHandler
  ) async throws -> FollowEnd {
    let call = EngineRequest.logs(request)
    let origin = FollowOrigin(endpoint: engine.endpoint, path: call.path)
    let text =
      "GET \(call.target(version: version)) HTTP/1.0\r\nHost: \(engine.endpoint.hostHeader)\r\nUser-Agent: lslog\r\n\r\n"
    let addresses = try await addresses(origin)
    for (index, address) in addresses.enumerated() {
      do {
        let connection = FollowStart.Connection(address: address, request: Array(text.utf8), origin: origin)
        return try await run(handler, FollowTicket(), connection)
      } catch let error as EngineError where error.code == .unreachable && index < addresses.count - 1 {
        logger.debug("an address of the engine does not answer", metadata: ["error": "\(error)"])
      }
    }
    throw origin.error(.unreachable, detail: "the host has no address")
  }

  /// Hands a follow to the reactor's thread and waits until it is over.
  ///
  /// - Parameter began: called when the reactor has the follow, so that feeding it makes sense.
  private func run(
    _ handler: any FollowHandler, _ ticket: FollowTicket, _ connection: FollowStart.Connection?,
    began: () -> Void = {}
  ) async throws -> FollowEnd {
    do {
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          let start = FollowStart(
            ticket: ticket, handler: handler, connection: connection, continuation: continuation)
          if !mailbox.post(.start(start)) { continuation.resume(throwing: shutDownError) }
          began()
        }
      } onCancel: {
        ticket.cancel()
        _ = mailbox.post(.cancel(ticket))
      }
    } catch is CancellationError where !Task.isCancelled {
      // The reactor ends its follows as cancelled when it is shut down.
      throw shutDownError
    }
  }

  /// Follows through the HTTP library, one part at a time: the next is asked for when the handler has taken the last,
  /// so a pause reaches the engine.
  private func followThroughLibrary(
    _ request: FollowRequest, _ handler: any FollowHandler
  ) async throws -> FollowEnd {
    let ticket = FollowTicket()
    let (started, start) = AsyncStream.makeStream(of: Never.self)
    return try await withThrowingTaskGroup(of: FollowEnd?.self) { group in
      group.addTask { try await self.run(handler, ticket, nil, began: { start.finish() }) }
      group.addTask {
        for await _ in started {}
        do {
          try await self.engine.stream(.logs(request)) { part in try await self.feed(part, to: ticket) }
          _ = self.mailbox.post(.finish(ticket, .success(.endOfStream)))
        } catch {
          _ = self.mailbox.post(.finish(ticket, .failure(error)))
        }
        return nil
      }
      defer { group.cancelAll() }
      // The pump ends with nil when it has told the reactor how; the other child always brings the result.
      while let end = try await group.next() {
        if let end { return end }
      }
      throw shutDownError
    }
  }

  private func feed(_ part: ByteBuffer, to ticket: FollowTicket) async throws {
    try await withCheckedThrowingContinuation { (taken: CheckedContinuation<Void, any Error>) in
      if !mailbox.post(.feed(ticket, part, taken)) { taken.resume(throwing: shutDownError) }
    }
  }

  private var shutDownError: EngineError {
    EngineError(.shutDown, path: "", endpoint: engine.endpoint.description)
  }

  private func addresses(_ origin: FollowOrigin) async throws -> [SocketAddress] {
    switch engine.endpoint {
    case .unix(let path):
      guard let address = SocketAddress(unixPath: path) else {
        throw EngineError.invalidEndpoint(origin.endpoint.description, "the path of the socket is too long")
      }
      return [address]
    case .tcp(let host, let port, _):
      do {
        // getaddrinfo blocks, so not on a thread of the pool that runs tasks.
        return try await NIOThreadPool.singleton.runIfActive {
          try SocketAddress.resolve(host: host, port: port)
        }
      } catch let error as SocketAddress.ResolutionError {
        throw origin.error(.unreachable, detail: "\(error)")
      }
    }
  }
}
