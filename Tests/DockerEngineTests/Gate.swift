import Glibc

/// Holds threads back until enough of them have come.
///
/// Unchecked, since the barrier is made for threads; pthread_barrier_wait(3) is the only access.
final class Gate: @unchecked Sendable {
  private let barrier = UnsafeMutablePointer<pthread_barrier_t>.allocate(capacity: 1)

  init(count: UInt32) {
    pthread_barrier_init(barrier, nil, count)
  }

  deinit {
    pthread_barrier_destroy(barrier)
    barrier.deallocate()
  }

  /// Blocks the calling thread until `count` threads are here.
  func arriveAndWait() {
    pthread_barrier_wait(barrier)
  }
}
