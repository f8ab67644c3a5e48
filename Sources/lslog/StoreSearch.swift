internal import DaemonConfiguration
internal import LogQuery
internal import LogStore

/// The hits of a store on this machine.
struct StoreSearch {
  private let engine: SearchEngine

  /// - Throws: ``StoreMissing`` if there is no store.
  init(location: StoreLocation) throws(StoreMissing) {
    let layout = StoreLayout(path: location.path)
    guard StoreReader(layout: layout).exists else { throw StoreMissing(location: location) }
    self.engine = SearchEngine(layout: layout)
  }

  /// Gives the hits to `body` until there are no more or it returns false.
  func hits(of request: SearchRequest, _ body: (Hit) throws -> Bool) throws -> SearchReport {
    try engine.search(request, body)
  }

  /// How many hits there are.
  func count(_ request: SearchRequest) throws -> SearchReport {
    try engine.count(request)
  }
}
