import ContainerRuntime
import DockerEngine
import DockerRuntime
import EngineTestSupport
import Testing

@Suite("Specifications that can't be carried out", .timeLimit(.minutes(1)))
struct SpecTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout ContainerSpec) -> Void

    init(_ words: String, _ change: @escaping @Sendable (inout ContainerSpec) -> Void) {
      testDescription = words
      self.change = change
    }
  }

  static let cases = [
    Case("'' is no name of a project") { $0.project = "" },
    Case("'a b' is no name of a project") { $0.project = "a b" },
    Case("'' is no name of a resource") { $0.resource = "" },
    Case("'-x' is no name of a container") { $0.name = "-x" },
    Case("'x' is no name of a container") { $0.name = "x" },
    Case("the entry point of 'r' is empty") { $0.entrypoint = [] },
    Case("the entry point of 'r' is empty") { $0.entrypoint = [""] },
    Case("the command of 'r' is empty") { $0.command = [] },
    Case("'A=B' in the environment") { $0.environment = ["A=B": "1"] },
    Case("working directory") { $0.workingDirectory = "tmp" },
    Case("a label of 'r' has no name") { $0.labels = ["": "x"] },
    Case("has no number in the container") { $0.ports = [PortMapping(hostPort: 1, containerPort: 0)] },
    Case("'localhost'") { $0.ports = [PortMapping(address: "localhost", hostPort: 1, containerPort: 1)] },
    Case("binds 127.0.0.1:1 twice") {
      $0.ports = [PortMapping(hostPort: 1, containerPort: 1), PortMapping(hostPort: 1, containerPort: 2)]
    },
    Case("'data' of 'r' is no place") { $0.volumes = [VolumeMount(source: .anonymous, target: "data")] },
    Case("'//' of 'r' is no place") { $0.volumes = [VolumeMount(source: .anonymous, target: "//")] },
    Case("no absolute path of the host") { $0.volumes = [VolumeMount(source: .hostPath("x"), target: "/x")] },
    Case("is no name of a volume") { $0.volumes = [VolumeMount(source: .named("a/b"), target: "/x")] },
    Case("mounts two things at '/x'") {
      $0.volumes = [
        VolumeMount(source: .anonymous, target: "/x"), VolumeMount(source: .named("ab"), target: "/x"),
      ]
    },
    Case("the health check of 'r' is empty") { $0.healthCheck = HealthCheckSpec(test: .command([])) },
    Case("the health check of 'r' is empty") { $0.healthCheck = HealthCheckSpec(test: .shell("")) },
    Case("1 ms or more") {
      $0.healthCheck = HealthCheckSpec(test: .shell("true"))
      $0.healthCheck?.interval = .microseconds(999)
    },
    Case("1 ms or more") {
      $0.healthCheck = HealthCheckSpec(test: .shell("true"))
      $0.healthCheck?.timeout = .zero
    },
    Case("'r' is to be started again 0 times") { $0.restart = .onFailure(limit: 0) },
    Case("fails after 0 retries") {
      $0.healthCheck = HealthCheckSpec(test: .shell("true"))
      $0.healthCheck?.retries = 0
    },
  ]

  @Test(arguments: cases) func isRefusedBeforeTheEngineIsAsked(_ example: Case) async throws {
    try await FakeEngine.serve { connection, target in
      Issue.record("the engine was asked: \(target)")
      connection.hangUp()
    } during: { fake in
      let runtime = DockerRuntime(engine: fake.lifecycle)
      var spec = ContainerSpec(
        project: "p", resource: "r", source: .image(try ImageReference(parsing: "nginx"), .missing))
      example.change(&spec)
      let changed = spec
      let error = await #expect(throws: RuntimeError.self) {
        _ = try await runtime.start(changed, progress: nil)
      }
      guard case .invalidSpec(let text)? = error else { Issue.record("\(String(describing: error))"); return }
      #expect(text.contains(example.testDescription))
    }
  }
}
