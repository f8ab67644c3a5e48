internal import LineContent
internal import LogBlocks
internal import LogStore
internal import LogWire
internal import TokenIndex

/// Counts the hits of one segment.
///
/// Where the templates of a container decide the query, the lines of a run are added up by template and no block is read. Only
/// blocks where the index says that a variable may have a word of the query are looked at one by one.
final class HitCount {
  private let search: SegmentSearch
  private let request: SearchRequest
  /// One numbering of a container's lines.
  private struct Part: Hashable {
    var container: Int64
    var epoch: Int64
  }

  private let verdicts: ContainerVerdicts

  init(_ search: SegmentSearch, _ request: SearchRequest) {
    self.search = search
    self.request = request
    verdicts = ContainerVerdicts(search)
  }

  /// Adds the hits of all blocks but those that must be read to be counted, which are given in `doubtful`.
  func add(to report: inout SearchReport, doubtful: inout [SearchUnit]) throws {
    for run in search.runs { try count(run, &report, &doubtful) }
  }

  private func count(
    _ run: StoredRun, _ report: inout SearchReport, _ doubtful: inout [SearchUnit]
  ) throws {
    var left = try search.candidates(in: run)
    guard !left.isEmpty else { return }
    var counted: Set<Part> = []
    if let parts = try search.containers(of: run) {
      for part in parts {
        guard let lines = decided(part) else { continue }
        report.hits += lines
        counted.insert(Part(container: part.container, epoch: part.epoch))
      }
    }
    if !counted.isEmpty, counted.count == (try search.containers(of: run))?.count {
      // Nothing is in doubt but what variables may have, and text.
      var variable = search.keyBlocks(in: run)
      variable.formUnion(search.textBlocks)
      left.formIntersection(variable)
    }
    try left.forEach { number in
      for block in try search.segment.summaries(of: Int64(number)..<Int64(number) + 1) {
        try count(
          block, isCounted: counted.contains(Part(container: block.container, epoch: block.epoch)), &report,
          &doubtful)
      }
    }
  }

  /// How many lines of a run's container are hits by their templates alone; nil if that can't be said.
  private func decided(_ part: RunContainer) -> Int? {
    guard part.minTime >= request.since ?? .distantPast, part.maxTime <= request.until ?? .distantFuture,
      isWhole(streams: part.streams)
    else { return nil }
    return verdicts.hits(part.templates, part.templateLines.lazy.map { $0 }, container: part.container)
  }

  /// Whether the stream that is asked for is the only one.
  private func isWhole(streams: UInt8) -> Bool {
    request.stream.map { streams == 1 << ($0.rawValue - 1) } ?? true
  }

  /// Adds the hits of one block, less what was counted of it already.
  private func count(
    _ block: BlockSummary, isCounted: Bool, _ report: inout SearchReport, _ doubtful: inout [SearchUnit]
  ) throws {
    guard let info = search.containers[block.container] else { return }
    do {
      report.candidateBlocks += 1
      let mayHaveKey = search.plan.words.indices.contains { search.hasKey(word: $0, block: block.block) }
      if isCounted, block.hasTemplates, !mayHaveKey { return }
      let head = block.hasTemplates ? try decided(block) : nil
      if isCounted { report.hits -= head ?? 0 }
      if !isCounted, !mayHaveKey, let head, isInside(block) {
        report.hits += head
        return
      }
      doubtful.append(SearchUnit(search, container: info, block: block))
    } catch {
      guard StoreReader.isDamage(error) else { throw error }
      report.problems.append("\(error)")
    }
  }

  private func decided(_ block: BlockSummary) throws -> Int? {
    let head = try search.segment.head(of: block)
    return verdicts.hits(head.templates, head.lines.lazy.map(Int.init), container: block.container)
  }

  private func isInside(_ block: BlockSummary) -> Bool {
    block.minTime >= request.since ?? .distantPast && block.maxTime <= request.until ?? .distantFuture
      && isWhole(streams: block.streams)
  }
}
