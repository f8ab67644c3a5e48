internal import Dispatch
internal import LogStore
internal import Synchronization

/// Shares units among the cores where their order does not matter.
struct UnitShares {
  /// Fewer units are not worth other threads.
  private static let few = 4

  private let request: SearchRequest
  private let matcher: LineMatcher
  private let store: StoreReader

  init(_ request: SearchRequest, _ matcher: LineMatcher, store: StoreReader) {
    self.request = request
    self.matcher = matcher
    self.store = store
  }

  /// Gives each unit to `body`, on any of the threads, with what this thread reads units with.
  ///
  /// - Returns: the reports of all threads together. Damaged units are reported in it.
  /// - Throws: what `body` throws but for damage.
  func map(
    _ units: [SearchUnit],
    _ body: @Sendable (UnitReader, SearchUnit, inout SearchReport) throws -> Void
  ) throws -> SearchReport {
    let shared = Mutex(Shared())
    let threads = units.count > Self.few ? min(Cores.count, units.count) : 1
    if threads > 1 {
      let next = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        let reader = UnitReader(request, matcher, limit: nil, segments: ThreadSegments(store))
        var report = SearchReport()
        var left: [SearchUnit] = []
        while true {
          let number = next.add(1, ordering: .relaxed).oldValue
          guard number < units.count else { break }
          // What can't be read with a segment of this thread's own is left to the thread that searches.
          do { try body(reader, units[number], &report) } catch { left.append(units[number]) }
        }
        shared.withLock { shared in
          shared.report.add(report)
          shared.left += left
        }
      }
    }
    var (report, left) = shared.withLock { ($0.report, $0.left) }
    let reader = UnitReader(request, matcher, limit: nil)
    for unit in threads > 1 ? left : units {
      do { try body(reader, unit, &report) } catch {
        guard StoreReader.isDamage(error) else { throw error }
        report.problems.append("\(error)")
      }
    }
    return report
  }

  private struct Shared {
    var report = SearchReport()
    var left: [SearchUnit] = []
  }
}
