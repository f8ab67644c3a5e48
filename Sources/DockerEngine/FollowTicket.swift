internal import Synchronization

/// The identity of one follow, and whether its task was cancelled.
///
/// The flag exists because a cancellation may reach the reactor before the follow itself does.
final class FollowTicket: Sendable {
  private let cancelled = Atomic(false)

  /// Whether ``cancel()`` was called.
  var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

  /// Marks the follow as not wanted any more.
  func cancel() { cancelled.store(true, ordering: .releasing) }
}
