public import ContainerRuntime
internal import DockerEngine

extension DockerRuntime {
  private struct Made: Decodable { var Id: String }

  /// How long the engine may take to make or to start a container: it copies what an image has where a volume is
  /// mounted.
  private static let patience = Duration.seconds(300)

  /// Makes what the container needs, then the container, and starts it.
  public func start(
    _ spec: ContainerSpec, progress: (@Sendable (ImageProgress) -> Void)?
  ) async throws -> ContainerID {
    try spec.checkForDocker()
    switch spec.source {
    case .image(let image, let policy): try await ensureImage(image, policy: policy, progress: progress)
    case .build(let build): try await self.build(build, progress: progress)
    }
    try await ensureNetwork(project: spec.project)
    for case .named(let volume) in spec.volumes.map(\.source) {
      try await ensureVolume(volume, of: spec.project)
    }
    try Task.checkCancellation()
    // A request that breaks off may have been carried out all the same, and nobody would know of the container. So these
    // two are never cancelled; whoever cancelled meanwhile finds it taken back.
    let started = Task { try await makeAndStart(spec) }
    let id = try await started.value
    if Task.isCancelled {
      await takeBack(id)
      throw CancellationError()
    }
    return id
  }

  private func makeAndStart(_ spec: ContainerSpec) async throws -> ContainerID {
    let name = spec.containerName
    return try await attempt({ .start(name: name, $0) }) {
      let id = try await make(spec)
      do {
        try await engine.call(
          LifecycleRequest(.post, ["containers", id.text, "start"], accepting: [304]), patience: Self.patience
        )
        return id
      } catch {
        await takeBack(id)
        throw error
      }
    }
  }

  private func make(_ spec: ContainerSpec) async throws -> ContainerID {
    let request = LifecycleRequest(
      .post, ["containers", "create"], query: [("name", spec.containerName)],
      body: try EngineJSON.body(try NewContainer(spec)))
    do {
      let answer = try await engine.call(request, patience: Self.patience)
      return ContainerID(try EngineJSON.decode(Made.self, answer).Id)
    } catch let error as EngineError where error.code == .http(status: 409) {
      throw RuntimeError.Cause(
        status: 409, "\(error.reason) Remove that container, or give this one another name.")
    }
  }

  /// Removes a container that was made and is not wanted. That it can't be removed is not worth hiding why.
  private func takeBack(_ id: ContainerID) async {
    let removal = Task { try await remove(id, volumes: true) }
    _ = await removal.result
  }
}

extension ContainerSpec {
  /// Its name, given or made.
  var containerName: String { name ?? defaultName }
}
