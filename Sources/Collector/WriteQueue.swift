internal import Dispatch
internal import LogStore
internal import LogWire
internal import Synchronization

/// What waits for the writer thread, in the order it came.
///
/// Bounded: when more than `limit` bytes wait, pipes are told to stop reading, and Docker keeps the lines. A batch that was
/// decoded already is still taken, so that the bound is `limit` and one batch for each container.
final class WriteQueue: Sendable {
  enum Job: Sendable {
    case batch(ContainerBatch)
    case position(ContainerInfo, CheckedContinuation<ContainerPosition?, any Error>)
  }

  /// The queue was closed before the request was answered.
  struct Closed: Error {}

  private struct State {
    var jobs: [Job] = []
    var bytes = 0
    var isClosed = false
    /// Called once each when there is room again.
    var waiting: [@Sendable () -> Void] = []
  }

  private let limit: Int
  private let state = Mutex(State())
  /// Signalled for each job and at the end.
  private let arrivals = DispatchSemaphore(value: 0)

  init(limit: Int) {
    self.limit = limit
  }

  /// Adds lines.
  ///
  /// - Parameter whenRoom: called once, on any thread, when reading may go on; only if the answer is false.
  /// - Returns: whether there is room for more.
  func append(_ batch: ContainerBatch, whenRoom: @escaping @Sendable () -> Void) -> Bool {
    let hasRoom = state.withLock { state in
      state.jobs.append(.batch(batch))
      state.bytes += batch.queuedBytes
      guard state.bytes > limit else { return true }
      state.waiting.append(whenRoom)
      return false
    }
    arrivals.signal()
    return hasRoom
  }

  /// Adds the last lines of a stream, whose pipe reads no further.
  func append(_ batch: ContainerBatch) {
    _ = append(batch, whenRoom: {})
  }

  /// Where a container's log is to be read on, after all lines that were added before are stored.
  func position(of container: ContainerInfo) async throws -> ContainerPosition? {
    try await withCheckedThrowingContinuation { continuation in
      let isClosed = state.withLock { state in
        if !state.isClosed { state.jobs.append(.position(container, continuation)) }
        return state.isClosed
      }
      if isClosed { continuation.resume(throwing: Closed()) } else { arrivals.signal() }
    }
  }

  /// Nothing more will be added; the writer ends when it has stored what there is.
  func close() {
    state.withLock { $0.isClosed = true }
    arrivals.signal()
  }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Takes jobs, waiting for the first: at most about `bytes` of lines. Nil when the queue is closed and empty.
  func take(atMost bytes: Int) -> [Job]? {
    while true {
      let (jobs, resumed, isOver) = state.withLock { state in take(from: &state, atMost: bytes) }
      for resume in resumed { resume() }
      if !jobs.isEmpty { return jobs }
      if isOver { return nil }
      arrivals.wait()
    }
  }

  private func take(
    from state: inout State, atMost bytes: Int
  ) -> (jobs: [Job], resumed: [@Sendable () -> Void], isOver: Bool) {
    var taken = 0
    var count = 0
    for job in state.jobs {
      guard taken < bytes else { break }
      if case .batch(let batch) = job { taken += batch.queuedBytes }
      count += 1
    }
    let jobs = Array(state.jobs.prefix(count))
    state.jobs.removeFirst(count)
    state.bytes -= taken
    var resumed: [@Sendable () -> Void] = []
    if state.bytes <= limit / 2 { swap(&resumed, &state.waiting) }
    return (jobs, resumed, state.isClosed && state.jobs.isEmpty)
  }
}

extension ContainerBatch {
  /// What the batch counts for in the queue's limit.
  fileprivate var queuedBytes: Int { lines.bytes.count + lines.count * 16 }
}
