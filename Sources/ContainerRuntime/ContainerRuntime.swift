/// What runs containers: starts, stops and removes them, builds and pulls their images, and tells how they are.
///
/// All that is made carries ``RuntimeLabels``, which is the only memory there is: whoever comes later finds by
/// ``list(project:)`` what runs. Operations are safe to repeat: what is there already, or gone already, is a success.
/// All of them throw ``RuntimeError``, and `CancellationError` when their task is cancelled.
public protocol ContainerRuntime: Sendable {
  /// Asks the runtime whether it is there.
  ///
  /// - Throws: ``RuntimeError/connect(_:)`` with what was tried.
  func ping() async throws

  /// Makes sure that an image is there, by pulling it if need be.
  ///
  /// - Parameters:
  ///   - image: its name.
  ///   - policy: when to pull.
  ///   - progress: called with each step of a pull, from any task.
  /// - Throws: ``RuntimeError/pull(image:_:)``.
  func ensureImage(
    _ image: ImageReference, policy: PullPolicy, progress: (@Sendable (ImageProgress) -> Void)?) async throws

  /// Builds an image from a Dockerfile and a context.
  ///
  /// - Throws: ``RuntimeError/build(tag:_:)`` when the builder could not be used,
  ///   ``RuntimeError/buildFailed(tag:message:)`` when a step failed.
  func build(_ build: BuildSpec, progress: (@Sendable (ImageProgress) -> Void)?) async throws

  /// Makes sure that the project's network is there.
  ///
  /// - Returns: whether it was made; false if it was there, or somebody else made it at the same moment.
  /// - Throws: ``RuntimeError/networkCreate(name:_:)``; also where a network of that name is not the project's.
  @discardableResult
  func ensureNetwork(project: String) async throws -> Bool

  /// Removes the project's network; one that is not there is no error.
  ///
  /// - Throws: ``RuntimeError/networkRemove(name:_:)``; also where a network of that name is not the project's.
  func removeNetwork(project: String) async throws

  /// Removes the project's named volumes.
  ///
  /// - Returns: the names of those that were removed, sorted.
  /// - Throws: ``RuntimeError/volumeRemove(name:_:)``.
  func removeVolumes(project: String) async throws -> [String]

  /// Makes the image, the network, the volumes and the container, and starts it.
  ///
  /// A container of the same name is an error: ``remove(_:volumes:)`` it first. One that was made but could not be
  /// started is removed.
  ///
  /// - Returns: the id of the container.
  /// - Throws: ``RuntimeError/start(name:_:)``, ``RuntimeError/invalidSpec(_:)``, and the errors of images, networks
  ///   and volumes.
  func start(_ spec: ContainerSpec, progress: (@Sendable (ImageProgress) -> Void)?) async throws
    -> ContainerID

  /// Stops a container; one that is stopped already, or gone, is no error.
  ///
  /// - Parameters:
  ///   - id: the container.
  ///   - grace: how long it may take before it is killed; whole seconds.
  /// - Throws: ``RuntimeError/stop(id:_:)``.
  func stop(_ id: ContainerID, grace: Duration) async throws

  /// Starts a stopped container anew; one that runs is stopped first.
  ///
  /// - Parameters:
  ///   - id: the container.
  ///   - grace: how long the stop may take before the container is killed; whole seconds.
  /// - Throws: ``RuntimeError/start(name:_:)``.
  func restart(_ id: ContainerID, grace: Duration) async throws

  /// Removes a container, running or not; one that is gone is no error.
  ///
  /// - Parameters:
  ///   - id: the container.
  ///   - volumes: whether its anonymous volumes go with it.
  /// - Throws: ``RuntimeError/remove(id:_:)``.
  func remove(_ id: ContainerID, volumes: Bool) async throws

  /// How a container is.
  ///
  /// - Throws: ``RuntimeError/inspect(id:_:)``, ``RuntimeError/notFound(_:)``.
  func inspect(_ id: ContainerID) async throws -> ContainerStatus

  /// Passes on what a container wrote, in the order of its log.
  ///
  /// - Parameters:
  ///   - id: the container.
  ///   - options: from where on, and whether to go on when the end is reached.
  ///   - body: called with each chunk; while it runs, nothing more is read.
  /// - Throws: ``RuntimeError/logStream(id:_:)``, ``RuntimeError/notFound(_:)``, and what `body` throws.
  func logs(
    of id: ContainerID, options: LogOptions, _ body: @Sendable (LogChunk) async throws -> Void
  ) async throws

  /// The containers of a project, stopped ones too, sorted by resource.
  ///
  /// - Throws: ``RuntimeError/inspect(id:_:)``.
  func list(project: String) async throws -> [ManagedContainer]
}

extension ContainerRuntime {
  /// Waits until a container is healthy, or, without a health check, until it runs.
  ///
  /// - Parameters:
  ///   - id: the container.
  ///   - deadline: for how long to wait.
  ///   - interval: how often to look.
  /// - Throws: ``RuntimeError/stopped(id:exitCode:)`` when it ended instead, ``RuntimeError/timeOut(operation:after:)``,
  ///   and the errors of ``inspect(_:)``.
  public func waitUntilHealthy(
    _ id: ContainerID, deadline: Duration, interval: Duration = .milliseconds(500)
  ) async throws {
    let clock = ContinuousClock()
    let end = clock.now + deadline
    while true {
      switch try await inspect(id) {
      case .healthy, .running: return
      case .stopped(let exitCode): throw RuntimeError.stopped(id: id, exitCode: exitCode)
      case .starting, .unhealthy: break
      }
      guard clock.now < end else {
        throw RuntimeError.timeOut(operation: "waiting until \(id.short) is healthy", after: deadline)
      }
      try await clock.sleep(until: min(clock.now + interval, end))
    }
  }
}
