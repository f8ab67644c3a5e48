import LineContent
import LogQuery
import LogStore
import LogWire
import Testing

struct FieldListTests {
  /// The fields of a line with their values.
  private static func fields(of hit: Hit) -> [[UInt8]: Set<[UInt8]>] {
    var fields: [[UInt8]: Set<[UInt8]>] = [:]
    let line = hit.message.span.bytes
    LineFields.forEach(in: line) { key, value in
      let name = (0..<key.byteCount).map { key.byte(at: $0) }
      fields[name, default: []].insert(value.text(in: line))
      return false
    }
    return fields
  }

  /// What is wrong with a report; nil if nothing is.
  private func mistake(_ report: FieldReport, _ hits: [Hit]) -> String? {
    var counts: [[UInt8]: Int] = [:]
    var values: [[UInt8]: Set<[UInt8]>] = [:]
    var missing = 0
    for hit in hits {
      let fields = Self.fields(of: hit)
      if fields.isEmpty { missing += 1 }
      for (name, found) in fields {
        counts[name, default: 0] += 1
        values[name, default: []].formUnion(found)
      }
    }
    if report.hits != hits.count || report.missing != missing {
      return "hits \(hits.count), \(missing) without"
    }
    if report.count != counts.count || report.fields.count != counts.count { return "\(counts.count) fields" }
    for field in report.fields {
      if counts[field.name] != field.count { return "\(field) \(counts[field.name] ?? 0)" }
      let known = values[field.name] ?? []
      if field.examples.isEmpty || !known.isSuperset(of: field.examples) { return "examples of \(field)" }
    }
    return nil
  }

  @Test(arguments: UInt64(5000)..<5030)
  func fieldsAreThoseOfEveryHit(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    for number in 0..<12 {
      var request = try store.request()
      request.limit = nil
      if number % 3 == 0 { request.query = .all }
      let (report, _) = try SearchEngine(layout: store.layout).fields(of: request, limit: .max)
      let hits = ReferenceSearch.search(request, in: store.lines)
      if let mistake = mistake(report, hits) {
        Issue.record("seed \(seed), request \(number): \(request.query): \(mistake): \(report)")
        return
      }
    }
  }

  @Test(arguments: ["", "level:error", "refused", "status:500", "-miss", "api"])
  func fieldsAreThoseOfLinesOfKinds(_ query: String) throws {
    let store = try KindsStore(seed: 300 + UInt64(query.utf8.count))
    try store.write(4000)
    for number in 0..<4 {
      var request = SearchRequest(query: try Query(parsing: query))
      if number % 2 == 1 { request.since = store.lines[900 + number].time }
      let (report, _) = try SearchEngine(layout: store.layout).fields(of: request, limit: .max)
      let mistake = mistake(report, ReferenceSearch.search(request, in: store.lines))
      #expect(mistake == nil, "\(query) \(number): \(report)")
    }
  }

  @Test func mostFrequentFieldsComeFirst() throws {
    let store = try KindsStore(seed: 1)
    try store.write(2000)
    let engine = SearchEngine(layout: store.layout)
    let (all, _) = try engine.fields(of: SearchRequest(), limit: .max)
    let (some, _) = try engine.fields(of: SearchRequest(), limit: 2)
    let counts = all.fields.map(\.count)
    #expect(counts == counts.sorted(by: >))
    #expect(some.fields.map(\.name) == all.fields.prefix(2).map(\.name))
    #expect(some.count == all.count)
  }

  @Test func tooManyNamesAreSaidToBe() throws {
    let store = try KindsStore(seed: 1)
    var number = 0
    try store.write(10_300) { _ in
      number += 1
      return "key_\(number)=1"
    }
    let (report, _) = try SearchEngine(layout: store.layout).fields(of: SearchRequest(), limit: 3)
    #expect(report.isFull)
    #expect(report.count == 10_000)
    #expect(report.hits == 10_300)
    #expect(report.missing == 0)
  }
}
