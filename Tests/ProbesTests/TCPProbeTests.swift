import Glibc
import Probes
import Testing

@Suite(.timeLimit(.minutes(2)))
struct TCPProbeTests {
  private func connect(_ address: String, _ values: [ProbeKey: String] = [:]) async throws -> ProbeResult {
    try await RunnerScene.with {
      try await $0.run(ProbeSettings([.tcp: address].merging(values) { $1 }))
    }
  }

  @Test func aConnectionIsEnough() async throws {
    let server = try TestServer { $0.waitForHangUp() }
    #expect(try await connect("127.0.0.1:\(server.port)").outcome == .passed)
  }

  @Test func aPortWhereNobodyListensRefuses() async throws {
    let port = try TestServer.freePort()
    #expect(try await connect("127.0.0.1:\(port)").outcome == .failed(reason: "connection refused"))
  }

  @Test func aServerThatAcceptsNothingFailsAtTheTimeOut() async throws {
    // One connection may wait to be accepted; the kernel does not answer the others.
    let server = try TestServer(backlog: 0, nil)
    let waiting = try (0..<3).map { _ in try Client(port: server.port) }
    let result = try await connect("127.0.0.1:\(server.port)", [.timeout: "500ms"])
    #expect(result.outcome == .failed(reason: "no connection within 500ms"))
    _ = waiting
  }

  @Test func aCancelledRunEndsAtOnce() async throws {
    let server = try TestServer(backlog: 0, nil)
    let waiting = try (0..<3).map { _ in try Client(port: server.port) }
    try await RunnerScene.with { runner async throws in
      await withTaskGroup(of: ProbeResult?.self) { group in
        let settings = ProbeSettings([.tcp: "127.0.0.1:\(server.port)", .timeout: "1d"])
        group.addTask { try? await runner.run(settings) }
        group.cancelAll()
        #expect(await group.next()??.outcome == .undetermined(reason: "the probe was cancelled"))
      }
    }
    _ = waiting
  }

  /// A connection that is begun and not waited for.
  private final class Client: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
      descriptor = socket(
        AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      address.sin_port = UInt16(port).bigEndian
      let status = withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard status == 0 || errno == EINPROGRESS else { throw TestServerError(errno: errno) }
    }

    deinit { close(descriptor) }
  }
}
