import ContainerRuntime
import DockerEngine
import DockerRuntime
import EngineTestSupport
import FoundationEssentials
import Testing

/// A project of its own on a real engine, which is cleared away in the end.
struct Scene: Sendable {
  let runtime: DockerRuntime
  /// For looking at what was made.
  let engine: LifecycleEngine
  let project: String

  /// Runs `body` with a new project.
  static func run(_ body: (Scene) async throws -> Void) async throws {
    let docker = try #require(TestEngine.current)
    let engine = try LifecycleEngine(endpoint: docker.endpoint, logger: .silent)
    let runtime = DockerRuntime(engine: try LifecycleEngine(endpoint: docker.endpoint, logger: .silent))
    let scene = Scene(runtime: runtime, engine: engine, project: "Test.\(UInt32.random(in: 0 ... .max))")
    let result = await Result { () async throws in try await body(scene) }
    let cleared = await Result { () async throws in try await scene.clear() }
    await runtime.shutdown()
    await engine.shutdown()
    try result.get()
    try cleared.get()
  }

  private func clear() async throws {
    for container in try await runtime.list(project: project) {
      try await runtime.remove(container.id, volumes: true)
    }
    try await runtime.removeNetwork(project: project)
    _ = try await runtime.removeVolumes(project: project)
  }

  /// A container that runs a shell script.
  func spec(_ resource: String, _ script: String = "exec sleep 600") throws -> ContainerSpec {
    let image = try ImageReference(parsing: try #require(TestEngine.current).image)
    var spec = ContainerSpec(project: project, resource: resource, source: .image(image, .never))
    spec.command = ["sh", "-c", script]
    return spec
  }

  /// Starts a container.
  func start(_ spec: ContainerSpec) async throws -> ContainerID {
    try await runtime.start(spec, progress: nil)
  }

  /// Starts a container that ends by itself, and waits until it has.
  func runToEnd(_ spec: ContainerSpec) async throws -> ContainerID {
    let id = try await start(spec)
    try await engine.call(LifecycleRequest(.post, ["containers", id.text, "wait"]), patience: .seconds(60))
    return id
  }

  /// The whole log.
  func log(_ id: ContainerID, _ options: LogOptions = LogOptions()) async throws -> [LogChunk] {
    let chunks = Chunks()
    try await runtime.logs(of: id, options: options) { await chunks.add($0) }
    return await chunks.all
  }

  /// What the container wrote.
  func output(_ spec: ContainerSpec) async throws -> String {
    let id = try await runToEnd(spec)
    return try await log(id).text
  }

  /// An inspect's answer.
  func inspect<Value: Decodable>(_ path: String..., as type: Value.Type = Value.self) async throws -> Value {
    let answer = try await engine.call(LifecycleRequest(.get, path))
    return try JSONDecoder().decode(type, from: Data(answer.body))
  }
}

extension Result where Failure == any Error {
  /// The outcome of an operation.
  init(_ operation: () async throws -> Success) async {
    do {
      self = .success(try await operation())
    } catch {
      self = .failure(error)
    }
  }
}

/// Chunks as they come.
actor Chunks {
  private(set) var all: [LogChunk] = []

  func add(_ chunk: LogChunk) { all.append(chunk) }
}

extension [LogChunk] {
  /// All bytes as text.
  var text: String { String(decoding: flatMap(\.bytes), as: UTF8.self) }
}

/// What inspect says of a container, as far as tests look at it.
struct Inspected: Decodable {
  struct Binding: Decodable, Equatable {
    var HostIp: String
    var HostPort: String
  }
  struct Settings: Decodable {
    var Labels: [String: String]
    var Env: [String]
    var Entrypoint: [String]?
    var Cmd: [String]?
    var WorkingDir: String
    var Healthcheck: Health?
  }
  struct Health: Decodable, Equatable {
    var Test: [String]
    var Interval: Int64?
    var Timeout: Int64?
    var StartPeriod: Int64?
    var Retries: Int?
  }
  struct Mount: Decodable {
    var `Type`: String
    var Name: String?
    var Source: String
    var Destination: String
    var RW: Bool
  }
  struct Networks: Decodable {
    struct Endpoint: Decodable { var Aliases: [String]? }
    var Networks: [String: Endpoint]
    var Ports: [String: [Binding]?]
  }
  struct Restart: Decodable {
    var Name: String
    var MaximumRetryCount: Int
  }
  struct Host: Decodable { var RestartPolicy: Restart }
  var Name: String
  var Config: Settings
  var HostConfig: Host
  var Mounts: [Mount]
  var NetworkSettings: Networks
}
