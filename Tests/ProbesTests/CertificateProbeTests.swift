import Probes
import Testing

@Suite(.enabled(if: TestAuthority.isAvailable, "openssl is not installed"), .timeLimit(.minutes(2)))
struct CertificateProbeTests {
  private static let here = "DNS:localhost,IP:127.0.0.1"

  /// Asks a server with a certificate.
  private func ask(
    _ names: String = here, days: Int = 30, host: String = "localhost", trusted: Bool = true,
    _ values: [ProbeKey: String] = [:]
  ) async throws -> ProbeResult {
    let authority = try TestAuthority()
    return try await TLSTestServer.serve(try authority.issue(names, days: days)) { server in
      try await RunnerScene.with(authorities: trusted ? authority.path : nil) { runner in
        let url = [ProbeKey.http: "https://\(host):\(server.port)/"]
        return try await runner.run(ProbeSettings(url.merging(values) { $1 }))
      }
    }
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func aTrustedCertificateForTheHostPasses(host: String) async throws {
    let result = try await ask(host: host)
    #expect(result.outcome == .passed)
    #expect(result.output == "ok")
  }

  @Test func aCertificateOfAnUnknownAuthorityFails() async throws {
    #expect(try await ask(trusted: false).outcome == .failed(reason: "the certificate is not trusted"))
  }

  @Test func anExpiredCertificateFails() async throws {
    let reason = try await ask(days: -1).outcome.reason
    #expect(reason == "the certificate expired 24 hours ago")
  }

  @Test func aCertificateForAnotherNameFails() async throws {
    #expect(
      try await ask("DNS:other.example").outcome
        == .failed(reason: "the certificate is not for localhost"))
  }

  @Test func withoutVerificationAnyCertificatePasses() async throws {
    let result = try await ask("DNS:other.example", days: -1, trusted: false, [.verify: "false"])
    #expect(result.outcome == .passed)
  }

  @Test func aCertificateThatEndsSoonIsAWarning() async throws {
    #expect(
      try await ask(days: 5, [.expiry: "14d"]).outcome
        == .passedWithWarning(reason: "the certificate expires in 4 days"))
    #expect(try await ask(days: 5, [.expiry: "3d"]).outcome == .passed)
  }

  @Test func anExpiredCertificateThatIsNotVerifiedIsStillAWarning() async throws {
    #expect(
      try await ask(days: -1, [.expiry: "14d", .verify: "false"]).outcome
        == .passedWithWarning(reason: "the certificate expired 24 hours ago"))
  }

  @Test func theCertificateIsReadOnceByAConnectionOfItsOwn() async throws {
    let authority = try TestAuthority()
    try await TLSTestServer.serve(try authority.issue(Self.here, days: 5)) { server in
      try await RunnerScene.with(authorities: authority.path) { runner async throws in
        let settings = ProbeSettings([.http: "https://localhost:\(server.port)/", .expiry: "14d"])
        for _ in 1...3 {
          #expect(
            try await runner.run(settings).outcome
              == .passedWithWarning(reason: "the certificate expires in 4 days"))
        }
      }
      // Names may have two addresses, of which one is tried in vain.
      #expect(server.connectionCount == 2)
    }
  }

  @Test func aServerWithoutTLSFails() async throws {
    let server = try TestServer { connection in
      _ = connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
      connection.waitForHangUp()
    }
    let result = try await RunnerScene.with {
      try await $0.run(ProbeSettings([.http: "https://127.0.0.1:\(server.port)/"]))
    }
    #expect(
      result.outcome == .failed(reason: "the TLS handshake failed: it does not speak TLS as we do"))
  }
}
