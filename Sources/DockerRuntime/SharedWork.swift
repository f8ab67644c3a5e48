internal import Synchronization

/// Work that is done once for all who want it at the same time.
final class SharedWork: Sendable {
  private let underWay = Mutex<[String: Task<Void, any Error>]>([:])

  /// Does the work, or waits for whoever does it already. It goes on when the caller is cancelled: others may wait.
  ///
  /// - Parameter key: what the work is for.
  func share(_ key: String, _ work: @escaping @Sendable () async throws -> Void) async throws {
    let task = underWay.withLock { underWay in
      if let task = underWay[key] { return task }
      let task = Task {
        defer { self.underWay.withLock { _ = $0.removeValue(forKey: key) } }
        try await work()
      }
      underWay[key] = task
      return task
    }
    try await task.value
  }
}
