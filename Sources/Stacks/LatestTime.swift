internal import Synchronization

/// Keeps the latest of some times.
final class LatestTime: Sendable {
  private let time: Mutex<Int64>

  /// - Parameter first: what counts before any was noted.
  init(_ first: Int64) {
    time = Mutex(first)
  }

  /// The latest so far.
  var value: Int64 { time.withLock { $0 } }

  /// Takes a time.
  func note(_ other: Int64) {
    time.withLock { $0 = max($0, other) }
  }
}
