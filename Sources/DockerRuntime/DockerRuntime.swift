public import ContainerRuntime
package import DockerEngine
package import ImageBuild

/// Runs containers on a Docker engine, or on Podman's, by the Engine API.
///
/// ```swift
/// let runtime = try await DockerRuntime.connect(environment: ProcessInfo.processInfo.environment)
/// let image = try ImageReference(parsing: "postgres:17")
/// let spec = ContainerSpec(project: "shop", resource: "db", source: .image(image, .missing))
/// let id = try await runtime.start(spec, progress: nil)
/// try await runtime.waitUntilHealthy(id, deadline: .seconds(60))
/// await runtime.shutdown()
/// ```
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/>.
public final class DockerRuntime: ContainerRuntime {
  let engine: LifecycleEngine
  let credentials: any BuildCredentials
  /// The projects whose network is being made.
  let networksUnderWay = SharedWork<Bool>()

  /// Takes a client over; ``shutdown()`` shuts it down.
  ///
  /// - Parameter credentials: how registries know us.
  package init(engine: LifecycleEngine, credentials: any BuildCredentials = NoCredentials()) {
    self.engine = engine
    self.credentials = credentials
  }

  /// Closes all connections. Operations under way fail, and so do later ones.
  public func shutdown() async {
    await engine.shutdown()
  }

  /// Asks the engine who it is.
  public func ping() async throws {
    try await attempt({ .connect($0) }) { try await engine.ping() }
  }

  /// Builds an image, by BuildKit or by the classic builder.
  public func build(_ build: BuildSpec, progress: (@Sendable (ImageProgress) -> Void)?) async throws {
    try await DockerImageBuilder(credentials: credentials).build(build, on: engine, progress: progress)
  }
}
