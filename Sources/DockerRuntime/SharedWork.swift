internal import Synchronization

/// Work that is done once for all who want it at the same time.
final class SharedWork<Result: Sendable>: Sendable {
  private let underWay = Mutex<[String: Task<Result, any Error>]>([:])

  /// Does the work, or waits for whoever does it already. It goes on when the caller is cancelled: others may wait.
  ///
  /// - Parameter key: what the work is for.
  func share(
    _ key: String, _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = underWay.withLock { underWay in
      if let task = underWay[key] { return task }
      let task = Task {
        defer { self.underWay.withLock { _ = $0.removeValue(forKey: key) } }
        return try await work()
      }
      underWay[key] = task
      return task
    }
    return try await task.value
  }
}
