package import Logging
internal import Synchronization

/// The level that all loggers of the process share, so that a reload of the configuration can change it.
package final class LogThreshold: Sendable {
  private let state: Mutex<Logger.Level>

  /// - Parameter level: The least severe level that is written.
  package init(_ level: Logger.Level) {
    self.state = Mutex(level)
  }

  /// The least severe level that is written.
  package var level: Logger.Level {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }

  /// The level to use: what `LSLOG_LOG_LEVEL` says when it names a level, else what the configuration says.
  package static func effectiveLevel(configured: Logger.Level, environment: [String: String]) -> Logger.Level
  {
    environment["LSLOG_LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0.lowercased()) } ?? configured
  }
}
