package import LogStore

/// A search that also gives the lines around each hit in its container's log.
package struct ContextSearch: Sendable {
  private let engine: SearchEngine
  private let layout: StoreLayout
  private let size: ContextSize

  package init(layout: StoreLayout, size: ContextSize) {
    engine = SearchEngine(layout: layout)
    self.layout = layout
    self.size = size
  }

  /// Gives the hits in the order of `SearchEngine.search`, and around each the lines of its container, each line once.
  ///
  /// The lines of a hit are given together, also where hits of other containers lie between them; so a hit within the context
  /// of another comes with that one. Newest first, the context is in that order, too. The limit is one of hits: what is beyond
  /// it is given as context, if at all. Memory is bounded by the hits of the limit, if there is one, the context of one hit,
  /// and the blocks that ``ContextReader`` keeps.
  ///
  /// - Throws: as `SearchEngine.search`, and what `body` throws.
  package func search(_ request: SearchRequest, _ body: (SearchLine) throws -> Bool) throws -> SearchReport {
    let reader = ContextReader(request, size, layout)
    var report = request.limit == nil ? try all(request, reader, body) : try limited(request, reader, body)
    report.problems += reader.problems.filter { !report.problems.contains($0) }
    return report
  }

  private func all(
    _ request: SearchRequest, _ reader: ContextReader, _ body: (SearchLine) throws -> Bool
  ) throws -> SearchReport {
    try engine.search(request) { hit in try reader.give(hit, body) }
  }

  /// Which hits are within the limit is known when all of them are.
  private func limited(
    _ request: SearchRequest, _ reader: ContextReader, _ body: (SearchLine) throws -> Bool
  ) throws -> SearchReport {
    var hits: [Hit] = []
    let report = try engine.search(request) { hit in
      hits.append(hit)
      return true
    }
    reader.limit(to: hits)
    for hit in hits {
      guard try reader.give(hit, body) else { break }
    }
    return report
  }
}
