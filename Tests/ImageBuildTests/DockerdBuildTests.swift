internal import ContainerRuntime
internal import DockerEngine
internal import EngineTestSupport
internal import FoundationEssentials
internal import Glibc
internal import ImageBuild
internal import Logging
internal import Synchronization
internal import TestSupport
internal import Testing

/// Builds on a real engine.
@Suite(.enabled(if: TestEngine.current != nil), .serialized) struct DockerdBuildTests {
  private static let builders: [BuildSpec.Builder] = [.classic, .buildkit, .automatic]

  private final class Told: Sendable {
    let items = Mutex<[ImageProgress]>([])
    var text: String { items.withLock { $0.map(\.text).joined(separator: "\n") } }
    func note(_ item: ImageProgress) { items.withLock { $0.append(item) } }
  }

  /// Builds the files as a context, and removes the image afterwards.
  private func build(
    _ files: [String: String], builder: BuildSpec.Builder, _ change: (inout BuildSpec) -> Void = { _ in },
    then body: (LifecycleEngine, String) async throws -> Void = { _, _ in }
  ) async throws -> Told {
    let folder = try TestFolder()
    for (name, text) in files {
      let path = folder.file(name)
      try FileManager.default.createDirectory(
        atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), withIntermediateDirectories: true
      )
      try Data(text.utf8).write(to: URL(filePath: path))
    }
    let test = try #require(TestEngine.current)
    let engine = try LifecycleEngine(endpoint: test.endpoint, logger: .silent)
    let tag = "lslog-build-test:t\(UInt32.random(in: 0 ... .max))"
    var spec = BuildSpec(context: folder.path, tag: try ImageReference(parsing: tag))
    spec.builder = builder
    spec.ignoresCache = true
    change(&spec)
    let told = Told()
    do {
      try await DockerImageBuilder(networkMode: "none").build(spec, on: engine, progress: { told.note($0) })
      try await body(engine, tag)
    } catch {
      await engine.shutdown()
      throw error
    }
    try await engine.call(
      LifecycleRequest(.delete, ["images", tag], query: [("force", "1")], accepting: [404]))
    await engine.shutdown()
    return told
  }

  private var image: String { TestEngine.current?.image ?? "" }

  private struct Inspected: Decodable {
    struct Config: Decodable { var Labels: [String: String]? }
    var Config: Config
  }

  @Test(arguments: builders) func anImageIsBuiltFromScratch(_ builder: BuildSpec.Builder) async throws {
    let told = try await build(
      ["Dockerfile": "FROM scratch\nCOPY a /a\nLABEL made=yes\n", "a": "1"], builder: builder
    ) { _ in
    } then: { engine, tag in
      let answer = try await engine.call(LifecycleRequest(.get, ["images", tag, "json"]))
      let labels = try JSONDecoder().decode(Inspected.self, from: Data(answer.body)).Config.Labels
      #expect(labels == ["made": "yes"])
    }
    #expect(told.text.contains("COPY a /a"))
  }

  @Test(arguments: builders) func stepsSeeArgumentsFilesAndPatterns(_ builder: BuildSpec.Builder) async throws
  {
    let dockerfile = """
      FROM \(image) AS first
      ARG WORD
      COPY . /src
      RUN test "$WORD" = "a b=é" && test -e /src/keep && test ! -e /src/drop && test "$(cat /src/dïr/*)" = name && echo "output of a step"
      FROM first AS last
      RUN echo must-not-run && exit 9
      """
    let told = try await build(
      [
        "sub/My.Dockerfile": dockerfile, ".dockerignore": "drop\nsub\n", "keep": "1", "drop": "1",
        "dïr/\(String(repeating: "é", count: 100))": "name",
      ], builder: builder
    ) { spec in
      spec.dockerfile = "sub/My.Dockerfile"
      spec.arguments = ["WORD": "a b=é"]
      spec.target = "first"
    }
    let output = told.items.withLock { $0.filter { $0.kind == .output }.map(\.text).joined() }
    #expect(output.contains("output of a step"))
    #expect(!told.text.contains("must-not-run"))
    #expect(told.items.withLock { $0.contains { $0.kind == .done } })
  }

  @Test(arguments: builders) func aFailingStepFailsTheBuildInItsOwnWords(_ builder: BuildSpec.Builder)
    async throws
  {
    let error = await #expect(throws: RuntimeError.self) {
      try await build(["Dockerfile": "FROM \(image)\nRUN echo before; exit 37\n"], builder: builder)
    }
    guard case .buildFailed(_, let message) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(message.contains("37"))
    #expect(message.contains("exit 37"))
  }

  @Test(arguments: builders) func aBadDockerfileIsTold(_ builder: BuildSpec.Builder) async throws {
    let error = await #expect(throws: RuntimeError.self) {
      try await build(["Dockerfile": "FROM scratch\nNONSENSE x\n"], builder: builder)
    }
    #expect(error?.description.contains("NONSENSE") == true)
  }

  @Test(arguments: builders) func aDockerfileOutsideOfTheContextServes(_ builder: BuildSpec.Builder)
    async throws
  {
    let outside = try TestFolder()
    try Data("FROM \(image)\nCOPY . /src\nRUN test -e /src/a\n".utf8).write(
      to: URL(filePath: outside.file("D")))
    _ = try await build(["a": "1"], builder: builder) { $0.dockerfile = outside.file("D") }
  }

  /// Whether a program on this machine has this among its arguments.
  private func isRunning(_ argument: String) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { name in
      guard name.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
        let arguments = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
      else { return false }
      return arguments.split(separator: 0).contains { $0.elementsEqual(argument.utf8) }
    }
  }

  @Test(arguments: builders) func aCancelledBuildEndsWithItsStep(_ builder: BuildSpec.Builder) async throws {
    let (began, continuation) = AsyncStream.makeStream(of: Void.self)
    let folder = try TestFolder()
    let seconds = "\(UInt32.random(in: 100_000 ... .max))"
    try Data("FROM \(image)\nRUN sleep \(seconds) & echo started; wait\n".utf8).write(
      to: URL(filePath: folder.file("Dockerfile")))
    let test = try #require(TestEngine.current)
    let engine = try LifecycleEngine(endpoint: test.endpoint, logger: .silent)
    var spec = BuildSpec(context: folder.path, tag: try ImageReference(parsing: "lslog-build-test:cancelled"))
    spec.builder = builder
    spec.ignoresCache = true
    let asked = spec
    let task = Task {
      try await DockerImageBuilder(networkMode: "none").build(asked, on: engine) { item in
        if item.kind == .output, item.text.contains("started") { continuation.yield() }
      }
    }
    for await _ in began { break }
    // Else the engine's processes are not to be seen from here.
    let isVisible = try isRunning(seconds)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    await engine.shutdown()
    while try isVisible && isRunning(seconds) { await Task.yield() }
  }

  @Test func anEngineThatIsNotThereIsTold() async throws {
    let folder = try TestFolder()
    try Data("FROM scratch\n".utf8).write(to: URL(filePath: folder.file("Dockerfile")))
    let engine = try LifecycleEngine(endpoint: .unix(path: folder.file("none.sock")), logger: .silent)
    let spec = BuildSpec(context: folder.path, tag: try ImageReference(parsing: "a"))
    let error = await #expect(throws: RuntimeError.self) {
      try await DockerImageBuilder(networkMode: "none").build(spec, on: engine, progress: nil)
    }
    if case .connect = error {} else { Issue.record("\(String(describing: error))") }
    await engine.shutdown()
  }

  /// The testbed's, which wants a password.
  private static let privateRegistry = ProcessInfo.processInfo.environment["LSLOG_TEST_REGISTRY_AUTH"]

  @Test(.enabled(if: privateRegistry != nil), arguments: [BuildSpec.Builder.classic, .buildkit])
  func aBaseImageOfAPrivateRegistryIsFetchedWithCredentials(_ builder: BuildSpec.Builder) async throws {
    let registry = try #require(Self.privateRegistry)
    let base = "\(registry)/base-\(builder.rawValue)"
    let test = try #require(TestEngine.current)
    let engine = try LifecycleEngine(endpoint: test.endpoint, logger: .silent)
    let login = RegistryCredential(username: "lslog", password: "testbed")
    try await push(image, as: base, to: engine, login)

    let folder = try TestFolder()
    try Data("FROM \(base):t\nLABEL a=b\n".utf8).write(to: URL(filePath: folder.file("Dockerfile")))
    var spec = BuildSpec(context: folder.path, tag: try ImageReference(parsing: "lslog-build-test:private"))
    spec.builder = builder
    let asked = spec
    let stranger = await #expect(throws: RuntimeError.self) {
      try await DockerImageBuilder().build(asked, on: engine, progress: nil)
    }
    if case .buildFailed = stranger {} else { Issue.record("\(String(describing: stranger))") }
    let credentials = FixedCredentials(known: [registry: login])
    try await DockerImageBuilder(credentials: credentials).build(spec, on: engine, progress: nil)
    for name in ["lslog-build-test:private", "\(base):t"] {
      try await engine.call(
        LifecycleRequest(.delete, ["images", name], query: [("force", "1")], accepting: [404]))
    }
    await engine.shutdown()
  }

  /// Puts an image into a registry, and takes the name from the engine again.
  private func push(
    _ image: String, as name: String, to engine: LifecycleEngine, _ login: RegistryCredential
  ) async throws {
    try await engine.call(
      LifecycleRequest(.post, ["images", image, "tag"], query: [("repo", name), ("tag", "t")]))
    let header = Data(#"{"username":"\#(login.username)","password":"\#(login.password)"}"#.utf8)
    let request = LifecycleRequest(
      .post, ["images", name, "push"], query: [("tag", "t")],
      headers: [("X-Registry-Auth", header.base64EncodedString())])
    let answer = String(decoding: try await engine.call(request).body, as: UTF8.self)
    try Mismatch.unless(answer.contains("digest: sha256:"), answer)
    try await engine.call(LifecycleRequest(.delete, ["images", "\(name):t"]))
  }

  /// Takes minutes and gigabytes, and so is only run where LSLOG_TEST_LARGE_BUILD is set; by itself, since the memory is
  /// that of the whole process.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["LSLOG_TEST_LARGE_BUILD"] != nil),
    arguments: [BuildSpec.Builder.classic, .buildkit])
  func aContextOf2GiBTakesLittleMemory(_ builder: BuildSpec.Builder) async throws {
    let folder = try DiskFolder()
    try Data("FROM scratch\nCOPY Dockerfile /\n".utf8).write(to: URL(filePath: folder.path + "/Dockerfile"))
    #expect(
      system("head -c 1G /dev/urandom > '\(folder.path)/noise'; truncate -s 1G '\(folder.path)/hole'") == 0)
    let test = try #require(TestEngine.current)
    let engine = try LifecycleEngine(endpoint: test.endpoint, logger: .silent)
    var spec = BuildSpec(context: folder.path, tag: try ImageReference(parsing: "lslog-build-test:large"))
    spec.builder = builder
    let told = Told()
    let clock = ContinuousClock()
    let start = clock.now
    try await DockerImageBuilder(networkMode: "none").build(spec, on: engine, progress: { told.note($0) })
    let status = String(decoding: try Data(contentsOf: URL(filePath: "/proc/self/status")), as: UTF8.self)
    let peak = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    print("\(builder.rawValue): \(clock.now - start), \(peak)")
    let kilobytes = try #require(peak.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
    #expect(kilobytes < 100 << 10)
    try await engine.call(
      LifecycleRequest(
        .delete, ["images", "lslog-build-test:large"], query: [("force", "1")], accepting: [404]))
    await engine.shutdown()
  }
}

/// A folder on a disk, for what is too large for memory.
private final class DiskFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/lslog-build-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
