import LineContent
import LogQuery
import LogStore
import LogWire
import TestSupport
import Testing

struct PatternTests {
  private static let second: Int64 = 1_000_000_000

  /// The patterns of lines of ``KindsStore``, by a word that each kind has, found by looking at every line.
  private struct Kind {
    var lines = 0
    var first = Timestamp.distantFuture
    var last = Timestamp.distantPast
    var messages: Set<[UInt8]> = []

    mutating func add(_ hit: Hit) {
      lines += 1
      first = min(first, hit.time)
      last = max(last, hit.time)
      messages.insert(hit.message)
    }
  }

  /// Joins variables in a line of a ``KindsStore`` by the plain rules that its lines need.
  private static func shape(of message: [UInt8]) -> String {
    var shape = ""
    for token in String(decoding: message, as: UTF8.self).split(
      separator: /[^a-zA-Z0-9_.]+/, omittingEmptySubsequences: true)
    {
      shape += token.contains(where: \.isNumber) || ["true", "null", "a", "b"].contains(token) ? "#" : token
      shape += " "
    }
    return shape
  }

  private static func kinds(of hits: [Hit]) -> [String: Kind] {
    var kinds: [String: Kind] = [:]
    for hit in hits { kinds[shape(of: hit.message), default: Kind()].add(hit) }
    return kinds
  }

  private func fits(_ pattern: Pattern, _ kind: Kind?) -> Bool {
    guard let kind, kind.lines == pattern.lines, pattern.trend.reduce(0, +) == kind.lines else {
      return false
    }
    guard kind.first == pattern.first, kind.last == pattern.last else { return false }
    return kind.messages.contains(pattern.example)
      && pattern.level == Level.find(in: pattern.example.span.bytes)
  }

  private func check(_ patterns: [Pattern], _ expected: [String: Kind], _ name: String) {
    var left = expected
    for pattern in patterns {
      let shape = Self.shape(of: pattern.example)
      if !fits(pattern, left.removeValue(forKey: shape)) {
        Issue.record("\(name): \(shape), \(pattern) instead of \(String(describing: expected[shape]?.lines))")
      }
    }
    #expect(left.isEmpty, "\(name): missing \(left.keys)")
  }

  @Test(arguments: ["", "level:error", "refused", "status:500", "-miss", "api", "level>=warn container:api"])
  func patternsAreThoseOfEveryLine(_ query: String) throws {
    let store = try KindsStore(seed: 100 + UInt64(query.utf8.count))
    try store.write(4000)
    for number in 0..<6 {
      var request = SearchRequest(query: try Query(parsing: query))
      if number % 3 == 1 { request.since = store.lines[900 + number].time }
      if number % 3 == 2 { request.until = store.lines[3000 + number].time }
      if number == 5 { request.stream = .stderr }
      let (report, search) = try SearchEngine(layout: store.layout).patterns(request)
      let hits = ReferenceSearch.search(request, in: store.lines)
      #expect(search.hits == hits.count)
      #expect(report.lines == hits.count)
      #expect(report.count == report.patterns.count)
      #expect(search.problems.isEmpty)
      check(report.patterns, Self.kinds(of: hits), "\(query) \(number)")
    }
  }

  /// Random lines have few patterns in common; their numbers and times can be checked all the same.
  @Test(arguments: UInt64(2000)..<2030)
  func patternsHaveAllLines(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    let engine = SearchEngine(layout: store.layout)
    for number in 0..<20 {
      var request = try store.request()
      request.limit = nil
      if number % 3 == 0 { request.query = .all }
      let (report, search) = try engine.patterns(request)
      let hits = ReferenceSearch.search(request, in: store.lines)
      let messages = Set(hits.map(\.message))
      let lines = report.patterns.reduce(0) { $0 + $1.lines }
      let isWhole = lines == hits.count && report.lines == lines && search.problems.isEmpty
      let areExamples = report.patterns.allSatisfy { messages.contains($0.example) }
      let first = report.patterns.map(\.first).min() == hits.map(\.time).min()
      let last = report.patterns.map(\.last).max() == hits.map(\.time).max()
      guard isWhole, areExamples, first, last else {
        Issue.record("seed \(seed), request \(number): \(request.query), \(hits.count) hits: \(report)")
        return
      }
    }
  }

