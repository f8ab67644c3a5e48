package import LogStore
internal import LogWire

/// Gives the stored hits of a request, and then those that are added, each once. Used by one thread.
///
/// New lines are those that collectors store; imported ones are of the past and are not waited for. A container is
/// wanted or not by the name that it has when its first new line comes.
///
/// Memory: a block of each container that has new lines, and about ``roundBytes`` of hits.
package final class FollowSearch {
  /// What came of a look at the store.
  package enum Round: Sendable, Hashable {
    /// All that is stored was given.
    case upToDate
    /// There is more.
    case behind
  }

  /// Hits are put in order and given when there are so many bytes of them.
  private static let roundBytes = 8 << 20

  /// How many hits were given.
  package private(set) var hits = 0
  private let request: SearchRequest
  private let matcher: LineMatcher
  private let engine: SearchEngine
  private let feed: StoreFeed
  private let tell: (String) -> Void
  private var told: Set<String> = []
  /// Where the segments were at the begin.
  private var begin = StoreFeed.Mark()
  /// By log the first line that is not looked at yet. What is before the cursors of the begin is found by a search.
  private var cursors: [StoreFeed.Key: Int64] = [:]
  private var isWanted: [String: Bool] = [:]

  /// - Parameters:
  ///   - request: what to look for. Its limit is one of stored hits; they are given oldest first.
  ///   - tell: is told what can't be read, each once, as a sentence.
  package init(_ request: SearchRequest, layout: StoreLayout, tell: @escaping (String) -> Void) {
    var request = request
    request.order = .oldestFirst
    self.request = request
    self.tell = tell
    matcher = LineMatcher(request.query)
    engine = SearchEngine(layout: layout)
    feed = StoreFeed(layout: layout)
  }

  /// Gives hits to `body` until it returns false or `pause` does.
  ///
  /// - Parameter pause: is called whenever all of a round was given; waits if there is nothing more yet.
  /// - Throws: what `body` and `pause` throw, and `SQLiteError` or `StoreError` when the store can't be read at all.
  package func run(pause: (Round) throws -> Bool, _ body: (Hit) throws -> Bool) throws {
    defer { report(matcher.problems) }
    guard try giveStored(body) else { return }
    while true {
      guard let round = try giveAdded(body), try pause(round) else { return }
    }
  }

  private func report(_ problems: [String]) {
    for problem in problems where told.insert(problem).inserted { tell(problem) }
  }

  /// Runs what reads the feed, and reports what is wrong there.
  private func reading<Result>(_ body: (inout [String]) throws -> Result) throws -> Result {
    var problems: [String] = []
    defer { report(problems) }
    return try body(&problems)
  }

  // MARK: - What is stored

  /// The cursors are taken first: what is added while the search runs is behind them, and left out of its hits.
  private func giveStored(_ body: (Hit) throws -> Bool) throws -> Bool {
    begin = try feed.mark()
    cursors = try reading { try feed.poll(problems: &$0) }
    var isReadOn = true
    let found = try engine.search(request) { hit in
      guard try !isAdded(hit) else { return true }
      hits += 1
      isReadOn = try body(hit)
      return isReadOn
    }
    report(found.problems)
    return isReadOn
  }

  private func isAdded(_ hit: Hit) throws -> Bool {
    let key = hit.key
    if cursors[key] == nil {
      // A log that began since, or one that no collector writes any more.
      let ends = try reading { try feed.poll(problems: &$0) }
      guard ends[key] != nil else { return false }
    }
    return hit.ordinal >= (try cursor(key))
  }

  // MARK: - What is added

  /// Gives what was added; of each log at most a block, so that none waits for another.
  ///
  /// - Returns: nil if `body` wants no more.
  private func giveAdded(_ body: (Hit) throws -> Bool) throws -> Round? {
    let ends = try reading { try feed.poll(problems: &$0) }
    var found = FoundHits()
    var round = Round.upToDate
    for (key, end) in ends {
      let start = try cursor(key)
      guard start < end else { continue }
      guard try wants(key.id),
        let lines = try reading({ try feed.lines(of: key, from: start, problems: &$0) })
      else {
        // Nobody asked for them, or retention or damage took them.
        cursors[key] = end
        continue
      }
      cursors[key] = lines.ordinals.upperBound
      if lines.ordinals.upperBound < end { round = .behind }
      add(lines, to: &found)
      guard found.bytes < Self.roundBytes else {
        guard try give(&found, body) else { return nil }
        continue
      }
    }
    return try give(&found, body) ? round : nil
  }

  private func give(_ found: inout FoundHits, _ body: (Hit) throws -> Bool) throws -> Bool {
    for hit in found.takeAll() {
      hits += 1
      guard try body(hit) else { return false }
    }
    return true
  }

  private func add(_ piece: StoreFeed.Lines, to found: inout FoundHits) {
    var context = LineContext(container: piece.container, stream: .stdout)
    let messages = piece.lines.bytes
    for (index, line) in piece.lines.lines.enumerated() where request.wants(line.time, line.stream) {
      context.stream = line.stream
      if matcher.matches(messages.span.bytes.extracting(piece.lines.range(of: index)), context) {
        found.append(Hit(piece, piece.firstOrdinal + Int64(index), piece.container))
      }
    }
  }

  /// Where a log is to be read on. Of one that the newest segments did not know at the begin all that they have is new.
  private func cursor(_ key: StoreFeed.Key) throws -> Int64 {
    if let known = cursors[key] { return known }
    let first = try reading { try feed.firstOrdinal(of: key, since: begin, problems: &$0) }
    cursors[key] = first
    return first ?? .max
  }

  private func wants(_ id: String) throws -> Bool {
    if let known = isWanted[id] { return known }
    guard let info = try feed.container(id) else { return true }
    let wanted = request.containers.matches(info)
    isWanted[id] = wanted
    return wanted
  }
}

/// Hits of several containers, to be given in the order of their times.
private struct FoundHits {
  private var hits: [(rank: Timestamp, hit: Hit)] = []
  /// By log the latest time so far: within one the order of the log rules.
  private var ranks: [StoreFeed.Key: Timestamp] = [:]
  /// The size of the messages.
  private(set) var bytes = 0

  mutating func append(_ hit: Hit) {
    let rank = max(hit.time, ranks[hit.key] ?? .distantPast)
    ranks[hit.key] = rank
    hits.append((rank, hit))
    bytes += hit.message.count
  }

  mutating func takeAll() -> [Hit] {
    defer { self = FoundHits() }
    return hits.sorted { left, right in
      if left.rank != right.rank { return left.rank < right.rank }
      let (first, second) = (left.hit, right.hit)
      return (first.container.id, first.epoch, first.ordinal) < (
        second.container.id, second.epoch, second.ordinal
      )
    }.map(\.hit)
  }
}
