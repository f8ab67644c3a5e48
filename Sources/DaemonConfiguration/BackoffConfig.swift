/// `supervisor.restart.backoff`: the wait before a restart; doubled with each restart within the window.
package struct BackoffConfig: Sendable, Hashable {
  /// `supervisor.restart.backoff.initial`: before the first restart; 10 ms to 10 min.
  package var initial = Duration.milliseconds(500)
  /// `supervisor.restart.backoff.maximum`: never longer than this; not less than ``initial``.
  package var maximum = Duration.seconds(30)

  /// All defaults.
  package init() {}
}
