internal import Synchronization

/// A value that somebody waits for: the first one that comes, or none when the waiting task is cancelled.
///
/// For work that can't be cancelled itself: it goes on, and what it gives later is dropped.
final class OneShot<Value: Sendable>: Sendable {
  private enum State: Sendable {
    case empty
    case awaited(CheckedContinuation<Value?, Never>)
    case filled(Value?)
  }

  private let state = Mutex(State.empty)

  /// Gives the value; does nothing if there is one already.
  func fill(_ value: Value?) {
    // Resumed outside the lock.
    let waiting: CheckedContinuation<Value?, Never>? = state.withLock { state in
      switch state {
      case .empty:
        state = .filled(value)
        return nil
      case .awaited(let continuation):
        state = .filled(value)
        return continuation
      case .filled: return nil
      }
    }
    waiting?.resume(returning: value)
  }

  /// Whether nobody needs the value any more.
  var isFilled: Bool {
    state.withLock { if case .filled = $0 { true } else { false } }
  }

  /// Waits; nil when the task was cancelled first. Called once.
  func value() async -> Value? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Value?, Never>) in
        let filled: Value?? = state.withLock { state in
          switch state {
          case .filled(let value): return .some(value)
          case .empty:
            state = .awaited(continuation)
            return nil
          case .awaited: preconditionFailure("a OneShot is awaited twice")
          }
        }
        if let filled { continuation.resume(returning: filled) }
      }
    } onCancel: {
      fill(nil)
    }
  }
}
