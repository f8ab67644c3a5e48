internal import ContainerRuntime
internal import DockerEngine
internal import EngineTestSupport
internal import FoundationEssentials
internal import ImageBuild
internal import TestSupport
internal import Testing

/// What a real engine can't be made to answer.
@Suite struct BuilderAnswersTests {
  private func failure(
    _ builder: BuildSpec.Builder, _ script: @escaping FakeEngine.Script
  ) async throws -> RuntimeError? {
    let folder = try TestFolder()
    try Data("FROM scratch\n".utf8).write(to: URL(filePath: folder.file("Dockerfile")))
    var spec = BuildSpec(context: folder.path, tag: try ImageReference(parsing: "a"))
    spec.builder = builder
    let asked = spec
    return try await FakeEngine.serve(script) { fake in
      await #expect(throws: RuntimeError.self) {
        try await DockerImageBuilder().build(asked, on: fake.lifecycle, progress: nil)
      }
    }
  }

  @Test(arguments: [
    #"{"stream":"Step 1/1 : FROM scratch"}"#, #"{"stream":"Step"#, "", "<html>", #"{"stream":5}"#,
  ])
  func anAnswerThatEndsEarlyOrIsNoneIsNoSuccess(_ text: String) async throws {
    let error = try await failure(.classic) { connection, _ in connection.answer(text) }
    guard case .build(let tag, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(tag == "a:latest")
  }

  @Test func anEngineWithoutSessionsIsToldWithItsWords() async throws {
    let error = try await failure(.buildkit) { connection, _ in
      connection.answer(status: "404 Not Found", #"{"message":"page not found"}"#)
    }
    guard case .build(_, let cause) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause.status == 404)
    #expect(cause.description.contains("/session"))
    #expect(cause.description.contains("page not found"))
  }

  @Test func aSessionThatBreaksOffBeforeItIsOneIsTold() async throws {
    let error = try await failure(.buildkit) { connection, _ in
      connection.send("HTTP/1.1 101 UPG")
      connection.hangUp()
    }
    guard case .build = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func onlyKnownCallsOfASessionAreAnswered() async {
    let service = SessionService(
      credentials: FixedCredentials(known: [
        "r:5000": RegistryCredential(username: "u", password: "p"),
        "t": RegistryCredential(identityToken: "tok"), "b": RegistryCredential(registryToken: "bearer"),
        FixedCredentials.dockerHub: RegistryCredential(username: "hub", password: "h"),
      ]))
    func ask(_ path: String, _ host: String) async -> SessionService.Answer {
      await service.answer(path: path, request: [0x0A, UInt8(host.utf8.count)] + Array(host.utf8))
    }
    let credentials = "/moby.filesync.v1.Auth/Credentials"
    #expect(await service.answer(path: "/grpc.health.v1.Health/Check", request: []) == .message([8, 1]))
    #expect(await ask(credentials, "r:5000") == .message([0x0A, 1, 0x75, 0x12, 1, 0x70]))
    #expect(await ask(credentials, "t") == .message([0x12, 3] + Array("tok".utf8)))
    #expect(
      await ask(credentials, "registry-1.docker.io")
        == .message([0x0A, 3] + Array("hub".utf8) + [0x12, 1, 0x68]))
    #expect(await ask(credentials, "other") == .message([]))
    guard case .failure(.unavailable, let words) = await ask(credentials, "b") else {
      Issue.record("a registry token was given")
      return
    }
    #expect(words.contains("registry token of b"))
    for path in ["/moby.filesync.v1.Auth/FetchToken", "/moby.filesync.v1.FileSync/DiffCopy", ""] {
      guard case .failure(.unimplemented, _) = await ask(path, "r:5000") else {
        Issue.record("\(path) was answered")
        return
      }
    }
    guard case .failure(.invalidArgument, _) = await service.answer(path: credentials, request: [0x0A, 9])
    else {
      Issue.record("a cut request was answered")
      return
    }
  }
}
