import LogQuery
import LogStore
import LogWire
import Testing

struct SearchEngineTests {
  @Test(arguments: UInt64(0)..<40)
  func searchGivesWhatLookingAtEveryLineGives(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    // As in a command, and as in a process that lives long.
    let engine = SearchEngine(layout: store.layout, pool: seed.isMultiple(of: 4) ? nil : SegmentPool())
    for number in 0..<50 {
      let request = try store.request()
      var found: [Hit] = []
      let report = try engine.search(request) { hit in
        found.append(hit)
        return true
      }
      let expected = ReferenceSearch.search(request, in: store.lines)
      guard found == expected, report.hits == found.count, report.problems.isEmpty else {
        let place = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
          """
          seed \(seed), request \(number): \(request.query) \(request.order), limit \(request.limit ?? -1): \
          \(found.count) hits instead of \(expected.count), \(report); first difference: \(String(describing: place))
          """)
        return
      }
    }
  }

  @Test(arguments: UInt64(1000)..<1025)
  func countIsTheNumberOfHits(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    // As in a command, and as in a process that lives long.
    let engine = SearchEngine(layout: store.layout, pool: seed.isMultiple(of: 4) ? nil : SegmentPool())
    for number in 0..<50 {
      var request = try store.request()
      request.limit = nil
      let report = try engine.count(request)
      let expected = ReferenceSearch.search(request, in: store.lines).count
      guard report.hits == expected, report.problems.isEmpty else {
        Issue.record("seed \(seed), request \(number): \(request.query): \(report) instead of \(expected)")
        return
      }
    }
  }

  @Test func reportTellsWhatWasDone() throws {
    let store = try RandomStore(seed: 1)
    let report = try SearchEngine(layout: store.layout).search(SearchRequest()) { _ in true }
    #expect(report.hits == store.lines.count && report.readLines == report.hits)
    #expect(report.segments > 0 && report.segments == report.consideredSegments)
    #expect(report.times.opening > .zero && report.times.index > .zero && report.times.reading > .zero)
  }

  @Test(arguments: UInt64(500)..<510)
  func searchEndsWhenItIsToldSo(_ seed: UInt64) throws {
    let store = try RandomStore(seed: seed)
    for order in [SearchOrder.oldestFirst, .newestFirst] {
      for limit in [Int?.none, 20] {
        var found: [Hit] = []
        let request = SearchRequest(limit: limit, order: order)
        let expected = ReferenceSearch.search(request, in: store.lines).prefix(3)
        _ = try SearchEngine(layout: store.layout).search(request) { hit in
          found.append(hit)
          return found.count < 3
        }
        #expect(found == Array(expected))
      }
    }
  }

  @Test func searchOfAnAbsentStoreFindsNothing() throws {
    let report = try SearchEngine(layout: StoreLayout(path: "/nowhere/at/all")).search(SearchRequest()) { _ in
      true
    }
    #expect(report.hits == 0 && report.segments == 0 && report.problems.isEmpty)
  }
}
