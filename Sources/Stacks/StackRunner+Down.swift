package import ContainerRuntime

extension StackRunner {
  /// What `down` found.
  package struct DownReport: Sendable, Hashable {
    /// How many containers were removed.
    package var containers = 0
    /// The names of the volumes that were removed.
    package var volumes: [String] = []
  }

  /// Stops and removes the containers of a project, each before those that it waits for, and the network.
  ///
  /// All is found by labels: there need be no manifest.
  ///
  /// - Parameters:
  ///   - project: its name.
  ///   - volumes: whether the named volumes go, too, and the anonymous ones of these containers.
  /// - Throws: ``StackError/failed(_:leftovers:)`` when something stays; the rest is gone then. `RuntimeError`,
  ///   `CancellationError`.
  package func down(project: String, volumes: Bool) async throws -> DownReport {
    let containers = try await runtime.list(project: project)
    var report = DownReport()
    let failures = await run(Self.schedule(containers, reversed: true), goesOn: true) { id in
      guard let container = containers.first(where: { $0.id.text == id }) else { return Outcome() }
      return await self.remove(container, volumes: volumes)
    }
    try Task.checkCancellation()
    guard failures.isEmpty else { throw StackError.failed(failures, leftovers: []) }
    report.containers = containers.count
    do {
      try await runtime.removeNetwork(project: project)
      if volumes { report.volumes = try await runtime.removeVolumes(project: project) }
    } catch let error as RuntimeError {
      throw StackError.failed([.init(resource: "", reason: "\(error)")], leftovers: [])
    }
    return report
  }

  /// Restarts containers, each after those that it waits for are well again.
  ///
  /// - Parameters:
  ///   - project: its name.
  ///   - names: the resources that are meant, and only these; empty: all.
  /// - Returns: how many there were.
  package func restart(project: String, only names: [String]) async throws -> Int {
    let all = try await runtime.list(project: project)
    let containers = try Self.containers(all, of: names)
    let failures = await run(Self.schedule(containers, reversed: false), goesOn: false) { id in
      guard let container = containers.first(where: { $0.id.text == id }) else { return Outcome() }
      return await self.restart(container)
    }
    try Task.checkCancellation()
    guard failures.isEmpty else { throw StackError.failed(failures, leftovers: []) }
    return containers.count
  }

  /// The containers of some resources; of all, if none is named.
  ///
  /// - Throws: ``StackError/unknownResource(_:known:)``.
  package static func containers(
    _ all: [ManagedContainer], of names: [String]
  ) throws(StackError) -> [ManagedContainer] {
    let known = Set(all.map(\.resource))
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw .unknownResource(unknown, known: known.sorted())
    }
    return names.isEmpty ? all : all.filter { names.contains($0.resource) }
  }

  /// Builds the images of the resources that have a Dockerfile.
  ///
  /// - Returns: how many were built.
  package func build(_ manifest: Manifest, only names: [String], ignoresCache: Bool) async throws -> Int {
    let known = manifest.resources.map(\.name)
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw StackError.unknownResource(unknown, known: known)
    }
    let specs = manifest.resources.map(\.container).filter { spec in
      guard case .build = spec.source else { return false }
      return names.isEmpty || names.contains(spec.resource)
    }
    let failures = await run(
      StackSchedule(order: specs.map(\.resource), prerequisites: [:]), goesOn: false
    ) { name in
      guard var spec = specs.first(where: { $0.resource == name }) else { return Outcome() }
      if case .build(var build) = spec.source {
        build.ignoresCache = ignoresCache
        spec.source = .build(build)
      }
      return await self.attempt(name) {
        _ = try await self.image(of: spec)
        self.tell(StackEvent(name, .imageReady))
      }
    }
    try Task.checkCancellation()
    guard failures.isEmpty else { throw StackError.failed(failures, leftovers: []) }
    return specs.count
  }

  /// An order of containers by their labels. Labels that wait for each other in a circle say nothing.
  static func schedule(_ containers: [ManagedContainer], reversed: Bool) -> StackSchedule {
    let ids = Dictionary(grouping: containers, by: \.resource).mapValues { $0.map(\.id.text) }
    var graph: [String: [String]] = [:]
    for container in containers {
      let others = container.dependencies.flatMap { ids[$0] ?? [] }
      for other in others {
        if reversed {
          graph[other, default: []].append(container.id.text)
        } else {
          graph[container.id.text, default: []].append(other)
        }
      }
    }
    let order = containers.map(\.id.text)
    if !Cycles.find(in: graph, order: order).isEmpty { graph = [:] }
    return StackSchedule(order: order, prerequisites: graph)
  }

  private func remove(_ container: ManagedContainer, volumes: Bool) async -> Outcome {
    await attempt(container.resource, reaching: container.id.text, goesOn: true) {
      tell(StackEvent(container.resource, .stopping))
      try await runtime.stop(container.id, grace: container.stopGrace)
      tell(StackEvent(container.resource, .removing))
      try await runtime.remove(container.id, volumes: volumes)
      tell(StackEvent(container.resource, .removed))
    }
  }

  private func restart(_ container: ManagedContainer) async -> Outcome {
    await attempt(container.resource, reaching: container.id.text, id: container.id) {
      tell(StackEvent(container.resource, .restarting))
      try await runtime.restart(container.id, grace: container.stopGrace)
      try await settle(container.resource, container.id)
    }
  }

  /// Does a step, and says of its failure whose it was.
  ///
  /// - Parameters:
  ///   - resource: whose step it is.
  ///   - prerequisite: what others wait for.
  ///   - goesOn: whether these begin after a failure, too.
  ///   - id: the container whose log has the reason for a failure.
  func attempt(
    _ resource: String, reaching prerequisite: String = "", goesOn: Bool = false, id: ContainerID? = nil,
    _ body: () async throws -> Void
  ) async -> Outcome {
    do {
      try await body()
      return Outcome(reached: [prerequisite])
    } catch {
      let failure = await failure(error, of: resource, id: id)
      return Outcome(reached: goesOn ? [prerequisite] : [], failure: failure, isCancelled: failure == nil)
    }
  }
}
