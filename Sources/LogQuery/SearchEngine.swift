package import LogStore
internal import LogWire

/// Answers a ``SearchRequest`` from the store.
///
/// The index names the blocks that may hold a hit; each line is checked by ``LineMatcher`` before it is given, so that
/// there are no false hits. Lines come in time order across containers and in the order of its log within a
/// container, even where a clock stepped back. Memory is bounded by the hits of one block for each container whose
/// blocks overlap in time.
package struct SearchEngine: Sendable {
  private let reader: StoreReader

  package init(layout: StoreLayout) {
    reader = StoreReader(layout: layout)
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

  private func run(
    _ request: SearchRequest, order: SearchOrder, limit: Int?, _ body: (Hit) throws -> Bool
  ) throws -> SearchReport {
    var report = SearchReport()
    guard limit != 0 else { return report }
    var merge = HitMerge(sources: try sources(of: request, order: order, report: &report), order: order)
    while let hit = try merge.next(&report) {
      report.hits += 1
      guard try body(hit), report.hits != limit else { break }
    }
    return report
  }

  /// The containers that may have hits, each with its blocks and tail in the order they are to be read.
  private func sources(
    of request: SearchRequest, order: SearchOrder, report: inout SearchReport
  ) throws -> [HitSource] {
    let matcher = LineMatcher(request.query)
    let words = request.query.indexExpression
    var units: [HitSource.Key: [SearchUnit]] = [:]
    let segments = try reader.openSegments(
      since: request.since, until: request.until, problems: &report.problems)
    report.segments = segments.count
    for segment in segments {
      do {
        for unit in try self.units(of: segment, request, words) { units[unit.key, default: []].append(unit) }
      } catch {
        guard StoreReader.isDamage(error) else { throw error }
        report.problems.append("\(error)")
      }
    }
    return units.map { key, units in
      let sorted = units.sorted { ($0.key.epoch, $0.firstOrdinal) < ($1.key.epoch, $1.firstOrdinal) }
      report.candidateBlocks += sorted.count { $0.isBlock }
      return HitSource(
        key: key, units: order == .oldestFirst ? sorted.reversed() : sorted, request: request,
        matcher: matcher,
        order: order)
    }
  }

  private func units(
    of segment: SegmentReader, _ request: SearchRequest, _ words: TokenRequirement
  ) throws -> [SearchUnit] {
    try segment.snapshot {
      let containers = try segment.containers()
      var wanted: Set<Int64>?
      if !request.containers.passesAll {
        wanted = Set(containers.filter { request.containers.matches($0.value) }.keys)
      }
      let streams: UInt8 = request.stream.map { 1 << ($0.rawValue - 1) } ?? 0xFF
      var units: [SearchUnit] = []
      let blocks = try segment.blocks(
        words: words, containers: wanted, since: request.since, until: request.until)
      for block in blocks where block.streams & streams != 0 {
        guard let container = containers[block.container] else { continue }
        units.append(SearchUnit(segment: segment, container: container, block: block))
      }
      for tail in try segment.tail(containers: wanted) {
        guard let container = containers[tail.container] else { continue }
        units.append(SearchUnit(container: container, tail: tail))
      }
      return units
    }
  }
}
