internal import Synchronization

/// Tells a follower that its container may have been started. A signal that nobody waits for is kept.
package final class StartSignal: Sendable {
  private struct State {
    var isSet = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  /// Wakes the waiter, or the next one.
  package func set() {
    let waiter = state.withLock { state in
      let waiter = state.waiter
      state.waiter = nil
      state.isSet = waiter == nil
      return waiter
    }
    waiter?.resume()
  }

  /// Forgets a signal that was given before.
  package func clear() {
    state.withLock { $0.isSet = false }
  }

  /// Waits for the signal, or for the cancellation of the task. One waiter at a time.
  package func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.isSet || Task.isCancelled {
            state.isSet = false
            return true
          }
          state.waiter = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      set()
    }
  }
}
