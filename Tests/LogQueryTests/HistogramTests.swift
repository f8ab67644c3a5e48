import LineContent
import LogQuery
import LogStore
import LogWire
import Testing

struct HistogramTests {
  /// What a histogram must have, found by looking at every line.
  private static func groups(
    of hits: [Hit], in buckets: TimeBuckets?, by grouping: HitGrouping?
  ) -> [String?: [Int]] {
    guard let buckets else { return [:] }
    var groups: [String?: [Int]] = [:]
    for hit in hits {
      let name = name(of: hit, grouping)
      if groups[name] == nil { groups[name] = Array(repeating: 0, count: buckets.count) }
      groups[name]?[buckets.index(of: hit.time)] += 1
    }
    return groups
  }

  static func name(of hit: Hit, _ grouping: HitGrouping?) -> String? {
    switch grouping {
    case .level: Level.find(in: hit.message.span.bytes)?.description
    case .container: hit.container.name
    case .project: hit.container.project
    case .resource: hit.container.resource
    case .stream: hit.stream.description
    case nil: nil
    }
  }

  private static let groupings: [HitGrouping?] = [nil] + HitGrouping.allCases
  private static let sizes = [2, 7, 40, 500]

  /// Whether a histogram is right; says what is wrong.
  private func check(
    _ request: SearchRequest, _ number: Int, layout: StoreLayout, lines: [Hit], _ name: String
  ) throws -> Bool {
    let grouping = Self.groupings[number % Self.groupings.count]
    let size = Self.sizes[number % Self.sizes.count]
    let (histogram, report) = try SearchEngine(layout: layout).histogram(
      request, by: grouping, atMost: size, calendar: .utc)
    let hits = ReferenceSearch.search(request, in: lines)
    var found: [String?: [Int]] = [:]
    for group in histogram.groups { found[group.name] = group.counts }
    let expected = Self.groups(of: hits, in: histogram.buckets, by: grouping)
    let isRight = found == expected && report.hits == hits.count && report.problems.isEmpty
    let isSmall = histogram.buckets?.count ?? 0 <= size
    if !isRight || !isSmall {
      Issue.record("\(name), request \(number): \(request.query), \(hits.count) hits: \(histogram)")
    }
    return isRight && isSmall
  }

  @Test(arguments: UInt64(3000)..<3030)
  func histogramCountsEveryHit(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    for number in 0..<24 {
      var request = try store.request()
      request.limit = nil
      if number % 4 == 0 { request.query = .all }
      guard try check(request, number, layout: store.layout, lines: store.lines, "seed \(seed)") else {
        return
      }
    }
  }

  @Test(arguments: ["", "level:error", "refused", "status:500", "-miss", "api", "level>=warn container:api"])
  func histogramCountsLinesOfKinds(_ query: String) throws {
    let store = try KindsStore(seed: UInt64(query.utf8.count))
    try store.write(4000)
    for number in 0..<12 {
      var request = SearchRequest(query: try Query(parsing: query))
      if number % 3 == 1 { request.since = store.lines[900 + number].time }
      if number % 4 == 1 { request.until = store.lines[3000 + number].time }
      if number % 5 == 4 { request.stream = .stdout }
      guard try check(request, number, layout: store.layout, lines: store.lines, query) else { return }
    }
  }

  @Test func blocksWithinAPieceOfTimeAreNotRead() throws {
    let store = try KindsStore(seed: 5)
    try store.write(3000)
    try store.fold()
    for query in ["", "level:error", "refused"] {
      let request = SearchRequest(query: try Query(parsing: query))
      let (_, report) = try SearchEngine(layout: store.layout).histogram(
        request, by: .container, atMost: 2, calendar: .utc)
      #expect(report.hits > 0)
      #expect(report.readBlocks < report.candidateBlocks)
    }
  }

  @Test func levelsComeByGravity() throws {
    let store = try RandomStore(seed: 2)
    let (histogram, _) = try SearchEngine(layout: store.layout).histogram(
      SearchRequest(), by: .level, atMost: 10, calendar: .utc)
    let names = histogram.groups.map { $0.name ?? "" }
    let order = Level.allCases.reversed().map(\.description) + [""]
    #expect(names == order.filter { names.contains($0) })
  }
}
