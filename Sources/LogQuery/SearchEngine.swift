package import LogStore
internal import LogWire

/// Answers a ``SearchRequest`` from the store.
///
/// The index names the blocks that may hold a hit; the templates, the columns of variables and at last the lines themselves
/// decide, so that there are no false hits. Lines come in time order across containers and in the order of its log within a
/// container, even where a clock stepped back. Memory is bounded by the hits of one block for each container whose
/// blocks overlap in time.
package struct SearchEngine: Sendable {
  private let reader: StoreReader
  let pool: SegmentPool?

  /// - Parameter pool: keeps the segments open from one search to the next; nil: each search opens and closes them.
  package init(layout: StoreLayout, pool: SegmentPool? = nil) {
    reader = StoreReader(layout: layout, pool: pool)
    self.pool = pool
  }

  /// Gives the hits to `body` one by one, until there are no more or it returns false.
  ///
  /// - Throws: what `body` throws, and `SQLiteError` or `StoreError` when the store can't be read at all. Damaged segments
  ///   and blocks are not thrown but reported.
  package func search(
    _ request: SearchRequest, _ body: (Hit) throws -> Bool
  ) throws -> SearchReport {
    guard let limit = request.limit else {
      return try run(request, order: request.order, limit: nil, body)
    }
    guard request.order == .oldestFirst else {
      return try run(request, order: .newestFirst, limit: limit, body)
    }
    // The newest n lines, and then in the order that was asked for.
    var newest: [Hit] = []
    let report = try run(request, order: .newestFirst, limit: limit) { hit in
      newest.append(hit)
      return true
    }
    while let hit = newest.popLast() {
      guard try body(hit) else { break }
    }
    return report
  }

  /// How many hits there are; a limit is none of its business. Reads no line whose templates or metadata say enough.
  ///
  /// - Throws: as ``search(_:_:)``.
  package func count(_ request: SearchRequest) throws -> SearchReport {
    var report = SearchReport()
    let plan = QueryPlan(request.query)
    let segments = try openSegments(request, &report)
    defer { pool?.give(segments) }
    var doubtful: [SearchUnit] = []
    try forEach(segments, request, plan, &report) { search, tails, report in
      try HitCount(search, request).add(to: &report, doubtful: &doubtful)
      doubtful += tails
    }
    let matcher = LineMatcher(request.query)
    let counts = try UnitShares(request, matcher, store: reader).map(doubtful) { reader, unit, report in
      report.hits += try reader.count(of: unit, report: &report)
    }
    report.add(counts)
    report.problems += matcher.problems + plan.problems
    return report
  }

  private func run(
    _ request: SearchRequest, order: SearchOrder, limit: Int?, _ body: (Hit) throws -> Bool
  ) throws -> SearchReport {
    var report = SearchReport()
    guard limit != 0 else { return report }
    let plan = QueryPlan(request.query)
    let segments = try openSegments(request, &report)
    defer { pool?.give(segments) }
    let reader = ReadAhead(request, limit: limit, order: order, store: self.reader)
    defer { reader.stop() }
    let sources = try sources(of: request, segments, plan, reader, order: order, report: &report)
    var merge = HitMerge(sources: sources, order: order)
    while let hit = try merge.next(&report) {
      report.hits += 1
      guard try body(hit), report.hits != limit else { break }
    }
    report.problems += reader.problems + plan.problems
    return report
  }

  /// The containers that may have hits, each with its runs, blocks and tail.
  private func sources(
    of request: SearchRequest, _ segments: [SegmentReader], _ plan: QueryPlan, _ reader: ReadAhead,
    order: SearchOrder, report: inout SearchReport
  ) throws -> [HitSource] {
    var units: [HitSource.Key: [SearchUnit]] = [:]
    try forEach(segments, request, plan, &report) { search, tails, report in
      let found = try SegmentUnits(search, request).all() + tails
      report.candidateBlocks += found.count { if case .block = $0.content { true } else { false } }
      for unit in found { units[unit.key, default: []].append(unit) }
    }
    return units.map { HitSource(key: $0, units: $1, reader: reader, order: order) }
  }

  /// Opens the segments that may have lines of a request, and notes it in the report.
  func openSegments(_ request: SearchRequest, _ report: inout SearchReport) throws -> [SegmentReader] {
    let start = ContinuousClock.now
    defer { report.times.opening += start.duration(to: .now) }
    let segments = try reader.openSegments(
      since: request.since, until: request.until, considered: &report.consideredSegments,
      problems: &report.problems)
    report.segments = segments.count
    return segments
  }

  /// Gives each segment with wanted containers, in a snapshot, with the tails in it; damaged ones are reported.
  func forEach(
    _ segments: [SegmentReader], _ request: SearchRequest, _ plan: QueryPlan, _ report: inout SearchReport,
    _ body: (SegmentSearch, [SearchUnit], inout SearchReport) throws -> Void
  ) throws {
    let start = ContinuousClock.now
    let readingBefore = report.times.reading
    defer { report.times.index += start.duration(to: .now) - (report.times.reading - readingBefore) }
    for segment in segments {
      do {
        try segment.snapshot {
          let containers = try segment.containers(withID: request.containers.onlyID)
            .filter { request.containers.matches($0.value) }
          guard !containers.isEmpty else { return }
          let search = try SegmentSearch(segment, plan: plan, containers: containers)
          report.runs += search.runs.count
          try body(search, try tails(of: search), &report)
        }
      } catch {
        guard StoreReader.isDamage(error) else { throw error }
        report.problems.append("\(error)")
      }
    }
  }

  private func tails(of search: SegmentSearch) throws -> [SearchUnit] {
    try search.segment.tail(containers: Set(search.containers.keys)).compactMap { tail in
      search.containers[tail.container].map { SearchUnit(container: $0, tail: tail) }
    }
  }
}
