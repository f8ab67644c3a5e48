internal import ContainerRuntime
internal import DockerClientConfig
internal import DockerEngine
internal import ImageBuild
internal import Logging

extension DockerRuntime {
  /// Connects to the engine that the docker command would use.
  ///
  /// That is, in this order: `host`, `DOCKER_HOST`, the context of `DOCKER_CONTEXT`, the current context, and if there
  /// is none the first of the usual sockets at which an engine answers. Call ``shutdown()`` in the end.
  ///
  /// - Parameters:
  ///   - host: `unix:///path/to/docker.sock`, an absolute path, or `tcp://host:port`.
  ///   - environment: the variables of the process. Read are those of the docker command; credential helpers get all
  ///     of them.
  /// - Throws: `RuntimeError.connect`, which names all that was tried.
  public static func connect(
    host: String? = nil, environment: [String: String]
  ) async throws -> DockerRuntime {
    let places: [EnginePlace]
    do throws(ClientConfigError) {
      places = try EnginePlace.all(host: host, environment: environment)
    } catch {
      throw RuntimeError.connect(.init(error.description))
    }
    let credentials = ClientCredentials(RegistryCredentials(environment: environment))
    var tried: [String] = []
    for place in places {
      do {
        let engine = try LifecycleEngine(endpoint: place.endpoint, logger: .silent)
        do {
          try await engine.ping()
          return DockerRuntime(engine: engine, credentials: credentials)
        } catch {
          await engine.shutdown()
          throw error
        }
      } catch {
        try Task.checkCancellation()
        tried.append("\(place.origin): \(error)")
      }
    }
    let all = tried.count > 1 ? "no engine answers at any of the usual places. " : ""
    throw RuntimeError.connect(.init(all + tried.joined(separator: ". ")))
  }
}

/// The credentials of the docker command, for pulls and builds.
struct ClientCredentials: BuildCredentials {
  private let known: RegistryCredentials

  init(_ known: RegistryCredentials) {
    self.known = known
  }

  func credential(for registry: String) async throws -> RegistryCredential? {
    try await known.credential(for: registry)
  }

  func all() async throws -> [String: RegistryCredential] {
    try await known.all()
  }
}

extension Logger {
  /// What happens is told by errors and progress.
  fileprivate static let silent = Logger(label: "docker-runtime") { _ in SwiftLogNoOpLogHandler() }
}
