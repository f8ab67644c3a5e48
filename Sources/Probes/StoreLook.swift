internal import Dispatch
internal import LogStore
internal import LogWire
internal import Platform
internal import Synchronization

/// Looks into the store for all log and silence probes, one after the other, on a thread that may block.
///
/// A look that nobody waits for any more is not made.
final class StoreLook: Sendable {
  private struct State: Sendable {
    var waiting = 0
    /// How many looks were made since the segments that are written were closed.
    var sinceClosing = 0
    var isShutDown = false
  }

  /// So many looks may wait; more only come together where the store can't be read at all.
  static let limit = 10_000

  /// After so many looks in a row the segments that are written are closed, also where more wait.
  private static let stretch = 64

  private let queue = DispatchQueue(label: "lslog.probes.store")
  private let state = Mutex(State())
  // Used on the queue only, which is serial.
  private nonisolated(unsafe) let store: WatchedStore

  init(layout: StoreLayout) {
    store = WatchedStore(layout: layout)
  }

  /// Looks, as soon as it is its turn; an undetermined finding when the task is cancelled.
  func answer(to question: StoreQuestion, about target: ProbeTarget) async -> ProbeFinding {
    let refusal: ProbeFinding? = state.withLock { state in
      guard !state.isShutDown else { return .undetermined("the prober is stopping") }
      guard state.waiting < Self.limit else { return .undetermined("too many probes wait for the store") }
      state.waiting += 1
      return nil
    }
    if let refusal { return refusal }
    let found = OneShot<ProbeFinding>()
    queue.async {
      if !found.isFilled { found.fill(self.store.finding(question, target, now: .now())) }
      let isPause = self.state.withLock { state in
        state.waiting -= 1
        state.sinceClosing =
          state.waiting == 0 || state.sinceClosing >= Self.stretch ? 0 : state.sinceClosing + 1
        return state.sinceClosing == 0
      }
      // A segment that is open here can't be sealed by its writer.
      if isPause { self.store.closeUnsealed() }
    }
    return await found.value() ?? .undetermined("the probe was cancelled")
  }

  func shutdown() {
    state.withLock { $0.isShutDown = true }
  }
}
