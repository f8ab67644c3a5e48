internal import CLinux
internal import Glibc

/// Waits until one of many descriptors is ready: a thin owner of an epoll instance, level-triggered.
///
/// Level-triggered, so that a read may leave bytes behind without losing the next wake-up, and since Linux then
/// reports ready descriptors in turn: a busy one can't starve the others. Source: epoll(7).
struct Poller: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor

  /// Makes an empty one.
  init() throws(ErrnoFailure) {
    let raw = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard raw >= 0 else { throw ErrnoFailure(errno: errno) }
    descriptor = OwnedDescriptor(owning: raw)
  }

  /// Watches a descriptor, reporting it by `token`.
  func add(_ raw: Int32, token: UInt64, writing: Bool = false) throws(ErrnoFailure) {
    try control(EPOLL_CTL_ADD, raw, token, writing)
  }

  /// Changes what a watched descriptor is watched for.
  func modify(_ raw: Int32, token: UInt64, writing: Bool) throws(ErrnoFailure) {
    try control(EPOLL_CTL_MOD, raw, token, writing)
  }

  /// Stops watching a descriptor. Watching for nothing would not do: a hang-up is always reported.
  func remove(_ raw: Int32) throws(ErrnoFailure) {
    try control(EPOLL_CTL_DEL, raw, 0, false)
  }

  /// Waits.
  ///
  /// - Parameters:
  ///   - ready: filled from its beginning.
  ///   - milliseconds: for how long at most; negative for ever.
  /// - Returns: how many are ready; 0 also after a signal.
  func wait(_ ready: inout [epoll_event], milliseconds: Int32) -> Int {
    let count = epoll_wait(descriptor.raw, &ready, Int32(ready.count), milliseconds)
    if count < 0, errno != EINTR {
      preconditionFailure("epoll_wait on descriptor \(descriptor.raw) failed with errno \(errno)")
    }
    return max(0, Int(count))
  }

  private func control(_ operation: Int32, _ raw: Int32, _ token: UInt64, _ writing: Bool)
    throws(ErrnoFailure)
  {
    let events = writing ? EPOLLOUT.rawValue : EPOLLIN.rawValue
    var event = epoll_event(events: events, data: epoll_data_t(u64: token))
    guard epoll_ctl(descriptor.raw, operation, raw, &event) == 0 else { throw ErrnoFailure(errno: errno) }
  }
}
