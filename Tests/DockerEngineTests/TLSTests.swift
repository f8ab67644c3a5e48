import DockerEngine
import EngineTestSupport
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TestSupport
import Testing

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
  /// Signed by itself, for localhost and 127.0.0.1, from 2020 to 2120. The key is this test's alone.
  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBaTCCAQ+gAwIBAgIBATAKBggqhkjOPQQDAjAVMRMwEQYDVQQDDApsc2xvZyB0
    ZXN0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAVMRMwEQYDVQQD
    DApsc2xvZyB0ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3VEjZ34tVTao
    kW9sYpv+cm+JxTzt7LcXIO9gzKx38wGbWjdGa9PvpdWrHZp37755NzG20x+Hs8pk
    fqQTycgw7aNOMEwwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhv
    c3SHBH8AAAEwHQYDVR0OBBYEFFD85I5gAzqZFJgh/pPC3fX+rHrDMAoGCCqGSM49
    BAMCA0gAMEUCIESoGBVXxdXp32cC7Jhcr0PFJUQiFfVr1AZVI2w2K8HoAiEAlXYG
    YnrIXmXsnqgX6nZayTZkgOGbm37ySwlTBycuAMg=
    -----END CERTIFICATE-----
    """
  private static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9G5+2Qw6JwEFOWJy
    RSlIIkvImxSc67Hfk52ZdIQAwP6hRANCAATdUSNnfi1VNqiRb2xim/5yb4nFPO3s
    txcg72DMrHfzAZtaN0Zr0++l1asdmnfvvnk3MbbTH4ezymR+pBPJyDDt
    -----END PRIVATE KEY-----
    """

  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// Answers each request like an engine that is asked by a ping.
  private final class Pong: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .end = unwrapInboundIn(data) else { return }
      let headers: HTTPHeaders = [
        "Api-Version": "1.41", "Server": "Docker/20.10.24 (linux)", "Content-Length": "2",
        "Connection": "close",
      ]
      context.write(
        wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))),
        promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "OK")))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      context.close(promise: nil)
    }
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
  }

  /// Asks an engine that has the certificate for an answer.
  ///
  /// - Parameter wantsCertificate: whether the engine wants to see one of ours.
  private func ping(_ tls: TLSMaterial, wantsCertificate: Bool = false) async throws -> EngineVersion {
    let certificates = try NIOSSLCertificate.fromPEMBytes(Array(Self.certificate.utf8))
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates.map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem)))
    if wantsCertificate {
      configuration.certificateVerification = .noHostnameVerification
      configuration.trustRoots = .certificates(certificates)
    }
    let context = try NIOSSLContext(configuration: configuration)
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Pong())
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    let engine = try ReadOnlyEngine(
      endpoint: .tcp(host: "127.0.0.1", port: port, tls: tls), logger: .silent)
    let result: Result<EngineVersion, any Error>
    do { result = .success(try await engine.ping()) } catch { result = .failure(error) }
    await engine.shutdown()
    try await server.close()
    return try result.get()
  }

  @Test func authorityAloneIsEnoughForAnEngineThatWantsNoCertificate() async throws {
    try write("ca.pem", Self.certificate)
    let tls = TLSMaterial(directory: folder.path, verifiesEngine: true)
    #expect(tls.certificateFile == nil && tls.keyFile == nil)
    #expect(try await ping(tls).negotiated == APIVersion(1, 41))
    await #expect(throws: EngineError.self) { _ = try await ping(tls, wantsCertificate: true) }
  }

  @Test func certificateIsShownToAnEngineThatWantsOne() async throws {
    for name in ["ca.pem", "cert.pem"] { try write(name, Self.certificate) }
    try write("key.pem", Self.key)
    let tls = TLSMaterial(directory: folder.path, verifiesEngine: true)
    #expect(try await ping(tls, wantsCertificate: true).negotiated == APIVersion(1, 41))
  }

  @Test func engineOfAnAuthorityThatIsNotTrustedIsRefusedUnlessItIsNotVerified() async throws {
    var tls = TLSMaterial(authorityFile: nil, certificateFile: nil, keyFile: nil, verifiesEngine: true)
    await #expect(throws: EngineError.self) { _ = try await ping(tls) }
    tls.verifiesEngine = false
    #expect(try await ping(tls).negotiated == APIVersion(1, 41))
  }

  @Test func filesThatCanNotBeUsedAreNamed() async throws {
    try write("cert.pem", Self.certificate)
    try write("ca.pem", "no certificate")
    let bad = await #expect(throws: EngineError.self) {
      _ = try await ping(TLSMaterial(directory: folder.path, verifiesEngine: true))
    }
    #expect(bad?.code == .invalidEndpoint && bad?.description.contains("/ca.pem") == true)
    let missing = await #expect(throws: EngineError.self) {
      _ = try await ping(TLSMaterial(directory: folder.path, verifiesEngine: false))
    }
    #expect(missing?.description.contains("/key.pem") == true)
    let alone = await #expect(throws: EngineError.self) {
      _ = try await ping(
        TLSMaterial(
          authorityFile: nil, certificateFile: folder.file("cert.pem"), keyFile: nil, verifiesEngine: false))
    }
    #expect(alone?.description.contains("go together") == true)
  }
}
