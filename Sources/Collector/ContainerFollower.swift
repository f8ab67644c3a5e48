internal import ContainerRuntime
internal import ContainerWatch
internal import DockerEngine
internal import LogStore
internal import LogWire
internal import Logging
internal import Platform
internal import Synchronization

/// The worker task of one container: reads its log from the stored position on, for as long as the container exists.
///
/// The end of a stream is not the end of the container. After each end it looks: gone → close the open line and leave; not running →
/// close the open line and wait for the next start; running (the daemon was restarted, the connection broke) → drop the open
/// line, which is read again, and go on from the position.
final class ContainerFollower: Sendable {
  /// What all followers of a process share.
  struct Surroundings: Sendable {
    var engine: ReadOnlyEngine
    var reactor: FollowReactor
    var queue: WriteQueue
    var permits: Permits
    var lineLimit: Int
    var logger: Logger
  }

  /// What to do after a reading.
  private enum Next {
    case leave
    case waitForStart
    case readAgain
  }

  /// A container that began so recently has no long log to be read first.
  private static let youth: Int64 = 60_000_000_000
  /// No bytes for so long, or lines of the present: the follower has caught up.
  private static let idle = Duration.milliseconds(200)

  let id: String
  private let shared: Surroundings
  private let started = StartSignal()
  private let latest: Mutex<ContainerDetails>

  init(_ details: ContainerDetails, _ shared: Surroundings) {
    id = details.id
    latest = Mutex(details)
    self.shared = shared
  }

  /// The watcher saw the container change: it may have been renamed or started. One that lives shortly has ended again by the time
  /// it is looked at; then only the time of its start tells.
  func update(_ details: ContainerDetails) {
    let startedBefore = latest.withLock { latest in
      defer { latest = details }
      return latest.startedAt
    }
    if details.state.isAlive || details.startedAt != startedBefore { started.set() }
  }

  /// The container was started, at a time by the engine's clock.
  func start(at time: Int64) {
    latest.withLock {
      $0.state = .running
      $0.startedAt = time
    }
    started.set()
  }

  /// Follows until the container is gone or the task is cancelled.
  func run() async {
    var backoff = Backoff(cap: .seconds(5))
    var logger = shared.logger
    logger[metadataKey: "container.name"] = "\(latest.withLock { $0.name })"
    logger[metadataKey: "container.id"] = "\(id.prefix(12))"
    guard isReadable(logger) else {
      // Stays, so that it is said once for a container.
      while !Task.isCancelled { await started.wait() }
      return
    }
    while !Task.isCancelled {
      started.clear()
      do {
        switch try await readOnce(logger, isRepeated: backoff.failures > 0) {
        case .leave:
          return
        case .waitForStart:
          backoff.reset()
          await started.wait()
        case .readAgain:
          try await Task.sleep(for: backoff.next())
        }
      } catch is CancellationError {
        return
      } catch is WriteQueue.Closed {
        return
      } catch {
        report(error, logger)
        // The task's cancellation ends the sleep, and then the loop.
        try? await Task.sleep(for: backoff.next())
      }
    }
  }

  /// Whether the container's log can be read at all; says so if not.
  private func isReadable(_ logger: Logger) -> Bool {
    let driver = latest.withLock { $0.logDriver.type }
    guard driver == "none" else { return true }
    logger.warning(
      "container has no log that can be read; start it with another log driver",
      metadata: ["container.log_driver": "none"])
    return false
  }

  /// Reads from the stored position to the end of the stream, and looks at what has become of the container.
  private func readOnce(_ logger: Logger, isRepeated: Bool) async throws -> Next {
    let details = latest.withLock { $0 }
    guard details.state != .created else { return .waitForStart }
    let mayGoOn = details.state.mayWrite
    let needsPermit = !isYoung(details) || isRepeated
    guard let pipe = try await read(details, follows: mayGoOn, needsPermit: needsPermit, logger) else {
      return .leave
    }
    return mayGoOn ? try await afterEnd(pipe, logger) : end(pipe, logger, then: .waitForStart)
  }

