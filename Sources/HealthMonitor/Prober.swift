package import ContainerWatch
package import DockerEngine
internal import HealthStore
internal import LogWire
package import Logging
internal import Platform
package import Probes

/// What a prober process is told.
package struct ProberSettings: Sendable {
  package var endpoint: EngineEndpoint
  package var selector: ContainerSelector
  /// The path of `health.db`.
  package var database: String
  /// Transitions are kept for so long; nil: for good.
  package var retention: Duration?
  /// What is to be probed in a container.
  package var probes: ProbePlan
  package var runner: ProbeRunnerSettings
  package var flapping: FlapDetector.Limit
  /// Nil: no container is restarted.
  package var restart: RestartRule?

  package init(
    endpoint: EngineEndpoint, selector: ContainerSelector, database: String, retention: Duration?,
    probes: ProbePlan, runner: ProbeRunnerSettings, flapping: FlapDetector.Limit = .init(),
    restart: RestartRule? = nil
  ) {
    self.endpoint = endpoint
    self.selector = selector
    self.database = database
    self.retention = retention
    self.runner = runner
    self.flapping = flapping
    self.restart = restart
    self.probes = probes
  }
}

/// The prober process: watches the selected containers, runs their probes, and writes states and transitions to `health.db`.
package struct Prober: Sendable {
  /// What the prober says of itself.
  package enum Status: Sendable, Equatable {
    case ready
    case watching(containers: Int, unwell: Int, probes: Int)
    case engineAway
  }

  /// How often it says that it is alive; see `ProberState.silence`.
  private static let heartbeat = Duration.seconds(3)
  /// After how many heartbeats the results of probes are written, and old transitions deleted.
  private static let flush = 3
  private static let cleaning = 1200

  private let settings: ProberSettings
  private let logger: Logger
  private let status: @Sendable (Status) -> Void

  package init(settings: ProberSettings, logger: Logger, status: @escaping @Sendable (Status) -> Void) {
    self.settings = settings
    self.logger = logger
    self.status = status
  }

  /// Probes until the task is cancelled.
  ///
  /// - Throws: when `health.db` can't be opened, or the engine's address can't be used.
  package func run() async throws {
    let book = try HealthBook(
      path: settings.database,
      settings: HealthBook.Settings(
        flapping: settings.flapping, restart: settings.restart, probes: settings.probes), logger: logger,
      now: .now())
    let engine = try ReadOnlyEngine(endpoint: settings.endpoint, logger: logger)
    let runner = try ProbeRunner(settings: settings.runner, logger: logger)
    let late = LatenessCount()
    let scheduler = ProbeScheduler(late: late, run: { await runner.run($0, on: $1) }) {
      result, spec, container in
      await book.take(result, of: spec, container: container, now: .now())
    }
    let watcher = ContainerWatcher(
      engine: engine, selector: settings.selector, heard: await book.newestEvent, logger: logger)
    status(.ready)
    var failure: (any Error)?
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await keepTime(book, late) }
        group.addTask {
          try await watcher.run { change in
            for order in await book.take(change, now: .now()) { await scheduler.follow(order) }
            await report(book, change)
          }
        }
        defer { group.cancelAll() }
        try await group.next()
      }
    } catch is CancellationError {
      // Asked to stop.
    } catch {
      failure = error
    }
    await scheduler.stop()
    await runner.shutdown()
    await book.flushProbes(now: .now())
    tell(late)
    await engine.shutdown()
    if let failure { throw failure }
  }

  private func report(_ book: HealthBook, _ change: ContainerChange) async {
    if case .engineAway = change {
      status(.engineAway)
    } else {
      status(await book.summary)
    }
  }

  /// Says how many probes were run, and how late they were.
  private func tell(_ late: LatenessCount) {
    guard late.count > 0 else { return }
    let bound = late.bound(0.99).map { "under \($0) ms" } ?? "over \(LatenessCount.bounds.last ?? 0) ms"
    logger.info("probes were run", metadata: ["probes.runs": "\(late.count)", "probes.late_p99": "\(bound)"])
  }

  private func keepTime(_ book: HealthBook, _ late: LatenessCount) async {
    await withDiscardingTaskGroup { group in
      var beats = 0
      while !Task.isCancelled {
        for order in await book.tick(now: .now()) {
          group.addTask { await restart(order, book) }
        }
        if beats % Self.flush == 0 { await book.flushProbes(now: .now()) }
        if beats % Self.cleaning == 0 { tell(late) }
        if beats % Self.cleaning == 0, let age = settings.retention {
          await book.deleteOld(before: age, now: .now())
        }
        beats += 1
        try? await Task.sleep(for: Self.heartbeat)
      }
      group.cancelAll()
    }
  }

  private func restart(_ order: RestartOrder, _ book: HealthBook) async {
    do {
      try await settings.restart?.perform(order.container, order.grace)
      await book.restarted(order, outcome: "done")
    } catch {
      await book.restarted(order, outcome: "\(error)")
    }
  }
}
