package import LogStore
package import Logging

/// The forwarder process: a feeder for each sink.
package struct Forwarder: Sendable {
  private let feeders: [SinkFeeder]

  package init(sinks: [SinkSettings], store: StoreLayout, logger: Logger) {
    feeders = sinks.map { SinkFeeder(settings: $0, layout: store, logger: logger) }
  }

  /// Forwards until the task is cancelled; then makes the cursors durable, and returns.
  ///
  /// - Throws: when the store or `forward.db` can't be read. A sink that does not take lines is no error.
  package func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for feeder in feeders { group.addTask { try await feeder.run() } }
      try await group.waitForAll()
    }
  }
}
