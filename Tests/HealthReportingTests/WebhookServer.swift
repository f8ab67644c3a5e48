import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on the loopback device that answers as it is told.
final class WebhookServer: Sendable {
  struct Request: Sendable {
    var method: HTTPMethod
    var path: String
    var headers: HTTPHeaders
    var body: [UInt8]
  }

  enum Answer: Sendable {
    case status(Int, [String: String] = [:], body: String = "")
    /// Nothing comes.
    case silence
    /// The connection is closed.
    case hangUp
  }

  private struct State {
    var requests: [Request] = []
    var answers: [Answer] = []
  }

  private let state = Mutex(State())
  private let listener = Mutex<(any Channel)?>(nil)

  /// Runs `body` while a server gives these answers, then 200 for ever.
  static func serve<Value>(
    _ answers: [Answer] = [], during body: (WebhookServer, String) async throws -> Value
  ) async throws -> Value {
    let server = WebhookServer()
    server.state.withLock { $0.answers = answers }
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(server))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    do {
      let value = try await body(server, "http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
      try await channel.close()
      return value
    } catch {
      try? await channel.close()
      throw error
    }
  }

  var requests: [Request] { state.withLock { $0.requests } }

  fileprivate func take(_ request: Request) -> Answer {
    state.withLock { state in
      state.requests.append(request)
      return state.answers.isEmpty ? .status(200) : state.answers.removeFirst()
    }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: WebhookServer
    private var request: Request?

    init(_ server: WebhookServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        request = Request(method: head.method, path: head.uri, headers: head.headers, body: [])
      case .body(let part): request?.body += Array(part.readableBytesView)
      case .end:
        guard let request else { return }
        switch server.take(request) {
        case .silence: break
        case .hangUp: context.close(promise: nil)
        case .status(let status, let headers, let body):
          var fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
          fields.replaceOrAdd(name: "Content-Length", value: "\(body.utf8.count)")
          let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
          context.write(wrapOutboundOut(.head(head)), promise: nil)
          context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
          context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
      }
    }
  }
}
