import LogQuery
import LogStore
import LogWire
import Testing

/// A search with context against a plain look at all lines.
struct ContextSearchTests {
  /// A place in a container's log.
  private struct Place: Hashable {
    let id: String
    let epoch: Int64
    let ordinal: Int64

    init(_ hit: Hit) { (id, epoch, ordinal) = (hit.container.id, hit.epoch, hit.ordinal) }

    func neighbours(_ other: Place) -> Bool {
      id == other.id && epoch == other.epoch && abs(ordinal - other.ordinal) == 1
    }
  }

  /// What a search must give, and how to find out what is wrong with what it gave.
  private struct Expectation {
    var hits: Set<Hit>
    var lines: Set<Hit>
    /// The places of all lines near a hit.
    var places: Set<Place>

    init(_ hits: [Hit], _ lines: [Hit], _ size: ContextSize) {
      self.hits = Set(hits)
      self.lines = Set(lines)
      var logs: [String: [Int64]] = [:]
      for hit in hits { logs["\(hit.container.id) \(hit.epoch)", default: []].append(hit.ordinal) }
      places = []
      for line in lines {
        let ordinals = logs["\(line.container.id) \(line.epoch)"] ?? []
        let isNear = ordinals.contains { ordinal in
          line.ordinal >= ordinal - Int64(size.before) && line.ordinal <= ordinal + Int64(size.after)
        }
        if isNear { places.insert(Place(line)) }
      }
    }

    /// Nil: nothing is wrong.
    func fault(_ found: [SearchLine]) -> String? {
      var seen: Set<Place> = []
      var previous: Place?
      var isGap = false
      var count = 0
      for item in found {
        guard let line = item.line else {
          if isGap || previous == nil { return "a gap before nothing" }
          isGap = true
          continue
        }
        let isHit = hits.contains(line)
        if isHit { count += 1 }
        let place = Place(line)
        if !lines.contains(line) { return "no such line: \(line)" }
        if isHit != item.isHit { return "taken for the other: \(item)" }
        if !seen.insert(place).inserted { return "twice: \(line)" }
        if let previous, previous.neighbours(place) == isGap { return "gap: \(isGap) before \(line)" }
        previous = place
        isGap = false
      }
      if isGap { return "a gap at the end" }
      if count != hits.count { return "\(count) hits instead of \(hits.count)" }
      return seen == places ? nil : "\(seen.count) lines instead of \(places.count)"
    }
  }

  @Test(arguments: UInt64(4000)..<4040)
  func eachLineNearAHitIsGivenOnce(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    for number in 0..<20 {
      let request = try store.request()
      let size = ContextSize(before: number % 4, after: [0, 1, 5, 30, 2][number % 5])
      let hits = ReferenceSearch.search(request, in: store.lines)
      guard hits.count < 300 else { continue }
      var found: [SearchLine] = []
      let search = ContextSearch(layout: store.layout, size: size)
      let report = try search.search(request) { line in
        found.append(line)
        return true
      }
      let fault = Expectation(hits, store.lines, size).fault(found)
      if fault == nil, report.hits == hits.count, report.problems.isEmpty { continue }
      Issue.record("seed \(seed), request \(number): \(request), \(size): \(fault ?? "")")
      return
    }
  }

  @Test func searchWithoutContextGivesTheHits() throws {
    let store = try RandomStore(seed: 3)
    var request = SearchRequest(limit: 5)
    for order in [SearchOrder.oldestFirst, .newestFirst] {
      request.order = order
      var found: [Hit] = []
      _ = try ContextSearch(layout: store.layout, size: ContextSize(before: 0, after: 0)).search(request) {
        line in
        if let hit = line.line { found.append(hit) }
        return true
      }
      let expected = ReferenceSearch.search(request, in: store.lines)
      #expect(found == expected)
    }
  }

  @Test func searchEndsWhenNobodyWantsMore() throws {
    let store = try RandomStore(seed: 5)
    var count = 0
    _ = try ContextSearch(layout: store.layout, size: ContextSize(before: 2, after: 2)).search(
      SearchRequest()
    ) { _ in
      count += 1
      return count < 7
    }
    #expect(count == 7)
  }

  @Test func contextGoesOnFromSegmentToSegment() throws {
    let store = try LogScene()
    for step in 0..<6 {
      try store.write("web", ["\(step) a", step == 3 ? "needle" : "\(step) b"])
      try store.write("job", ["other"])
      if step != 4 { try store.startNewSegment() }
      if step == 1 { try store.maintain() }
    }
    let request = SearchRequest(query: try Query(parsing: "needle"))
    let size = ContextSize(before: 4, after: 3)
    #expect(try store.context(request, size) == ["1 b", "2 a", "2 b", "3 a", "NEEDLE", "4 a", "4 b", "5 a"])
    var newest = request
    newest.order = .newestFirst
    #expect(try store.context(newest, size).reversed() == store.context(request, size))
  }

  @Test func linesLikeHitsBeyondTheLimitAreContext() throws {
    let store = try LogScene()
    try store.write("web", ["needle 1", "x", "needle 2", "needle 3", "y", "needle 4", "z"])
    var request = SearchRequest(query: try Query(parsing: "needle"), limit: 2)
    let size = ContextSize(before: 2, after: 1)
    let lines = ["x", "needle 2", "NEEDLE 3", "y", "NEEDLE 4", "z"]
    #expect(try store.context(request, size) == lines)
    request.order = .newestFirst
    #expect(try store.context(request, size) == ["z", "NEEDLE 4", "y", "NEEDLE 3", "needle 2", "x"])
  }

  @Test func importedLinesHaveContext() throws {
    let store = try LogScene(shard: StoreLayout.importShard)
    try store.write("file", ["a", "needle", "b"])
    let request = SearchRequest(query: try Query(parsing: "needle"))
    #expect(try store.context(request, ContextSize(before: 1, after: 1)) == ["a", "NEEDLE", "b"])
  }

  @Test func contextMayLieOutsideTheTimesThatAreSearched() throws {
    let store = try LogScene()
    try store.write("web", ["before"])
    try store.startNewSegment()
    try store.write("web", ["needle"])
    let time = store.now
    try store.startNewSegment()
    try store.maintain()
    try store.write("web", ["needle after"])
    let request = SearchRequest(query: try Query(parsing: "needle"), since: time, until: time)
    #expect(
      try store.context(request, ContextSize(before: 1, after: 1)) == ["before", "NEEDLE", "needle after"])
  }

  @Test func groupsAreApart() throws {
    let store = try LogScene()
    try store.write("web", ["a", "needle", "b", "c", "d", "needle", "e"])
    let request = SearchRequest(query: try Query(parsing: "needle"))
    let size = ContextSize(before: 1, after: 1)
    #expect(try store.context(request, size) == ["a", "NEEDLE", "b", "--", "d", "NEEDLE", "e"])
    try store.write("web", ["needle"])
    let wider = ["a", "NEEDLE", "b", "--", "d", "NEEDLE", "e", "NEEDLE"]
    #expect(try store.context(request, size) == wider)
  }
}

extension SearchLine {
  /// Nil for a gap.
  var line: Hit? {
    switch self {
    case .hit(let line), .context(let line): line
    case .gap: nil
    }
  }

  var isHit: Bool { if case .hit = self { true } else { false } }
}
