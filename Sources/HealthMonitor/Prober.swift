package import ContainerWatch
package import DockerEngine
internal import HealthStore
internal import LogWire
package import Logging
internal import Platform

/// What a prober process is told.
package struct ProberSettings: Sendable {
  package var endpoint: EngineEndpoint
  package var selector: ContainerSelector
  /// The path of `health.db`.
  package var database: String
  /// Transitions are kept for so long; nil: for good.
  package var retention: Duration?

  package init(endpoint: EngineEndpoint, selector: ContainerSelector, database: String, retention: Duration?)
  {
    self.endpoint = endpoint
    self.selector = selector
    self.database = database
    self.retention = retention
  }
}

/// The prober process: watches the selected containers, and writes their states and transitions to `health.db`.
package struct Prober: Sendable {
  /// What the prober says of itself.
  package enum Status: Sendable, Equatable {
    case ready
    case watching(containers: Int, unwell: Int)
    case engineAway
  }

  /// How often it says that it is alive; see `ProberState.silence`.
  private static let heartbeat = Duration.seconds(3)

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
    let book = try HealthBook(path: settings.database, logger: logger)
    let engine = try ReadOnlyEngine(endpoint: settings.endpoint, logger: logger)
    let watcher = ContainerWatcher(engine: engine, selector: settings.selector, logger: logger)
    status(.ready)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await keepAlive(book) }
        group.addTask {
          try await watcher.run { change in
            await book.take(change, now: .now())
            await report(book, change)
          }
        }
        defer { group.cancelAll() }
        try await group.next()
      }
    } catch is CancellationError {
      // Asked to stop.
    } catch {
      await engine.shutdown()
      throw error
    }
    await engine.shutdown()
  }

  private func report(_ book: HealthBook, _ change: ContainerChange) async {
    if case .engineAway = change {
      status(.engineAway)
    } else {
      status(await book.summary)
    }
  }

  private func keepAlive(_ book: HealthBook) async {
    var beats = 0
    while !Task.isCancelled {
      await book.beat(now: .now())
      // Once an hour, beginning with the start.
      if beats % 1200 == 0, let age = settings.retention { await book.deleteOld(before: age, now: .now()) }
      beats += 1
      try? await Task.sleep(for: Self.heartbeat)
    }
  }
}
