import Platform
import Synchronization
import Testing

@Suite struct PermitsTests {
  @Test func noMoreThanTheirNumberAreHeldAtOnce() async {
    let permits = Permits(count: 3)
    let holders = Holders()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          await permits.acquire()
          holders.enter()
          await Task.yield()
          holders.leave()
          permits.release()
        }
      }
    }
    #expect(holders.most <= 3)
    #expect(holders.now == 0)
  }

  @Test func aCancelledWaiterDoesNotKeepAPermit() async {
    let permits = Permits(count: 1)
    await permits.acquire()
    let waiting = Task {
      await permits.acquire()
      permits.release()
    }
    waiting.cancel()
    await waiting.value
    permits.release()
    await permits.acquire()
  }
}

/// Counts who is inside.
private final class Holders: Sendable {
  private struct Counts {
    var now = 0
    var most = 0
  }

  private let counts = Mutex(Counts())

  var now: Int { counts.withLock { $0.now } }
  var most: Int { counts.withLock { $0.most } }

  func enter() {
    counts.withLock { counts in
      counts.now += 1
      counts.most = max(counts.most, counts.now)
    }
  }

  func leave() {
    counts.withLock { $0.now -= 1 }
  }
}
