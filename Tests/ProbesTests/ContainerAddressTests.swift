import DockerEngine
import EngineTestSupport
import Probes
import Testing

@Suite("Addresses of a real container", .enabled(if: TestEngine.current != nil), .timeLimit(.minutes(3)))
struct ContainerAddressTests {
  /// Runs `body` with a container that serves HTTP in a network of its own.
  private func withServer(_ body: (ContainerDetails, String) async throws -> Void) async throws {
    let docker = try #require(TestEngine.current)
    let network = "lslog-probes-\(UInt32.random(in: 0 ... .max))"
    var recipe = TestEngine.Recipe("mkdir /www; echo fine >/www/index.html; exec httpd -f -p 8080 -h /www")
    recipe.HostConfig.NetworkMode = network
    recipe.HostConfig.PortBindings = ["8080/tcp": [.init()]]
    recipe.ExposedPorts = ["8080/tcp": .init()]
    try await docker.createNetwork(network)
    let id = try await docker.run(recipe)
    let engine = try ReadOnlyEngine(endpoint: docker.endpoint, logger: .silent)
    let result = await Result { () async throws in
      try await body(try #require(try await engine.inspectContainer(id)), network)
    }
    await engine.shutdown()
    try? await docker.remove(id)
    try? await docker.removeNetwork(network)
    try result.get()
  }

  @Test func placesInAddressesAreFilled() async throws {
    try await withServer { details, network in
      let target = ProbeTarget(details)
      #expect(target.addresses.map(\.network) == [network])
      #expect(target.ports.map(\.containerPort) == [8080])
      #expect(target.ports.map(\.hostAddress) == ["127.0.0.1"])
      try await RunnerScene.with { runner async throws in
        for url in ["http://{address}:8080/", "http://127.0.0.1:{port:8080}/"] {
          let settings = ProbeSettings([.http: url, .expect: "^fine"])
          var result = try await runner.run(settings, on: target)
          // The server may not listen yet.
          while result.outcome != .passed {
            try Task.checkCancellation()
            result = try await runner.run(settings, on: target)
          }
        }
        let tcp = try await runner.run(ProbeSettings([.tcp: "{address:\(network)}:8080"]), on: target)
        #expect(tcp.outcome == .passed)
        let other = try await runner.run(ProbeSettings([.tcp: "{address:other}:8080"]), on: target)
        #expect(
          other.outcome
            == .undetermined(
              reason: "the container has no address in the network other, but in \(network)"))
      }
    }
  }
}
