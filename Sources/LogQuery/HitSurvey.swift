internal import LogBlocks
internal import LogStore
internal import LogWire

/// The hits of a request for whoever counts them rather than shows them: unit by unit, in no order. Used by one thread.
///
/// Blocks are read only as far as the query and the one who counts need it.
final class HitSurvey {
  /// Blocks and tails that may have hits.
  let units: [SearchUnit]
  /// What was done so far; of hits it knows nothing.
  private(set) var report: SearchReport
  private let request: SearchRequest
  private let reader: UnitReader
  private var verdicts: [ObjectIdentifier: ContainerVerdicts] = [:]

  /// - Parameter report: of finding the units.
  init(_ units: [SearchUnit], of request: SearchRequest, _ report: SearchReport) {
    self.units = units
    self.request = request
    self.report = report
    reader = UnitReader(request, limit: nil)
  }

  /// What could not be decided so far.
  var problems: [String] { reader.problems }

  /// From when to when there may be hits; nil if there are none.
  var timeRange: ClosedRange<Timestamp>? {
    guard let first = units.lazy.map(\.minTime).min(), let last = units.lazy.map(\.maxTime).max() else {
      return nil
    }
    let start = max(first, request.since ?? first)
    return start...max(start, min(last, request.until ?? last))
  }

  /// Gives each unit to `body`. What is damaged is reported and passed over.
  func forEach(_ body: (SearchUnit) throws -> Void) throws {
    let start = ContinuousClock.now
    defer { report.times.reading += start.duration(to: .now) }
    for unit in units {
      try reportingDamage {
        guard case .block(let search, let block) = unit.content else { return try body(unit) }
        try search.segment.reporting(block) { try body(unit) }
      }
    }
  }

  /// Runs what may find the store damaged, and notes that in the report.
  func reportingDamage(_ body: () throws -> Void) throws {
    do { try body() } catch {
      guard StoreReader.isDamage(error) else { throw error }
      report.problems.append("\(error)")
    }
  }

  /// The hits of a unit.
  ///
  /// - Parameters:
  ///   - asBlock: whether a block all of whose lines are hits may be given as such.
  ///   - isTemplateEnough: asked of templates with hits, whether their number of lines says all; nil: never.
  func hits(
    of unit: SearchUnit, asBlock: Bool, isTemplateEnough: ((SegmentSearch, Int) throws -> Bool)?
  ) throws -> UnitHits {
    guard case .block(let search, let block) = unit.content else { return try messages(unit) }
    let isInside = isInside(block)
    if isInside, asBlock, case .all = search.plan.root { return .block(search, block) }
    guard block.hasTemplates else { return try messages(unit) }
    if isInside, let isTemplateEnough, let lines = try decided(block, search, isTemplateEnough) {
      return .templates(lines, search, block)
    }
    report.readBlocks += 1
    report.readLines += block.lines
    let data = try search.segment.templateBlock(block)
    return .lines(try reader.selected(in: data, unit, search, block), data, search, block)
  }

  private func messages(_ unit: SearchUnit) throws -> UnitHits {
    // The survey's own clock runs already.
    let times = report.times
    defer { report.times = times }
    return .messages(try reader.hits(of: unit, order: .oldestFirst, report: &report))
  }

  private func isInside(_ block: BlockSummary) -> Bool {
    block.minTime >= request.since ?? .distantPast && block.maxTime <= request.until ?? .distantFuture
      && request.stream.map { block.streams == 1 << ($0.rawValue - 1) } ?? true
  }

  /// The hits by template; nil if templates don't decide, or don't say enough.
  private func decided(
    _ block: BlockSummary, _ search: SegmentSearch, _ isEnough: (SegmentSearch, Int) throws -> Bool
  ) throws -> [TemplateLines]? {
    if search.plan.words.indices.contains(where: { search.hasKey(word: $0, block: block.block) }) {
      return nil
    }
    let verdicts = verdicts(of: search).verdicts(for: block.container)
    let head = try search.segment.head(of: block)
    var found: [TemplateLines] = []
    for (template, lines) in zip(head.templates, head.lines) {
      guard Int(template) < verdicts.count else { return nil }
      switch verdicts[Int(template)] {
      case .yes:
        guard try isEnough(search, Int(template)) else { return nil }
        found.append(TemplateLines(template: Int(template), count: Int(lines)))
      case .maybe: return nil
      case .no: break
      }
    }
    return found
  }

  private func verdicts(of search: SegmentSearch) -> ContainerVerdicts {
    if let known = verdicts[ObjectIdentifier(search)] { return known }
    let new = ContainerVerdicts(search)
    verdicts[ObjectIdentifier(search)] = new
    return new
  }
}
