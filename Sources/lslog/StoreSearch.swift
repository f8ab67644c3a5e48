internal import DaemonConfiguration
internal import LogQuery
internal import LogStore
internal import LogWire

/// The hits of a store on this machine.
struct StoreSearch {
  private let layout: StoreLayout
  private let engine: SearchEngine

  /// - Throws: ``StoreMissing`` if there is no store.
  init(location: StoreLocation) throws(StoreMissing) {
    let layout = StoreLayout(path: location.path)
    guard StoreReader(layout: layout).exists else { throw StoreMissing(location: location) }
    self.layout = layout
    self.engine = SearchEngine(layout: layout)
  }

  /// Gives the hits to `body` until there are no more or it returns false.
  func hits(of request: SearchRequest, _ body: (Hit) throws -> Bool) throws -> SearchReport {
    try engine.search(request, body)
  }

  /// Gives the hits and the lines around them to `body` until there are no more or it returns false.
  func lines(
    of request: SearchRequest, context: ContextSize, _ body: (SearchLine) throws -> Bool
  ) throws -> SearchReport {
    try ContextSearch(layout: layout, size: context).search(request, body)
  }

  /// The hits that are stored and those that will be.
  func follow(_ request: SearchRequest, tell: @escaping (String) -> Void) -> FollowSearch {
    FollowSearch(request, layout: layout, tell: tell)
  }

  /// The patterns that hits have; see `SearchEngine.patterns`.
  func patterns(of request: SearchRequest, newSince: Timestamp?) throws -> (PatternReport, SearchReport) {
    try engine.patterns(request, newSince: newSince)
  }

  /// How many hits there are over time; see `SearchEngine.histogram`.
  func histogram(
    of request: SearchRequest, by grouping: HitGrouping?, atMost maximum: Int, calendar: CivilCalendar
  ) throws -> (Histogram, SearchReport) {
    try engine.histogram(request, by: grouping, atMost: maximum, calendar: calendar)
  }

  /// The most frequent values of a field; see `SearchEngine.top`.
  func top(_ field: TopField, of request: SearchRequest, limit: Int) throws -> (TopReport, SearchReport) {
    try engine.top(field, of: request, limit: limit)
  }

  /// The fields that hits have; see `SearchEngine.fields`.
  func fields(of request: SearchRequest, limit: Int) throws -> (FieldReport, SearchReport) {
    try engine.fields(of: request, limit: limit)
  }

  /// How many hits there are.
  func count(_ request: SearchRequest) throws -> SearchReport {
    try engine.count(request)
  }
}
