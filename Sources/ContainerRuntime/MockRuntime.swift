internal import Synchronization

/// A runtime in memory, for tests of what uses one.
///
/// A container that is started is ``ContainerStatus/running``, or what ``setStatus(_:of:)`` said beforehand for its
/// resource. Each call is kept in ``calls``; ``fail(_:with:)`` makes calls fail.
public final class MockRuntime: ContainerRuntime {
  /// What was asked.
  public enum Call: Sendable, Hashable {
    case ping
    case ensureImage(String)
    case build(String)
    case ensureNetwork(String)
    case removeNetwork(String)
    case removeVolumes(String)
    /// The name of the container.
    case start(String)
    /// The id of the container, which is its name here; so with those below.
    case stop(String)
    case restart(String)
    case remove(String)
    case inspect(String)
    case logs(String)
    /// The project.
    case list(String)
  }

  private struct State {
    var calls: [Call] = []
    var failures: [Call: RuntimeError] = [:]
    var statuses: [String: ContainerStatus] = [:]
    var containers: [String: (project: String, container: ManagedContainer)] = [:]
    var logs: [String: [LogChunk]] = [:]
    var networks: Set<String> = []
    var volumes: [String: Set<String>] = [:]
    var waiters: [(id: Int, call: Call, continuation: CheckedContinuation<Void, Never>)] = []
    var nextWaiter = 0
  }

  private let state = Mutex(State())

  /// An empty runtime.
  public init() {}

  /// What was asked so far, in order.
  public var calls: [Call] { state.withLock { $0.calls } }

  /// Waits until something was asked; not if it has been already. The cancellation of the task ends the wait.
  public func called(_ call: Call) async {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.calls.contains(call) || Task.isCancelled { return true }
          state.waiters.append((id, call, continuation))
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      wake { $0 == id && $1 == call }
    }
  }

  /// The networks there are, by their projects.
  public var networks: Set<String> { state.withLock { $0.networks } }

  /// Makes each such call fail from now on; nil: succeed again.
  public func fail(_ call: Call, with error: RuntimeError?) {
    state.withLock { $0.failures[call] = error }
  }

  /// What a resource's container is, once it is started; and now, if it is there.
  public func setStatus(_ status: ContainerStatus, of resource: String) {
    state.withLock { state in
      state.statuses[resource] = status
      for (name, entry) in state.containers where entry.container.resource == resource {
        state.containers[name]?.container.status = status
      }
    }
  }

  /// What the container of this name has written.
  public func setLog(_ chunks: [LogChunk], of name: String) {
    state.withLock { $0.logs[name] = chunks }
  }

  /// Succeeds.
  public func ping() async throws {
    try note(.ping)
  }

  /// Succeeds; every image is there.
  public func ensureImage(
    _ image: ImageReference, policy: PullPolicy, progress: (@Sendable (ImageProgress) -> Void)?
  ) async throws {
    try note(.ensureImage(image.text))
  }

  /// Succeeds at once.
  public func build(_ build: BuildSpec, progress: (@Sendable (ImageProgress) -> Void)?) async throws {
    try note(.build(build.tag.text))
  }

  /// Adds the project to ``networks``.
  @discardableResult
  public func ensureNetwork(project: String) async throws -> Bool {
    try note(.ensureNetwork(project))
    return state.withLock { $0.networks.insert(project).inserted }
  }

  /// Takes the project from ``networks``.
  public func removeNetwork(project: String) async throws {
    try note(.removeNetwork(project))
    state.withLock { _ = $0.networks.remove(project) }
  }

  /// Forgets the named volumes of the containers that were started.
  public func removeVolumes(project: String) async throws -> [String] {
    try note(.removeVolumes(project))
    return state.withLock { $0.volumes.removeValue(forKey: project) ?? [] }.sorted()
  }

  /// Keeps the container; its id is its name.
  public func start(
    _ spec: ContainerSpec, progress: (@Sendable (ImageProgress) -> Void)?
  ) async throws -> ContainerID {
    switch spec.source {
    case .image(let image, let policy): try await ensureImage(image, policy: policy, progress: progress)
    case .build(let build): try await self.build(build, progress: progress)
    }
    try await ensureNetwork(project: spec.project)
    let name = spec.name ?? spec.defaultName
    try note(.start(name))
    try state.withLock { state in
      guard state.containers[name] == nil else {
        throw RuntimeError.start(name: name, .init(status: 409, "the name is in use"))
      }
      let volumes = spec.volumes.compactMap { volume in
        if case .named(let name) = volume.source { name } else { nil }
      }
      state.volumes[spec.project, default: []].formUnion(volumes)
      let image =
        switch spec.source {
        case .image(let image, _): image
        case .build(let build): build.tag
        }
      let container = ManagedContainer(
        id: ContainerID(name), name: name, resource: spec.resource, image: image.text,
        status: state.statuses[spec.resource] ?? .running, ports: spec.ports,
        labels: spec.labels)
      state.containers[name] = (spec.project, container)
    }
    return ContainerID(name)
  }

  /// Makes the container stopped, with exit code 0.
  public func stop(_ id: ContainerID, grace: Duration) async throws {
    try note(.stop(id.text))
    state.withLock { $0.containers[id.text]?.container.status = .stopped(exitCode: 0) }
  }

  /// Makes the container what a started one is.
  public func restart(_ id: ContainerID, grace: Duration) async throws {
    try note(.restart(id.text))
    try state.withLock { state in
      guard let entry = state.containers[id.text] else { throw RuntimeError.notFound(id) }
      state.containers[id.text]?.container.status = state.statuses[entry.container.resource] ?? .running
    }
  }

  /// Forgets the container.
  public func remove(_ id: ContainerID, volumes: Bool) async throws {
    try note(.remove(id.text))
    state.withLock { _ = $0.containers.removeValue(forKey: id.text) }
  }

  /// What the container is.
  public func inspect(_ id: ContainerID) async throws -> ContainerStatus {
    try note(.inspect(id.text))
    guard let entry = state.withLock({ $0.containers[id.text] }) else { throw RuntimeError.notFound(id) }
    return entry.container.status
  }

  /// What ``setLog(_:of:)`` said, and no more where following is asked for.
  public func logs(
    of id: ContainerID, options: LogOptions, _ body: @Sendable (LogChunk) async throws -> Void
  ) async throws {
    try note(.logs(id.text))
    let (isThere, chunks) = state.withLock { ($0.containers[id.text] != nil, $0.logs[id.text] ?? []) }
    guard isThere else { throw RuntimeError.notFound(id) }
    let wanted = chunks.filter { $0.time >= options.since ?? .min }
    for chunk in wanted.suffix(options.tail ?? wanted.count) { try await body(chunk) }
  }

  /// The containers that were started and not removed.
  public func list(project: String) async throws -> [ManagedContainer] {
    try note(.list(project))
    return state.withLock { state in
      state.containers.values.filter { $0.project == project }.map(\.container).sorted {
        $0.resource < $1.resource
      }
    }
  }

  private func note(_ call: Call) throws {
    try Task.checkCancellation()
    let failure = state.withLock { state in
      state.calls.append(call)
      return state.failures[call]
    }
    wake { $1 == call }
    if let failure { throw failure }
  }

  private func wake(_ isMeant: (_ waiter: Int, _ call: Call) -> Bool) {
    let woken = state.withLock { state in
      let woken = state.waiters.filter { isMeant($0.id, $0.call) }
      state.waiters.removeAll { isMeant($0.id, $0.call) }
      return woken
    }
    for waiter in woken { waiter.continuation.resume() }
  }
}
