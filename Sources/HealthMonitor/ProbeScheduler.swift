internal import Platform
package import Probes
internal import Synchronization

/// Runs the probes of all containers, each at its own pace.
///
/// A probe's first run is at a random moment of its first interval, and each later one an interval after the last, so that
/// a thousand probes that were begun together do not fire together. A run that takes longer than the interval is not
/// overtaken: what it missed is left out.
package actor ProbeScheduler {
  /// Runs a probe once.
  package typealias Run = @Sendable (ProbeSpec, ProbeTarget) async -> ProbeResult
  /// Takes a result, of the container with that id.
  package typealias Take = @Sendable (ProbeResult, ProbeSpec, _ container: String) async -> Void

  private struct Key: Hashable {
    var container: String
    var name: String
  }

  private struct Entry {
    var spec: ProbeSpec
    var target: ProbeTarget
    var task: Task<Void, Never>
  }

  private let run: Run
  private let take: Take
  private let late: LatenessCount
  private var entries: [Key: Entry] = [:]

  package init(late: LatenessCount = LatenessCount(), run: @escaping Run, take: @escaping Take) {
    self.run = run
    self.take = take
    self.late = late
  }

  /// How many probes there are.
  package var count: Int { entries.count }

  /// Follows an order; one that says what is done already changes nothing.
  package func follow(_ order: ProbeOrder) {
    let wanted = Set(order.specs.map(\.name))
    for (key, entry) in entries where key.container == order.container && !wanted.contains(key.name) {
      entry.task.cancel()
      entries[key] = nil
    }
    for spec in order.specs {
      let key = Key(container: order.container, name: spec.name)
      if let entry = entries[key] {
        if entry.spec == spec, entry.target == order.target { continue }
        entry.task.cancel()
      }
      entries[key] = Entry(spec: spec, target: order.target, task: begin(spec, order.target, order.container))
    }
  }

  /// Ends all probes and waits for the runs under way.
  package func stop() async {
    let tasks = entries.values.map(\.task)
    entries = [:]
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  private func begin(_ spec: ProbeSpec, _ target: ProbeTarget, _ container: String) -> Task<Void, Never> {
    let (run, take, late) = (run, take, late)
    return Task {
      var next = ContinuousClock.now + spec.interval * Double.random(in: 0..<1)
      while (try? await Task.sleep(until: next, clock: .continuous)) != nil {
        late.add(ContinuousClock.now - next)
        let result = await run(spec, target)
        // A cancelled run says nothing.
        guard !Task.isCancelled else { return }
        await take(result, spec, container)
        next += spec.interval
        let now = ContinuousClock.now
        if next < now {
          let missed = ((now - next) / spec.interval).rounded(.up)
          next += spec.interval * missed
        }
      }
    }
  }
}

/// How late probes begin.
package final class LatenessCount: Sendable {
  /// Bounds of the classes, in milliseconds; the last class has no bound.
  package static let bounds: [Int64] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000]

  private let counts = Mutex([Int](repeating: 0, count: bounds.count + 1))

  package init() {}

  func add(_ lateness: Duration) {
    let milliseconds = lateness.nanoseconds / 1_000_000
    let place = Self.bounds.firstIndex { milliseconds < $0 } ?? Self.bounds.count
    counts.withLock { $0[place] += 1 }
  }

  /// How many runs there were.
  package var count: Int { counts.withLock { $0.reduce(0, +) } }

  /// The bound in milliseconds that `share` of the runs kept; nil if they did not keep the last one.
  package func bound(_ share: Double) -> Int64? {
    counts.withLock { counts in
      let wanted = Int((share * Double(counts.reduce(0, +))).rounded(.up))
      var sum = 0
      for (bound, count) in zip(Self.bounds, counts) {
        sum += count
        if sum >= wanted { return bound }
      }
      return nil
    }
  }
}
