import ContainerRuntime
import DockerEngine
import DockerRuntime
import EngineTestSupport
import FoundationEssentials
import NIOCore
import Synchronization
import TestSupport
import Testing

/// The registries of the testbed, as `127.0.0.1:PORT`; nil when there are none.
enum TestRegistry {
  static let open = ProcessInfo.processInfo.environment["LSLOG_TEST_REGISTRY"]
  /// Wants the user lslog and the password testbed.
  static let guarded = ProcessInfo.processInfo.environment["LSLOG_TEST_REGISTRY_AUTH"]
}

/// Pulls from the registries of the testbed.
@Suite(
  "Pulling from a registry with a real dockerd",
  .enabled(if: TestEngine.current != nil && TestRegistry.open != nil && TestRegistry.guarded != nil),
  .timeLimit(.minutes(3)))
struct RegistryTests {
  private static func header(_ password: String) -> String {
    Data(#"{"username":"lslog","password":"\#(password)"}"#.utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_")
  }

  /// Pushes the test image to a registry and removes it from the engine; returns its name and its digest.
  private func push(to registry: String, _ engine: LifecycleEngine) async throws -> (
    name: String, digest: String
  ) {
    struct Image: Decodable { var RepoDigests: [String]? }
    let name = "\(registry)/some/image-\(UInt32.random(in: 0 ... .max))"
    let image = try #require(TestEngine.current).image
    try await engine.call(
      LifecycleRequest(.post, ["images", image, "tag"], query: [("repo", name), ("tag", "v1")]))
    let said = Mutex("")
    try await engine.stream(
      LifecycleRequest(
        .post, ["images", name, "push"], query: [("tag", "v1")],
        headers: [("X-Registry-Auth", Self.header("testbed"))])
    ) { part in said.withLock { $0 += String(decoding: part.readableBytesView, as: UTF8.self) } }
    #expect(!said.withLock { $0 }.contains("error"))
    let answer = try await engine.call(LifecycleRequest(.get, ["images", "\(name):v1", "json"]))
    let digests = try JSONDecoder().decode(Image.self, from: Data(answer.body)).RepoDigests ?? []
    let digest = try #require(digests.first { $0.hasPrefix(name) }?.split(separator: "@").last)
    try await forget("\(name):v1", engine)
    return (name, String(digest))
  }

  private func forget(_ image: String, _ engine: LifecycleEngine) async throws {
    try await engine.call(LifecycleRequest(.delete, ["images", image], accepting: [404]))
  }

  private func environment(_ folder: TestFolder, config: String) throws -> [String: String] {
    try Data(config.utf8).write(to: URL(filePath: folder.file("config.json")))
    return ["DOCKER_CONFIG": folder.path, "DOCKER_HOST": TestEngine.current?.endpoint.description ?? ""]
  }

  @Test func policiesPullWhenTheySayAndTellTheProgress() async throws {
    try await Scene.run { scene in
      let (name, digest) = try await push(to: try #require(TestRegistry.open), scene.engine)
      let image = try ImageReference(parsing: "\(name):v1")
      let steps = Mutex<[ImageProgress]>([])
      let note: @Sendable (ImageProgress) -> Void = { step in steps.withLock { $0.append(step) } }
      let count = { steps.withLock { $0.count } }
      await #expect(throws: RuntimeError.self) {
        try await scene.runtime.ensureImage(image, policy: .never, progress: note)
      }
      #expect(count() == 0)
      try await scene.runtime.ensureImage(image, policy: .missing, progress: note)
      let pulled = count()
      #expect(pulled > 0)
      try await scene.runtime.ensureImage(image, policy: .missing, progress: note)
      try await scene.runtime.ensureImage(image, policy: .never, progress: note)
      #expect(count() == pulled)
      try await scene.runtime.ensureImage(image, policy: .always, progress: note)
      #expect(count() > pulled)
      try await forget("\(name):v1", scene.engine)

      for text in ["\(name)@\(digest)", "\(name):v1@\(digest)"] {
        let byDigest = try ImageReference(parsing: text)
        try await scene.runtime.ensureImage(byDigest, policy: .missing, progress: nil)
        try await scene.runtime.ensureImage(byDigest, policy: .never, progress: nil)
        var spec = ContainerSpec(project: scene.project, resource: "r", source: .image(byDigest, .never))
        spec.command = ["echo", "hello"]
        #expect(try await scene.output(spec) == "hello\n")
        for container in try await scene.runtime.list(project: scene.project) {
          try await scene.runtime.remove(container.id, volumes: true)
        }
        try await forget("\(name)@\(digest)", scene.engine)
      }
    }
  }

  @Test func imageThatTheRegistryDoesNotHaveIsAnError() async throws {
    try await Scene.run { scene in
      let image = try ImageReference(parsing: "\(try #require(TestRegistry.open))/no/such:image")
      let error = await #expect(throws: RuntimeError.self) {
        try await scene.runtime.ensureImage(image, policy: .missing, progress: nil)
      }
      guard case .pull(image.text, let cause)? = error else {
        Issue.record("\(String(describing: error))"); return
      }
      #expect(cause.description.contains("not found") || cause.description.contains("unknown"))
    }
  }

  @Test func registryThatWantsAPasswordGetsThatOfTheDockerCommand() async throws {
    let registry = try #require(TestRegistry.guarded)
    try await Scene.run { scene in
      let (name, _) = try await push(to: registry, scene.engine)
      let image = try ImageReference(parsing: "\(name):v1")
      let folder = try TestFolder()
      let logins = [("lslog:testbed", true), ("lslog:wrong", false)]
      for (login, isRight) in logins {
        let auth = Data(login.utf8).base64EncodedString()
        let config = #"{"auths":{"\#(registry)":{"auth":"\#(auth)"}}}"#
        let runtime = try await DockerRuntime.connect(environment: try environment(folder, config: config))
        let result = await Result { () async throws in
          try await runtime.ensureImage(image, policy: .always, progress: nil)
        }
        await runtime.shutdown()
        switch result {
        case .success: #expect(isRight)
        case .failure(RuntimeError.pull): #expect(!isRight)
        case .failure(let error): throw error
        }
      }
      await #expect(throws: RuntimeError.self) {
        try await scene.runtime.ensureImage(image, policy: .always, progress: nil)
      }
      try await forget("\(name):v1", scene.engine)
    }
  }
}
