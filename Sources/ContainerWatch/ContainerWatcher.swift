package import DockerEngine
package import Logging

/// Tells what containers there are and what happens to them, for as long as it runs.
///
/// It subscribes to the events first, then lists, then compares; it lists again every now and then, since an engine
/// may drop events of a subscriber. While the engine is away it tries again, with jitter.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents>; moby's
/// `daemon/events` (256 events are kept, 1,024 wait for a subscriber, then they are dropped after 100 ms).
package final class ContainerWatcher: Sendable {
  private let engine: ReadOnlyEngine
  private let selector: ContainerSelector
  private let listInterval: Duration
  private let heard: Int64?
  private let logger: Logger

  /// Prepares a watcher; it does nothing before ``run(_:)``.
  ///
  /// - Parameters:
  ///   - engine: whom to ask.
  ///   - selector: which containers to tell of.
  ///   - listInterval: how often everything is compared.
  ///   - heard: the time of the newest event that an earlier watcher told, nanoseconds since 1970: those that the engine
  ///     still remembers since then are told, that one once more. Nil: what was before is nobody's concern.
  ///   - logger: for what is not worth telling.
  package init(
    engine: ReadOnlyEngine, selector: ContainerSelector, listInterval: Duration = .seconds(30),
    heard: Int64? = nil, logger: Logger
  ) {
    self.engine = engine
    self.selector = selector
    self.listInterval = listInterval
    self.heard = heard
    self.logger = logger
  }

  /// Watches until the task is cancelled or `body` throws.
  ///
  /// - Parameter body: called with each change, one after another, in the caller's own task. While it runs, news
  ///   wait; thousands of them are kept, then the engine has to keep them.
  /// - Throws: what `body` throws; `CancellationError` when cancelled; ``EngineError`` only where no later try can
  ///   help (`invalidEndpoint`, `shutDown`).
  package func run(_ body: (ContainerChange) async throws -> Void) async throws {
    var state = WatchState(selector: selector, heard: heard)
    var backoff = Backoff()
    var toldCode: EngineError.Code?
    while true {
      let start = ContinuousClock.now
      let failure: EngineError
      switch try await ping() {
      case .success(let version):
        toldCode = nil
        try await body(.engineBack(version))
        let session = WatchSession(engine: engine, listInterval: listInterval, logger: logger)
        failure = try await session.run(since: state.since(version), &state, body)
        state.roster.disconnected()
      case .failure(let error):
        failure = error
      }
      if failure.code == .invalidEndpoint || failure.code == .shutDown { throw failure }
      if toldCode != failure.code {
        toldCode = failure.code
        try await body(.engineAway(failure))
      }
      try await Task.sleep(for: backoff.next(afterHolding: .now - start))
    }
  }

  /// Asks the engine who it is; its failures are values here, so that they aren't mixed up with those of the user's
  /// code.
  private func ping() async throws -> Result<EngineVersion, EngineError> {
    do {
      return .success(try await engine.ping())
    } catch let error as EngineError {
      return .failure(error)
    }
  }
}
