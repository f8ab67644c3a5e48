package import ContainerRuntime
package import DockerEngine
internal import NIOCore

/// Builds images on a Docker engine, by BuildKit or by the classic builder.
///
/// The context goes as the body of the request. A cancelled task closes its connections, whereupon the engine ends the
/// build. Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageBuild>.
package struct DockerImageBuilder: Sendable {
  private let credentials: any BuildCredentials
  private let networkMode: String?

  /// Prepares a builder.
  ///
  /// - Parameters:
  ///   - credentials: for the registries of base images.
  ///   - networkMode: which network steps have, `none` or `host`; nil: the engine's default network.
  package init(credentials: any BuildCredentials = NoCredentials(), networkMode: String? = nil) {
    self.credentials = credentials
    self.networkMode = networkMode
  }

  /// Builds an image.
  ///
  /// - Parameters:
  ///   - spec: what to build.
  ///   - engine: where.
  ///   - progress: called with each step, from any task.
  /// - Throws: ``RuntimeError/build(tag:_:)``, ``RuntimeError/buildFailed(tag:message:)``,
  ///   ``RuntimeError/invalidSpec(_:)``, ``RuntimeError/connect(_:)``; `CancellationError` when the task was cancelled.
  package func build(
    _ spec: BuildSpec, on engine: LifecycleEngine, progress: (@Sendable (ImageProgress) -> Void)?
  ) async throws {
    do {
      try Task.checkCancellation()
      try spec.checkForDocker()
      try await buildChecked(spec, engine, progress ?? { _ in })
    } catch {
      // Whatever broke when the task was cancelled broke because of it.
      try Task.checkCancellation()
      throw Self.translated(error, spec)
    }
  }

  private func buildChecked(
    _ spec: BuildSpec, _ engine: LifecycleEngine, _ progress: @escaping @Sendable (ImageProgress) -> Void
  ) async throws {
    let version = try await engine.version()
    let context = try await ContextStream.reading {
      try BuildContext(folder: spec.context, dockerfile: spec.dockerfile)
    }
    let stream = try await ContextStream.reading { try ContextStream(context, progress: progress) }
    var request = LifecycleRequest(
      .post, ["build"], query: spec.query(dockerfile: context.dockerfile),
      body: .stream(stream, contentType: "application/x-tar"))
    if let networkMode { request.query.append((name: "networkmode", value: networkMode)) }
    switch spec.builder {
    case .buildkit: try await withBuildKit(request, spec, engine, progress)
    case .automatic where version.prefersBuildKit: try await withBuildKit(request, spec, engine, progress)
    case .classic, .automatic:
      if let header = try await RegistryHeader.all(credentials.all()) { request.headers.append(header) }
      try await run(request, spec, engine, progress)
    }
  }

  private func withBuildKit(
    _ request: LifecycleRequest, _ spec: BuildSpec, _ engine: LifecycleEngine,
    _ progress: @escaping @Sendable (ImageProgress) -> Void
  ) async throws {
    try await BuildKitSession.with(on: engine, credentials: credentials) { session in
      var request = request
      request.query += [("version", "2"), ("session", session.id), ("buildid", RandomName.make())]
      try await run(request, spec, engine, progress)
    }
  }

  /// Sends the context, and follows the answer to its end.
  private func run(
    _ request: LifecycleRequest, _ spec: BuildSpec, _ engine: LifecycleEngine,
    _ progress: @Sendable (ImageProgress) -> Void
  ) async throws {
    var splitter = JSONSplitter()
    var told = BuildProgress()
    try await engine.stream(request) { part in
      do {
        for json in try splitter.consume(part.readableBytesView) {
          for item in told.take(try BuildMessage.decode(json)) { progress(item) }
        }
      } catch {
        throw BuildBreak(reason: "its answer can't be understood: \(error)")
      }
    }
    if let message = told.failure { throw RuntimeError.buildFailed(tag: spec.tag.text, message: message) }
    let version = try await engine.version()
    // Engines of this API name the image at the end; Podman and older ones do not.
    let namesImage = !version.isPodman && version.negotiated >= APIVersion(1, 29)
    guard !splitter.isInObject, told.image != nil || !namesImage else {
      throw BuildBreak(reason: "its answer ended before the build did; look at the engine's own log")
    }
  }

  /// The builder did not end its answer as it should.
  private struct BuildBreak: Error {
    var reason: String
  }

  private static func translated(_ error: any Error, _ spec: BuildSpec) -> any Error {
    let tag = spec.tag.text
    switch error {
    case is RuntimeError, is CancellationError: return error
    case let error as ContextError: return RuntimeError.build(tag: tag, .init(error.description))
    case let error as BuildBreak:
      return RuntimeError.build(tag: tag, .init("the builder broke off: \(error.reason)"))
    case let error as EngineError where error.code == .unreachable:
      return RuntimeError.connect(.init(error.description))
    case let error as EngineError:
      return RuntimeError.build(tag: tag, .init(status: error.status, "\(error)"))
    default: return RuntimeError.build(tag: tag, .init("\(error)"))
    }
  }
}
