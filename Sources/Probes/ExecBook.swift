internal import DockerEngine
internal import LogWire
internal import Logging
internal import Synchronization

/// The commands of exec probes that run now. The engine can't end one, so that one which takes too long is remembered, and no
/// second one is started beside it.
final class ExecBook: Sendable {
  /// A probe of a container.
  struct Key: Sendable, Hashable {
    var container: String
    var probe: String
  }

  /// A command that was started.
  struct Running: Sendable {
    var id: String
    var since: Timestamp
  }

  let engine: ActingEngine
  private let logger: Logger
  private let running = Mutex<[Key: Running]>([:])

  /// So many commands are remembered; of those beyond it the oldest are forgotten.
  static let limit = 10_000

  init(engine: ActingEngine, logger: Logger) {
    self.engine = engine
    self.logger = logger
  }

  /// The command of a probe that was started and has not been seen to end.
  subscript(key: Key) -> Running? { running.withLock { $0[key] } }

  func note(_ command: Running, of key: Key) {
    running.withLock { running in
      if running.count >= Self.limit, let oldest = running.min(by: { $0.value.since < $1.value.since })?.key {
        running[oldest] = nil
      }
      running[key] = command
    }
  }

  func forget(_ key: Key) {
    running.withLock { $0[key] = nil }
  }

  func shutdown() async { await engine.shutdown() }
}
