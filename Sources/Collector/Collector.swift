internal import ContainerRuntime
internal import ContainerWatch
internal import DockerEngine
internal import LogStore
package import Logging
internal import Platform
internal import Synchronization

/// A collector process: follows every container that is selected and falls to its shard, each in a task of its own.
package struct Collector: Sendable {
  private let settings: CollectorSettings
  private let logger: Logger
  private let status: @Sendable (Status) -> Void

  /// What the collector says of itself.
  package enum Status: Sendable, Equatable {
    /// The shard is open and the containers are being watched.
    case ready
    case following(containers: Int)
    case engineAway
  }

  package init(settings: CollectorSettings, logger: Logger, status: @escaping @Sendable (Status) -> Void) {
    self.settings = settings
    self.logger = logger
    self.status = status
  }

  /// Collects until the task is cancelled; then stores what was read, and returns.
  ///
  /// - Throws: when the store can't be opened or is damaged, or the engine's address can't be used.
  package func run() async throws {
    let queue = WriteQueue(limit: settings.queueBytes)
    let writer = StoreWriter(
      layout: settings.store, shard: settings.shard.number, limits: settings.limits, queue: queue,
      logger: logger)
    let engine = try ReadOnlyEngine(endpoint: settings.endpoint, logger: logger)
    let reactor = try FollowReactor(engine: engine, logger: logger)
    let (opened, open) = AsyncStream.makeStream(of: Void.self)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        // The writer must outlive the cancellation that ends the followers: it has no cancellation but the queue's end.
        group.addTask { try await writer.run(opened: { open.yield() }) }
        group.addTask {
          defer { queue.close() }
          // Without a value the writer has failed.
          guard await opened.first(where: { _ in true }) != nil else { return }
          try await follow(queue: queue, writer: writer, engine: engine, reactor: reactor)
        }
        // The first to end brings the other down: a writer that failed has closed the queue.
        try await group.next()
        group.cancelAll()
        open.finish()
        try await group.waitForAll()
      }
    } catch is CancellationError {
      // Asked to stop; everything that was read is stored.
    } catch {
      reactor.shutdown()
      await engine.shutdown()
      throw error
    }
    reactor.shutdown()
    await engine.shutdown()
  }

  private func follow(
    queue: WriteQueue, writer: StoreWriter, engine: ReadOnlyEngine, reactor: FollowReactor
  ) async throws {
    let shared = ContainerFollower.Surroundings(
      engine: engine, reactor: reactor, queue: queue, permits: Permits(count: settings.catchUps),
      lineLimit: settings.lineLimit, logger: logger)
    let watcher = ContainerWatcher(engine: engine, selector: settings.selector, logger: logger)
    let roster = Roster()
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { await maintain(writer) }
      status(.ready)
      var hasAdvised = false
      try await watcher.run { change in
        switch change {
        case .appeared(let details, _), .changed(let details, _):
          guard settings.shard.takes(containerID: details.id) else { return }
          if let follower = roster.follower(details, make: { ContainerFollower(details, shared) }) {
            group.addTask {
              await follower.run()
              roster.remove(follower)
              status(.following(containers: roster.count))
            }
            status(.following(containers: roster.count))
          }
        case .listed(let chosen, let total):
          // All collectors see the same list; one of them says it.
          if chosen == 0, !hasAdvised, settings.shard.number == 0 { advise(total: total) }
          hasAdvised = true
          status(.following(containers: roster.count))
        case .engineAway:
          status(.engineAway)
        case .event(let event, _) where event.action == .start:
          // Sooner than the look at the container that comes next: one that is run with --rm may be gone by then.
          roster.started(event.id, at: event.time)
        case .engineBack, .event, .gone:
          // A follower learns of the end of its container from the end of its stream.
          break
        }
      }
    }
  }

  private func advise(total: Int) {
    logger.notice(
      """
      no container is selected; label containers with \(RuntimeLabels.project)=NAME, or set 'select: {containers: all}' \
      in the configuration to follow every container
      """, metadata: ["containers.total": "\(total)"])
  }

  /// Seals and deletes segments now and then, on a thread of its own since that takes long.
  private func maintain(_ writer: StoreWriter) async {
    let maintenance = ShardMaintenance(
      layout: settings.store, shard: settings.shard.number, retention: settings.retention)
    // Imported lines have no collector; the first one looks after them.
    let imports =
      settings.shard.number == 0
      ? ImportMaintenance(layout: settings.store, limits: settings.limits, retention: settings.retention)
      : nil
    while !Task.isCancelled {
      await WorkerThread.run(name: "store-seal") {
        do {
          for action in try maintenance.run(openSerial: writer.openSerial, now: .now()) { log(action) }
          for action in try imports?.run(now: .now()) ?? [] { log(action) }
        } catch {
          logger.error("segments can't be sealed or deleted; trying again", metadata: ["error": "\(error)"])
        }
      }
      try? await Task.sleep(for: .seconds(5))
    }
  }

  private func log(_ action: ShardMaintenance.Action) {
    switch action {
    case .sealed(let path): logger.info("segment sealed", metadata: ["segment.path": "\(path)"])
    case .sealingPostponed(let path):
      logger.debug("segment still read by others; sealing later", metadata: ["segment.path": "\(path)"])
    case .deleted(let path, let bytes):
      logger.info(
        "segment deleted by retention", metadata: ["segment.path": "\(path)", "segment.bytes": "\(bytes)"])
    case .setAside(let path, let reason):
      logger.error(
        "segment damaged and set aside", metadata: ["segment.path": "\(path)", "error": "\(reason)"])
    case .indexDamaged(let path, let reason):
      logger.error(
        "index of a segment damaged", metadata: ["segment.path": "\(path)", "error": "\(reason)"])
    }
  }
}

/// Which containers have a follower.
private final class Roster: Sendable {
  private let followers = Mutex<[String: ContainerFollower]>([:])

  var count: Int { followers.withLock { $0.count } }

  /// The follower made for a container that had none; one that exists is told instead.
  func follower(_ details: ContainerDetails, make: () -> ContainerFollower) -> ContainerFollower? {
    followers.withLock { followers in
      if let known = followers[details.id] {
        known.update(details)
        return nil
      }
      let follower = make()
      followers[details.id] = follower
      return follower
    }
  }

  /// A container has been started.
  func started(_ id: String, at time: Int64) {
    followers.withLock { $0[id] }?.start(at: time)
  }

  func remove(_ follower: ContainerFollower) {
    followers.withLock { $0[follower.id] = nil }
  }
}
