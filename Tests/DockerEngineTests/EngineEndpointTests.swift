import DockerEngine
import EngineTestSupport
import Testing

@Suite("Address of the engine")
struct EngineEndpointTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var environment: [String: String]
    var override: String?
    var endpoint: EngineEndpoint?
    var testDescription: String { "\(override ?? "-") \(environment)" }
  }

  static let verified = TLSMaterial(directory: "/home/a/.docker", verifiesEngine: true)
  static let unverified = TLSMaterial(directory: "/certs", verifiesEngine: false)

  @Test(arguments: [
    Case(environment: [:], endpoint: .unix(path: "/var/run/docker.sock")),
    Case(environment: ["DOCKER_HOST": ""], endpoint: .unix(path: "/var/run/docker.sock")),
    Case(
      environment: ["DOCKER_HOST": "unix:///run/user/1000/docker.sock"],
      endpoint: .unix(path: "/run/user/1000/docker.sock")),
    Case(environment: ["DOCKER_HOST": "tcp://a:1"], override: "unix:///x", endpoint: .unix(path: "/x")),
    Case(
      environment: [:], override: "/run/podman/podman.sock", endpoint: .unix(path: "/run/podman/podman.sock")),
    Case(
      environment: ["DOCKER_HOST": "tcp://10.0.0.5"], endpoint: .tcp(host: "10.0.0.5", port: 2375, tls: nil)),
    Case(
      environment: ["DOCKER_HOST": "tcp://engine:1234/"], endpoint: .tcp(host: "engine", port: 1234, tls: nil)
    ),
    Case(environment: ["DOCKER_HOST": "tcp://[::1]:1234"], endpoint: .tcp(host: "::1", port: 1234, tls: nil)),
    Case(
      environment: ["DOCKER_HOST": "tcp://[fe80::1]"], endpoint: .tcp(host: "fe80::1", port: 2375, tls: nil)),
    Case(
      environment: ["DOCKER_HOST": "tcp://e", "DOCKER_TLS_VERIFY": "1", "HOME": "/home/a"],
      endpoint: .tcp(host: "e", port: 2376, tls: verified)),
    Case(
      environment: ["DOCKER_HOST": "tcp://e:99", "DOCKER_CERT_PATH": "/certs/"],
      endpoint: .tcp(host: "e", port: 99, tls: unverified)),
    Case(
      environment: ["DOCKER_HOST": "unix:///x", "DOCKER_TLS_VERIFY": "1"], endpoint: .unix(path: "/x")),
    Case(environment: ["DOCKER_HOST": "ssh://me@host"]),
    Case(environment: ["DOCKER_HOST": "http://host"]),
    Case(environment: ["DOCKER_HOST": "unix://relative"]),
    Case(environment: ["DOCKER_HOST": "unix:///" + String(repeating: "x", count: 107)]),
    Case(environment: ["DOCKER_HOST": "tcp://"]),
    Case(environment: ["DOCKER_HOST": "tcp://:2375"]),
    Case(environment: ["DOCKER_HOST": "tcp://host:0"]),
    Case(environment: ["DOCKER_HOST": "tcp://host:65536"]),
    Case(environment: ["DOCKER_HOST": "tcp://::1:1234"]),
    Case(environment: ["DOCKER_HOST": "tcp://[::1"]),
    Case(environment: ["DOCKER_HOST": "tcp://host:1/prefix"]),
    Case(environment: ["DOCKER_HOST": "tcp://user@host:1"]),
  ])
  func environmentGivesTheEndpointOrAReasonWhyNot(_ item: Case) {
    do {
      let endpoint = try EngineEndpoint.fromEnvironment(item.environment, override: item.override)
      #expect(endpoint == item.endpoint)
    } catch {
      #expect(item.endpoint == nil)
      #expect(error.code == .invalidEndpoint)
    }
  }

  @Test func descriptionCanBeParsedAgain() throws {
    for endpoint in [
      EngineEndpoint.unix(path: "/a b"), .tcp(host: "::1", port: 5, tls: nil),
      .tcp(host: "h", port: 5, tls: nil),
    ] {
      #expect(try EngineEndpoint(parsing: endpoint.description) == endpoint)
    }
  }

  @Test func missingCertificatesAreNamed() async {
    let error = #expect(throws: EngineError.self) {
      try ReadOnlyEngine(
        endpoint: .tcp(host: "h", port: 1, tls: TLSMaterial(directory: "/nowhere", verifiesEngine: true)),
        logger: .silent)
    }
    #expect(error?.code == .invalidEndpoint)
    #expect(error?.description.contains("/nowhere") == true)
  }
}
