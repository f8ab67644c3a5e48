internal import Synchronization

/// Limits how many may do something at the same time, or how much may wait for somebody: who wants more waits until a
/// permit is given back. Who came first is first.
package final class Permits: Sendable {
  private struct State {
    var free: Int
    var nextWaiter = 0
    var waiters: [(id: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state: Mutex<State>

  /// - Parameter count: how many there are, at least one.
  package init(count: Int) {
    precondition(count > 0, "\(count) permits")
    state = Mutex(State(free: count))
  }

  /// Waits for a permit. A cancelled task gets one at once, so that it can end.
  package func acquire() async {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.free > 0 || Task.isCancelled {
            state.free -= 1
            return true
          }
          state.waiters.append((id, continuation))
          return false
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      let cancelled = state.withLock { state in
        guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
          return nil as CheckedContinuation<Void, Never>?
        }
        state.free -= 1
        return state.waiters.remove(at: index).continuation
      }
      cancelled?.resume()
    }
  }

  /// Gives a permit back.
  package func release() {
    let next = state.withLock { state in
      state.free += 1
      guard state.free > 0, !state.waiters.isEmpty else { return nil as CheckedContinuation<Void, Never>? }
      state.free -= 1
      return state.waiters.removeFirst().continuation
    }
    next?.resume()
  }
}
