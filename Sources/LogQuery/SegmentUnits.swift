internal import LogStore
internal import LogWire
internal import TokenIndex

/// The runs and blocks of a segment that may have hits of a request, by container.
struct SegmentUnits {
  private let search: SegmentSearch
  private let request: SearchRequest
  /// So few blocks of a run are looked up at once: it takes less than asking for the run's containers.
  private static let few = 8

  init(_ search: SegmentSearch, _ request: SearchRequest) {
    self.search = search
    self.request = request
  }

  func all() throws -> [SearchUnit] {
    var units: [SearchUnit] = []
    for run in search.runs {
      let candidates = try search.candidates(in: run)
      let count = candidates.count
      if count == 0 { continue }
      if count > Self.few, let parts = try search.containers(of: run) {
        units += self.units(of: parts, run, candidates)
      } else {
        units += try blocks(candidates)
      }
    }
    return units
  }

  private func units(of parts: [RunContainer], _ run: StoredRun, _ candidates: BlockSet) -> [SearchUnit] {
    parts.compactMap { part in
      guard isWanted(part.minTime, part.maxTime, part.streams), let info = search.containers[part.container]
      else { return nil }
      return SearchUnit(search, container: info, part: part, of: run, candidates: candidates)
    }
  }

  private func blocks(_ candidates: BlockSet) throws -> [SearchUnit] {
    var units: [SearchUnit] = []
    try candidates.forEach { number in
      for block in try search.segment.summaries(of: Int64(number)..<Int64(number) + 1)
      where isWanted(block.minTime, block.maxTime, block.streams) {
        guard let info = search.containers[block.container] else { continue }
        units.append(SearchUnit(search, container: info, block: block))
      }
    }
    return units
  }

  private func isWanted(_ minTime: Timestamp, _ maxTime: Timestamp, _ streams: UInt8) -> Bool {
    if let stream = request.stream, streams & (1 << (stream.rawValue - 1)) == 0 { return false }
    return maxTime >= request.since ?? .distantPast && minTime <= request.until ?? .distantFuture
  }
}
