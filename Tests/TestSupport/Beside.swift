internal import Platform
internal import Synchronization

/// What is not as it should be. Thrown, since a thread of its own belongs to no test.
package struct Mismatch: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) {
    self.description = description
  }

  /// Throws unless `condition` holds.
  package static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws {
    guard condition else { throw Mismatch(description: description()) }
  }
}

/// Threads that work beside each other until the first of them is done.
package enum Beside {
  /// Whether the main thread has ended.
  package struct End: Sendable {
    fileprivate let flag: Flag

    package var isReached: Bool { flag.value.load(ordering: .acquiring) }
  }

  fileprivate final class Flag: Sendable {
    let value = Atomic(false)
  }

  private final class Failure: Sendable {
    let error = Mutex<(any Error)?>(nil)

    func catching(_ body: () throws -> Void) {
      do { try body() } catch { self.error.withLock { $0 = $0 ?? error } }
    }
  }

  /// Runs each on a thread of its own, and throws the first error of any.
  ///
  /// - Parameter others: told when `main` has ended; they then look once more at what it left, and end.
  package static func run(
    beside others: [@Sendable (End) throws -> Void], _ main: @escaping @Sendable () throws -> Void
  ) async throws {
    let end = End(flag: Flag())
    let failure = Failure()
    await withTaskGroup { group in
      for other in others {
        group.addTask { await WorkerThread.run(name: "other") { failure.catching { try other(end) } } }
      }
      await WorkerThread.run(name: "main") {
        failure.catching(main)
        end.flag.value.store(true, ordering: .releasing)
      }
    }
    if let error = failure.error.withLock({ $0 }) { throw error }
  }
}
