internal import DockerEngine
internal import NIOCore
internal import NIOHTTP2

/// The connection over which BuildKit asks its client back during a build: here the engine is the client of HTTP/2, and
/// we are the server.
///
/// Source: moby's `/session`, and <https://github.com/moby/buildkit/tree/v0.8.3/session>.
struct BuildKitSession: Sendable {
  /// What a build names the session by.
  let id: String

  private let channel: any Channel

  /// Runs `body` with a session that nobody else has, and closes it then.
  ///
  /// - Throws: ``EngineError`` when the engine offers no sessions, and what `body` throws.
  static func with<Value>(
    on engine: LifecycleEngine, credentials: any BuildCredentials,
    _ body: (BuildKitSession) async throws -> Value
  ) async throws -> Value {
    let session = try await open(on: engine, SessionService(credentials: credentials))
    do {
      let value = try await body(session)
      session.channel.close(promise: nil)
      return value
    } catch {
      session.channel.close(promise: nil)
      throw error
    }
  }

  private static func open(
    on engine: LifecycleEngine, _ service: SessionService
  ) async throws -> BuildKitSession {
    let id = RandomName.make()
    var headers = [
      (name: "X-Docker-Expose-Session-Uuid", value: id),
      (name: "X-Docker-Expose-Session-Name", value: "lslog"),
      (name: "X-Docker-Expose-Session-Sharedkey", value: ""),
    ]
    for call in SessionService.Call.allCases {
      headers.append((name: "X-Docker-Expose-Session-Grpc-Method", value: call.rawValue))
    }
    let channel = try await engine.upgrade(["session"], to: "h2c", headers: headers) { channel in
      let handler = NIOHTTP2Handler(
        mode: .server, eventLoop: channel.eventLoop,
        inboundStreamInitializer: { stream in
          stream.eventLoop.makeCompletedFuture {
            try stream.pipeline.syncOperations.addHandler(SessionCallHandler(service))
          }
        })
      try channel.pipeline.syncOperations.addHandler(handler)
    }
    return BuildKitSession(id: id, channel: channel)
  }
}