  /// Reads from the stored position to the end of the stream. Nil: the container is gone.
  private func read(
    _ details: ContainerDetails, follows: Bool, needsPermit: Bool, _ logger: Logger
  ) async throws -> ContainerPipe? {
    let info = ContainerInfo(details)
    var plan = ReadingPlan(try await shared.queue.position(of: info), follows: follows)
    while true {
      if plan.hasGap { reportGap(logger) }
      let pipe = makePipe(info, plan)
      do {
        try await follow(pipe, plan, needsPermit: needsPermit)
        try pipe.endBacklog()
        return pipe
      } catch is ContainerPipe.StartedLate {
        plan.widen()
      } catch let error as EngineError where error.status == 404 || error.status == 409 {
        // 404: gone, as is normal with --rm. 409: dead, or being removed; what it wrote is gone with it.
        pipe.abandon()
        return nil
      } catch {
        pipe.abandon()
        throw error
      }
    }
  }

  private func makePipe(_ info: ContainerInfo, _ plan: ReadingPlan) -> ContainerPipe {
    ContainerPipe(
      container: info, plan: plan, lineLimit: shared.lineLimit, begin: .now(), queue: shared.queue,
      resume: { [reactor = shared.reactor] pipe in reactor.resume(pipe) })
  }

  private func isYoung(_ details: ContainerDetails) -> Bool {
    guard let startedAt = details.startedAt, details.restartCount == 0 else { return false }
    return Timestamp.now().nanoseconds - startedAt < Self.youth
  }

  /// Follows to the end of the stream, holding a permit until the reading has caught up.
  private func follow(_ pipe: ContainerPipe, _ plan: ReadingPlan, needsPermit: Bool) async throws {
    let request = FollowRequest(containerID: id, since: plan.since, tail: plan.tail, follow: plan.follows)
    guard needsPermit else {
      _ = try await shared.reactor.follow(request, handler: pipe)
      return
    }
    let begin = Timestamp.now()
    await shared.permits.acquire()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [permits = shared.permits] in
        defer { permits.release() }
        try await Self.waitUntilCaughtUp(pipe, begin: begin)
      }
      defer { group.cancelAll() }
      _ = try await shared.reactor.follow(request, handler: pipe)
    }
  }

  private static func waitUntilCaughtUp(_ pipe: ContainerPipe, begin: Timestamp) async throws {
    var before: UInt64?
    while true {
      try await Task.sleep(for: idle)
      let progress = pipe.progress.withLock { $0 }
      if progress.bytes == before || progress.lastTime >= begin { return }
      before = progress.bytes
    }
  }

  /// A followed stream ended.
  private func afterEnd(_ pipe: ContainerPipe, _ logger: Logger) async throws -> Next {
    let details: ContainerDetails?
    do {
      details = try await shared.engine.inspectContainer(id)
    } catch {
      // Whether the container still runs is not known: its open line is read again when it is.
      pipe.abandon()
      throw error
    }
    guard let details else { return end(pipe, logger, then: .leave) }
    if details.state.mayWrite {
      pipe.abandon()
      return .readAgain
    }
    latest.withLock { $0 = details }
    // dockerd ends a followed stream soon after the container, and a reader that was behind misses the rest (seen with
    // 20.10). The log itself has it.
    pipe.handOver()
    guard let rest = try await read(details, follows: false, needsPermit: false, logger) else {
      return end(pipe, logger, then: .leave)
    }
    return end(rest, logger, then: .waitForStart)
  }

  /// The container's output ended with this reading.
  private func end(_ pipe: ContainerPipe, _ logger: Logger, then next: Next) -> Next {
    do {
      try pipe.finish(at: .now())
      return next
    } catch {
      report(error, logger)
      return .readAgain
    }
  }

  private func report(_ error: any Error, _ logger: Logger) {
    if let error = error as? EngineError, error.isEngineAway {
      logger.debug("engine away; log will be read on", metadata: ["error": "\(error)"])
    } else {
      logger.warning(
        "log stream broke; reading again from the stored position", metadata: ["error": "\(error)"])
    }
  }

  private func reportGap(_ logger: Logger) {
    logger.warning("lines are missing: the engine's log no longer reaches back to the stored position")
  }
}

extension ContainerInfo {
  /// What the store keeps of what the engine knows.
  init(_ details: ContainerDetails) {
    self.init(
      id: details.id, name: details.name, project: details.labels[RuntimeLabels.project],
      resource: details.labels[RuntimeLabels.resource], image: details.image, labels: details.labels,
      tty: details.tty, logDriver: details.logDriver.type)
  }
}

extension ContainerState {
  /// Whether more lines may come without a start that we would be told of.
  fileprivate var mayWrite: Bool { isAlive || self == .restarting }
}
