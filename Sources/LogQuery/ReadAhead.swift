internal import Dispatch
internal import Glibc
internal import LogStore
internal import LogWire
internal import Synchronization

/// Reads blocks on the other cores, before the thread that searches needs their hits.
///
/// Nothing is read ahead until some blocks were needed, so that a search which ends soon costs no other core anything. Then the
/// blocks are read in the order in which the merge most likely asks for them; of those that it did not take yet, only a few for
/// each core, so that memory stays bounded. What nobody has begun when it is needed, the searching thread reads itself.
final class ReadAhead {
  /// So many blocks are read before others are read ahead.
  private static let patience = 4

  private let main: UnitReader
  private let order: SearchOrder
  private let shared: Shared
  /// Blocks that were offered and may be needed; after the beginning they are in the shared schedule.
  private var offered: [SearchUnit] = []
  private var tickets: [UnitKey: Ticket] = [:]
  private var readBlocks = 0
  private var isReadingAhead = false

  /// - Parameter order: that of the hits.
  init(_ request: SearchRequest, limit: Int?, order: SearchOrder, store: StoreReader) {
    let matcher = LineMatcher(request.query)
    main = UnitReader(request, matcher, limit: limit)
    self.order = order
    shared = Shared(request, matcher, limit: limit, order: order, store: store)
  }

  /// Ends reading ahead; what was read and not taken is forgotten.
  func stop() { shared.stop() }

  /// What could not be decided so far.
  var problems: [String] { main.problems }

  /// Tells of units that will be asked for.
  func offer(_ units: [SearchUnit]) {
    guard shared.threads > 0 else { return }
    let blocks = units.filter { if case .block = $0.content { true } else { false } }
    if isReadingAhead { schedule(blocks) } else { offered += blocks }
  }

  /// The hits of a unit, as ``UnitReader/hits(of:order:report:)``.
  func hits(of unit: SearchUnit, report: inout SearchReport) throws -> [Hit] {
    guard shared.threads > 0, case .block = unit.content else {
      return try main.hits(of: unit, order: order, report: &report)
    }
    readBlocks += 1
    if !isReadingAhead, readBlocks > Self.patience {
      isReadingAhead = true
      schedule(offered)
      offered = []
    }
    guard let ticket = tickets.removeValue(forKey: unit.blockKey) else {
      return try main.hits(of: unit, order: order, report: &report)
    }
    if let outcome = shared.take(ticket) {
      report.add(outcome.report)
      switch outcome.hits {
      case .success(let hits): return hits
      case .failure(let error as StoreError) where error.isDamage: throw error
      // Its segment could not be opened a second time, or the like.
      case .failure: break
      }
    }
    return try main.hits(of: unit, order: order, report: &report)
  }

  private func schedule(_ blocks: [SearchUnit]) {
    let added = blocks.map { Ticket($0) }
    for ticket in added { tickets[ticket.unit.blockKey] = ticket }
    shared.add(added)
  }
}

/// A block of a search.
struct UnitKey: Hashable {
  var segment: ObjectIdentifier
  var block: Int64
}

extension SearchUnit {
  /// Tells the blocks of a search apart.
  fileprivate var blockKey: UnitKey {
    guard case .block(let search, let summary) = content else { preconditionFailure("no block") }
    return UnitKey(segment: ObjectIdentifier(search), block: summary.block)
  }
}

extension ReadAhead {
  fileprivate struct Outcome: Sendable {
    var hits: Result<[Hit], any Error>
    var report: SearchReport
  }

  /// A block to be read by whoever comes first.
  fileprivate final class Ticket: Sendable {
    enum State: Sendable {
      case waiting
      case taken
      case read(Outcome)
    }

    let unit: SearchUnit
    let state = Mutex(State.waiting)
    private let isRead = DispatchSemaphore(value: 0)

    init(_ unit: SearchUnit) {
      self.unit = unit
    }

    /// Takes it to be read; false if somebody else has.
    func take() -> Bool {
      state.withLock { state in
        guard case .waiting = state else { return false }
        state = .taken
        return true
      }
    }

    func fulfil(_ outcome: Outcome) {
      state.withLock { $0 = .read(outcome) }
      isRead.signal()
    }

    /// What another thread reads or has read.
    func outcome() -> Outcome? {
      isRead.wait()
      return state.withLock { state in
        guard case .read(let outcome) = state else { return nil }
        state = .taken
        return outcome
      }
    }
  }

  /// What the threads share.
  fileprivate final class Shared: Sendable {
    private struct State: Sendable {
      /// The next one last.
      var schedule: [Ticket] = []
      /// How many blocks other threads read or have read that were not taken.
      var outstanding = 0
      var running = 0
      var isStopped = false
    }

    /// How many threads read ahead.
    let threads: Int
    private let request: SearchRequest
    private let matcher: LineMatcher
    private let limit: Int?
    private let order: SearchOrder
    private let store: StoreReader
    private let state = Mutex(State())
    private let group = DispatchGroup()

    init(
      _ request: SearchRequest, _ matcher: LineMatcher, limit: Int?, order: SearchOrder, store: StoreReader
    ) {
      self.request = request
      self.matcher = matcher
      self.limit = limit
      self.order = order
      self.store = store
      threads = Cores.count - 1
    }

    func add(_ tickets: [Ticket]) {
      state.withLock { state in
        state.schedule += tickets
        state.schedule.sort { isNearer($1.unit, $0.unit) }
      }
      startThreads()
    }

    private func isNearer(_ left: SearchUnit, _ right: SearchUnit) -> Bool {
      order == .oldestFirst ? left.minTime < right.minTime : left.maxTime > right.maxTime
    }

    /// What another thread has read of a block; nil if none has begun.
    func take(_ ticket: Ticket) -> Outcome? {
      if ticket.take() { return nil }
      let outcome = ticket.outcome()
      state.withLock { $0.outstanding -= 1 }
      startThreads()
      return outcome
    }

    func stop() {
      state.withLock { $0.isStopped = true }
      group.wait()
    }

    private func startThreads() {
      let started = state.withLock { state in
        let wanted = state.isStopped ? 0 : min(threads, state.schedule.count, room(state))
        let started = max(0, wanted - state.running)
        state.running += started
        return started
      }
      for _ in 0..<started { DispatchQueue.global().async(group: group) { self.run() } }
    }

    private func room(_ state: borrowing State) -> Int { 2 * threads + 1 - state.outstanding }

    private func run() {
      let reader = UnitReader(request, matcher, limit: limit, segments: ThreadSegments(store))
      while let ticket = next() {
        var report = SearchReport()
        let hits = Result { try reader.hits(of: ticket.unit, order: order, report: &report) }
        ticket.fulfil(Outcome(hits: hits, report: report))
      }
    }

    /// The next block to read; nil, and one thread less is running, if there is nothing to do now.
    private func next() -> Ticket? {
      state.withLock { state in
        while !state.isStopped, room(state) > 0, let ticket = state.schedule.popLast() {
          guard ticket.take() else { continue }
          state.outstanding += 1
          return ticket
        }
        state.running -= 1
        return nil
      }
    }
  }
}

/// The cores of this machine.
enum Cores {
  static let count = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
