package import Logging

/// `log`: our own log on stderr.
package struct LogConfig: Sendable, Hashable {
  /// `log.level`: the least severe level that is written; `LSLOG_LOG_LEVEL` wins over it.
  package var level = Logger.Level.info

  /// All defaults.
  package init() {}
}
