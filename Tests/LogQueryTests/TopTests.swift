import FoundationEssentials
import LineContent
import LogQuery
import LogStore
import LogWire
import Testing

struct TopTests {
  /// The values that a line has, found by listing all its fields.
  private static func values(_ field: String, of hit: Hit) -> Set<[UInt8]> {
    if let grouping = HitGrouping(rawValue: field) {
      return Set([HistogramTests.name(of: hit, grouping)].compactMap { $0 }.map { Array($0.utf8) })
    }
    let name = Array((field.hasPrefix(".") ? String(field.dropFirst()) : field).lowercased().utf8)
    var values: Set<[UInt8]> = []
    let line = hit.message.span.bytes
    LineFields.forEach(in: line) { key, value in
      let key = TokenBytes.lowercased((0..<key.byteCount).map { key.byte(at: $0) })
      if key == name, value.kind != .null { values.insert(value.text(in: line)) }
      return false
    }
    return values
  }

  private static func counts(_ field: String, of hits: [Hit]) -> [[UInt8]: Int] {
    var counts: [[UInt8]: Int] = [:]
    for hit in hits {
      for value in values(field, of: hit) { counts[value, default: 0] += 1 }
    }
    return counts
  }

  private func isRight(_ top: TopReport, _ field: String, _ hits: [Hit]) -> Bool {
    let expected = Self.counts(field, of: hits)
    var found: [[UInt8]: Int] = [:]
    for value in top.values { found[value.text] = value.count }
    let missing = hits.count { Self.values(field, of: $0).isEmpty }
    return found == expected && top.missing == missing && top.hits == hits.count && top.undercount == 0
      && top.others == 0 && top.otherCount == 0
  }

  private static let randomFields = ["a", "b", "a.b", "A.B.a", "error", "x_1", ".level", "é"]

  @Test(arguments: UInt64(4000)..<4030)
  func topCountsTheValuesOfEveryHit(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    let engine = SearchEngine(layout: store.layout)
    let names = Self.randomFields + HitGrouping.allCases.map(\.rawValue)
    for number in 0..<26 {
      var request = try store.request()
      request.limit = nil
      if number % 3 == 0 { request.query = .all }
      let name = names[number % names.count]
      let field = try #require(TopField(name, isCaseSensitive: false))
      let (top, report) = try engine.top(field, of: request, limit: .max)
      let hits = ReferenceSearch.search(request, in: store.lines)
      guard isRight(top, name, hits), report.hits == hits.count, report.problems.isEmpty else {
        Issue.record(
          """
          seed \(seed), request \(number), \(name): \(request.query), \(hits.count) hits: \(top) instead of \
          \(Self.counts(name, of: hits))
          """)
        return
      }
    }
  }

  @Test(arguments: ["", "level:error", "refused", "status:500", "-miss", "api"])
  func topCountsValuesOfLinesOfKinds(_ query: String) throws {
    let store = try KindsStore(seed: 200 + UInt64(query.utf8.count))
    try store.write(4000)
    let names = ["status", "took", "host", "user.id", "ok", "msg", "tags", ".level", "level", "nope"]
    for (number, name) in names.enumerated() {
      var request = SearchRequest(query: try Query(parsing: query))
      if number % 3 == 1 { request.since = store.lines[900 + number].time }
      if number % 4 == 3 { request.stream = .stderr }
      let field = try #require(TopField(name, isCaseSensitive: false))
      let (top, _) = try SearchEngine(layout: store.layout).top(field, of: request, limit: .max)
      let hits = ReferenceSearch.search(request, in: store.lines)
      #expect(isRight(top, name, hits), "\(query) \(name): \(top) instead of \(Self.counts(name, of: hits))")
    }
  }

  @Test func mostFrequentValuesComeFirstAndTheRestIsAddedUp() throws {
    let store = try KindsStore(seed: 1)
    try store.write(2000)
    let field = try #require(TopField("took", isCaseSensitive: false))
    let engine = SearchEngine(layout: store.layout)
    let (all, _) = try engine.top(field, of: SearchRequest(), limit: .max)
    let (some, _) = try engine.top(field, of: SearchRequest(), limit: 3)
    let counts = all.values.map(\.count)
    #expect(counts == counts.sorted(by: >))
    #expect(some.values == Array(all.values.prefix(3)))
    #expect(some.others == all.values.count - 3)
    #expect(some.otherCount == counts.dropFirst(3).reduce(0, +))
  }

  @Test(arguments: [1, 5, 40])
  func countsOfTooManyValuesAreTooLowByNoMoreThanIsSaid(_ room: Int) throws {
    let store = try KindsStore(seed: UInt64(room))
    try store.write(3000)
    let field = try #require(TopField("took", isCaseSensitive: false))
    let (top, _) = try SearchEngine(layout: store.layout).top(
      field, of: SearchRequest(), limit: .max, counting: room)
    let expected = Self.counts("took", of: store.lines)
    #expect(top.undercount > 0)
    #expect(top.values.count <= room)
    for value in top.values {
      let count = expected[value.text] ?? 0
      #expect(value.count <= count)
      #expect(count <= value.count + top.undercount)
    }
    let found = Set(top.values.map(\.text))
    for (value, count) in expected where count > top.undercount { #expect(found.contains(value)) }
    let shown = top.values.reduce(0) { $0 + $1.count }
    #expect(shown + top.otherCount + top.missing == top.hits)
  }

  @Test func nothingIsReadForWhatMetadataSay() throws {
    let store = try KindsStore(seed: 5)
    try store.write(3000)
    try store.fold()
    for name in ["container", "level", "project", "stream", "nope"] {
      let field = try #require(TopField(name, isCaseSensitive: false))
      let (top, report) = try SearchEngine(layout: store.layout).top(field, of: SearchRequest(), limit: 5)
      #expect(top.hits == 3000)
      if name != "nope" { #expect(report.readBlocks == 0, "\(name)") }
    }
  }

  @Test func damagedBlocksAreReportedAndTheOthersCount() throws {
    let store = try KindsStore(seed: 11)
    try store.write(20_000)
    try store.fold()
    for path in try store.seal() {
      var bytes = Array(try Data(contentsOf: URL(filePath: path)))
      for index in bytes.count / 2..<bytes.count * 3 / 5 { bytes[index] ^= 0x5A }
      try Data(bytes).write(to: URL(filePath: path))
    }
    let engine = SearchEngine(layout: store.layout)
    let field = try #require(TopField("status", isCaseSensitive: false))
    let (top, report) = try engine.top(field, of: SearchRequest(), limit: 5)
    #expect(!report.problems.isEmpty)
    #expect(top.hits < 20_000)
    let found = try engine.search(SearchRequest()) { _ in true }
    #expect(!found.problems.isEmpty)
    #expect(try !engine.patterns(SearchRequest()).1.problems.isEmpty)
    #expect(try !engine.fields(of: SearchRequest(), limit: 5).1.problems.isEmpty)
  }

  @Test func namesAreThoseOfQueries() throws {
    #expect(TopField("", isCaseSensitive: false) == nil)
    #expect(TopField(".", isCaseSensitive: false) == nil)
    #expect(TopField("Level", isCaseSensitive: false) != TopField(".level", isCaseSensitive: false))
  }
}
