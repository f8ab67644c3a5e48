public import ContainerRuntime
internal import DockerEngine

extension DockerRuntime {
  /// How many containers are looked at at once.
  private static let inspections = 8

  /// How a container is.
  public func inspect(_ id: ContainerID) async throws -> ContainerStatus {
    guard let container = try await details(of: id) else { throw RuntimeError.notFound(id) }
    return ContainerStatus(container.details)
  }

  /// The containers with the project's label, each as inspect shows it; one that vanishes meanwhile is left out.
  public func list(project: String) async throws -> [ManagedContainer] {
    let listed = try await attempt({ .inspect(id: ContainerID("the project \(project)"), $0) }) {
      let filters = try EngineJSON.filters(label: RuntimeLabels.project, project)
      let answer = try await engine.call(
        LifecycleRequest(.get, ["containers", "json"], query: [("all", "1"), ("filters", filters)]))
      return try EngineJSON.reading(answer) { try ContainerSummary.decodeList(answer.body) }
    }
    var containers: [ManagedContainer] = []
    try await withThrowingTaskGroup(of: ManagedContainer?.self) { group in
      var waiting = listed.map { ContainerID($0.id) }[...]
      for id in waiting.prefix(Self.inspections) { group.addTask { try await self.managed(id) } }
      waiting = waiting.dropFirst(Self.inspections)
      while let container = try await group.next() {
        if let container { containers.append(container) }
        if let id = waiting.popFirst() { group.addTask { try await self.managed(id) } }
      }
    }
    return containers.sorted { ($0.resource, $0.name) < ($1.resource, $1.name) }
  }

  /// All about a container; nil if it is gone.
  func details(of id: ContainerID) async throws -> (details: ContainerDetails, ports: [PortMapping])? {
    try await attempt({ .inspect(id: id, $0) }) {
      let answer = try await engine.call(LifecycleRequest(.get, try id.path("json"), accepting: [404]))
      guard answer.status != 404 else { return nil }
      return try EngineJSON.reading(answer) {
        (try ContainerDetails.decode(answer.body), try PublishedPorts.decode(answer.body))
      }
    }
  }

  private func managed(_ id: ContainerID) async throws -> ManagedContainer? {
    guard let (details, ports) = try await details(of: id) else { return nil }
    return ManagedContainer(
      id: ContainerID(details.id), name: details.name, resource: details.labels[RuntimeLabels.resource] ?? "",
      image: details.image, status: ContainerStatus(details), ports: ports, startedAt: details.startedAt,
      labels: details.labels)
  }
}

extension ContainerStatus {
  /// How a container is by what the engine knows of it.
  init(_ details: ContainerDetails) {
    switch (details.state, details.health.status) {
    case (.running, .none): self = .running
    case (.running, .healthy): self = .healthy
    case (.running, .unhealthy): self = .unhealthy
    case (.exited, _), (.dead, _): self = .stopped(exitCode: details.exitCode)
    default: self = .starting
    }
  }
}
