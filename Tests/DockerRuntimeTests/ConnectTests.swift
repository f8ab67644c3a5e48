import ContainerRuntime
import DockerRuntime
import EngineTestSupport
import TestSupport
import Testing

@Suite("Finding the engine", .timeLimit(.minutes(1)))
struct ConnectTests {
  @Test func engineOfDockerHostIsConnectedTo() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.hangUp()
    } during: { fake in
      let runtime = try await DockerRuntime.connect(environment: ["DOCKER_HOST": "unix://\(fake.path)"])
      try await runtime.ping()
      await runtime.shutdown()
      let given = try await DockerRuntime.connect(
        host: fake.path, environment: ["DOCKER_HOST": "tcp://nobody"])
      await given.shutdown()
    }
  }

  @Test func engineThatDoesNotAnswerIsAnErrorWithWhatWasTried() async throws {
    let folder = try TestFolder()
    let socket = folder.file("no.sock")
    let error = await #expect(throws: RuntimeError.self) {
      _ = try await DockerRuntime.connect(environment: ["DOCKER_HOST": "unix://\(socket)"])
    }
    guard case .connect(let cause)? = error else { Issue.record("\(String(describing: error))"); return }
    #expect(cause.description.contains("DOCKER_HOST") && cause.description.contains(socket))
    let ssh = await #expect(throws: RuntimeError.self) {
      _ = try await DockerRuntime.connect(environment: ["DOCKER_HOST": "ssh://me@there"])
    }
    #expect(ssh?.description.contains("ssh is not supported") == true)
  }

  @Test func operationsAfterTheEngineWentAwaySaySo() async throws {
    let folder = try TestFolder()
    let runtime = try await FakeEngine.serve { connection, _ in
      connection.hangUp()
    } during: { fake in
      try await DockerRuntime.connect(host: fake.path, environment: ["HOME": folder.path])
    }
    let error = await #expect(throws: RuntimeError.self) { _ = try await runtime.inspect(ContainerID("c1")) }
    guard case .connect? = error else { Issue.record("\(String(describing: error))"); return }
    await runtime.shutdown()
  }
}
