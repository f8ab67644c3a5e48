import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTPS server on 127.0.0.1 that answers every request with 200.
final class TLSTestServer: Sendable {
  let port: Int
  private let channel: any Channel
  private let connections: Counter

  private final class Counter: Sendable {
    let count = Mutex(0)
  }

  static func serve<Value>(
    _ certificate: (chain: String, key: String), _ body: (TLSTestServer) async throws -> Value
  ) async throws -> Value {
    let server = try await TLSTestServer(certificate)
    do {
      let value = try await body(server)
      try await server.channel.close()
      return value
    } catch {
      try await server.channel.close()
      throw error
    }
  }

  private init(_ certificate: (chain: String, key: String)) async throws {
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.chain).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.key, format: .pem)))
    let context = try NIOSSLContext(configuration: configuration)
    let connections = Counter()
    self.connections = connections
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        connections.count.withLock { $0 += 1 }
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            NIOSSLServerHandler(context: context), Answering(),
          ])
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  /// How many connections were made.
  var connectionCount: Int { connections.count.withLock { $0 } }

  /// Every request ends with its head.
  private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var tail: [UInt8] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      tail = Array((tail + Array(unwrapInboundIn(data).readableBytesView)).suffix(4))
      guard tail.elementsEqual("\r\n\r\n".utf8) else { return }
      let answer = ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
