internal import LogStore
internal import LogWire
internal import TokenIndex

extension SearchEngine {
  /// Lets `body` count the hits of a request; its limit and order are none of its business.
  ///
  /// Memory: some hundred bytes for each block that may have hits.
  ///
  /// - Returns: what was done. Its hits are those that `body` returns.
  /// - Throws: what `body` throws, and as ``search(_:_:)``.
  func survey(_ request: SearchRequest, _ body: (HitSurvey) throws -> Int) throws -> SearchReport {
    var report = SearchReport()
    let plan = QueryPlan(request.query)
    let segments = try openSegments(request, &report)
    defer { pool?.give(segments) }
    var units: [SearchUnit] = []
    try forEach(segments, request, plan, &report) { search, tails, report in
      let blocks = try search.runs.flatMap { try search.blocks(of: $0, for: request) }
      report.candidateBlocks += blocks.count
      units += blocks
      units += tails.filter { request.mayHaveHits(from: $0.minTime, to: $0.maxTime) }
    }
    let survey = HitSurvey(units, of: request, report)
    let hits = try body(survey)
    report = survey.report
    report.hits = hits
    report.problems += survey.problems + plan.problems
    return report
  }
}

extension SegmentSearch {
  /// The blocks of a run that may have hits, of all containers.
  fileprivate func blocks(of run: StoredRun, for request: SearchRequest) throws -> [SearchUnit] {
    let candidates = try candidates(in: run)
    let count = candidates.count
    if count == 0 { return [] }
    var found: [BlockSummary] = []
    // A range of blocks is read several times faster than as many one by one.
    if 4 * count > run.blocks.count {
      found = try segment.summaries(of: run.blocks).filter { candidates.contains(Int($0.block)) }
    } else {
      try candidates.forEach { found += try segment.summaries(of: Int64($0)..<Int64($0) + 1) }
    }
    return found.compactMap { block in
      guard request.mayHaveHits(from: block.minTime, to: block.maxTime),
        request.stream.map({ block.streams & (1 << ($0.rawValue - 1)) != 0 }) ?? true
      else { return nil }
      return containers[block.container].map { SearchUnit(self, container: $0, block: block) }
    }
  }
}

extension SearchRequest {
  /// Whether times are such.
  fileprivate func mayHaveHits(from first: Timestamp, to last: Timestamp) -> Bool {
    last >= since ?? .distantPast && first <= until ?? .distantFuture
  }
}