  @Test func newPatternsHaveNoEarlierLine() throws {
    let store = try KindsStore(seed: 7)
    try store.write(3000)
    for number in 0..<4 {
      store.wait(seconds: 100)
      let moment = store.now
      store.wait(seconds: 1)
      try store.write(300) { random in
        random.number(0...3) == 0
          ? "disk \(number) is full, stage \(["one", "two", "three", "four"][number])"
          : KindsStore.line(&random)
      }
      if number % 2 == 0 { try store.fold() }
      let (report, _) = try SearchEngine(layout: store.layout).patterns(SearchRequest(), newSince: moment)
      #expect(report.count == 1)
      let template = String(decoding: report.patterns.first?.template ?? [], as: UTF8.self)
      let stage = ["one", "two", "three", "four"][number]
      #expect(template == "disk \u{11} is full, stage \(stage)")
    }
  }

  @Test(arguments: UInt64(2100)..<2120)
  func noNewPatternIsOneThatWasThere(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    let engine = SearchEngine(layout: store.layout)
    for _ in 0..<10 {
      var request = try store.request()
      guard let moment = request.since, moment > .distantPast else { continue }
      request.limit = nil
      request.containers = .all
      var earlier = SearchRequest(until: Timestamp(nanoseconds: moment.nanoseconds - 1))
      earlier.query = .all
      let before = Set(try engine.patterns(earlier).0.patterns.map(\.template))
      let all = try engine.patterns(request).0.patterns
      let new = try engine.patterns(request, newSince: moment).0.patterns
      let wrong = new.filter { before.contains($0.template) }
      #expect(wrong.isEmpty, "seed \(seed), \(moment): \(wrong)")
      #expect(Set(new.map(\.template)).isSubset(of: Set(all.map(\.template))))
    }
  }

  @Test func newnessIsOneOfTheContainersThatAreAskedFor() throws {
    let store = try RandomStore(seed: 3)
    let engine = SearchEngine(layout: store.layout)
    let times = store.lines.map(\.time).sorted()
    let moment = times[times.count / 2]
    let request = SearchRequest(containers: try ContainerFilter(names: ["web"], projects: [], resources: []))
    let (report, _) = try engine.patterns(request, newSince: moment)
    let early = store.lines.filter { $0.time < moment && $0.container.name == "web" }
    let examples = Set(report.patterns.map(\.example))
    #expect(early.allSatisfy { !examples.contains($0.message) })
  }

  @Test func wordsOfPathsAreVariablesWhereThereAreMany() throws {
    let store = try KindsStore(seed: 9)
    let words = (0..<400).map { number in
      String(decoding: [97 + number % 26, 97 + number / 26, 120].map { UInt8($0) }, as: UTF8.self)
    }
    try store.write(2000) { random in "GET /\(words[random.number(0...399)])/list done" }
    try store.write(200) { random in "PUT /\(words[random.number(0...2)])/list done" }
    let (report, _) = try SearchEngine(layout: store.layout).patterns(SearchRequest())
    let templates = report.patterns.map { String(decoding: $0.template, as: UTF8.self) }
    #expect(templates.first == "GET /\u{11}/\u{11} done")
    #expect(report.patterns.first?.lines == 2000)
    #expect(templates.dropFirst().count == 3)
    #expect(templates.dropFirst().allSatisfy { $0.hasPrefix("PUT /") && $0.hasSuffix("x/list done") })
  }

  @Test func mostFrequentPatternsComeFirst() throws {
    let store = try RandomStore(seed: 1)
    let engine = SearchEngine(layout: store.layout)
    let all = try engine.patterns(SearchRequest()).0
    let some = try engine.patterns(SearchRequest(limit: 3)).0
    #expect(some.patterns == Array(all.patterns.prefix(3)))
    #expect(some.count == all.count)
    let counts = all.patterns.map(\.lines)
    #expect(counts == counts.sorted(by: >))
  }

  @Test func blocksThatTheirTemplatesDecideAreNotRead() throws {
    let store = try KindsStore(seed: 5)
    try store.write(6000)
    try store.fold()
    for query in ["", "level:error", "refused"] {
      let request = SearchRequest(query: try Query(parsing: query))
      let (_, report) = try SearchEngine(layout: store.layout).patterns(request)
      #expect(report.hits > 0)
      #expect(report.readBlocks < report.candidateBlocks)
    }
  }
}
