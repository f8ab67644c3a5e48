internal import LogBlocks
internal import LogStore
internal import LogWire

/// Finds the hits of one unit after the other. Used by one thread, with segments that no other thread uses.
final class UnitReader {
  private let request: SearchRequest
  private let matcher: LineMatcher
  /// No more hits than this are wanted of a unit, the newest ones; nil: all.
  private let limit: Int?
  /// Where the segments come from; nil: the units' own are used.
  private let segments: ThreadSegments?
  private var scratch = LineBatch()

  /// - Parameters:
  ///   - matcher: of the request's query.
  ///   - segments: nil for the thread that searches.
  init(_ request: SearchRequest, _ matcher: LineMatcher, limit: Int?, segments: ThreadSegments? = nil) {
    self.request = request
    self.matcher = matcher
    self.limit = limit
    self.segments = segments
  }

  convenience init(_ request: SearchRequest, limit: Int?) {
    self.init(request, LineMatcher(request.query), limit: limit)
  }

  private func segment(of search: SegmentSearch) throws -> SegmentReader {
    try segments?.reader(of: search.segment.file) ?? search.segment
  }

  /// What could not be decided so far.
  var problems: [String] { matcher.problems }

  /// The hits of a unit that is no run, in the order of the log.
  func hits(of unit: SearchUnit, order: SearchOrder, report: inout SearchReport) throws -> [Hit] {
    let start = ContinuousClock.now
    defer { report.times.reading += start.duration(to: .now) }
    switch unit.content {
    case .run: return []
    case .tail(let lines):
      report.readLines += lines.count
      return hits(in: lines, of: unit)
    case .block(let search, let summary):
      report.readBlocks += 1
      report.readLines += summary.lines
      guard summary.hasTemplates else {
        try segment(of: search).decode(summary, into: &scratch)
        return hits(in: scratch, of: unit)
      }
      let segment = try segment(of: search)
      return try segment.reporting(summary) {
        try hits(
          of: unit, try segment.templateBlock(summary), search, summary,
          limit: order == .newestFirst ? limit : nil)
      }
    }
  }

  /// How many hits a unit has that is no run.
  func count(of unit: SearchUnit, report: inout SearchReport) throws -> Int {
    guard case .block(let search, let summary) = unit.content, summary.hasTemplates else {
      return try hits(of: unit, order: .oldestFirst, report: &report).count
    }
    let start = ContinuousClock.now
    defer { report.times.reading += start.duration(to: .now) }
    report.readBlocks += 1
    report.readLines += summary.lines
    let segment = try segment(of: search)
    return try segment.reporting(summary) {
      let block = try segment.templateBlock(summary)
      return try selected(in: block, unit, search, summary).count
    }
  }

  // MARK: - Lines

  private func hits(in batch: LineBatch, of unit: SearchUnit) -> [Hit] {
    var found: [Hit] = []
    let origin = Hit.Origin(container: unit.container, epoch: unit.epoch)
    let messages = batch.bytes
    for (index, line) in batch.lines.enumerated() {
      guard isWanted(line.time, line.stream) else { continue }
      let context = LineContext(container: unit.container, stream: line.stream)
      guard matcher.matches(messages.span.bytes.extracting(batch.range(of: index)), context) else { continue }
      found.append(
        Hit(
          time: line.time, origin: origin, stream: line.stream, flags: line.flags,
          ordinal: unit.ordinals.lowerBound &+ Int64(index), message: batch.message(index)))
    }
    return found
  }

  func isWanted(_ time: Timestamp, _ stream: LogStream) -> Bool {
    time >= request.since ?? .distantPast && time <= request.until ?? .distantFuture
      && request.stream ?? stream == stream
  }

  // MARK: - Blocks with templates

  private func hits(
    of unit: SearchUnit, _ block: TemplateBlock, _ search: SegmentSearch, _ summary: BlockSummary, limit: Int?
  ) throws -> [Hit] {
    var selected = try selected(in: block, unit, search, summary)
    if let limit { selected.keepLast(limit) }
    guard !selected.isEmpty else { return [] }
    let times = try block.times()
    let flags = try block.flags()
    let stderr = try block.stderrLines()
    let origin = Hit.Origin(container: unit.container, epoch: unit.epoch)
    var found: [Hit] = []
    found.reserveCapacity(selected.count)
    try block.forEachMessage(of: selected) { line, message in
      found.append(
        Hit(
          time: Timestamp(nanoseconds: times[line]), origin: origin,
          stream: stderr.contains(line) ? .stderr : .stdout, flags: flags[line],
          ordinal: unit.ordinals.lowerBound &+ Int64(line), message: message.withUnsafeBytes { Array($0) }))
    }
    return found
  }

  /// The lines that are hits, and of the time and the stream that are asked for.
  func selected(
    in block: TemplateBlock, _ unit: SearchUnit, _ search: SegmentSearch, _ summary: BlockSummary
  ) throws -> LineSet {
    var lines = try BlockEvaluation(search, summary, block, unit.container).hits()
    guard !lines.isEmpty else { return lines }
    if let stream = request.stream {
      let stderr = try block.stderrLines()
      if stream == .stderr { lines.formIntersection(stderr) } else { lines.subtract(stderr) }
    }
    let (since, until) = (request.since ?? .distantPast, request.until ?? .distantFuture)
    guard summary.minTime < since || summary.maxTime > until else { return lines }
    for (line, time) in try block.times().enumerated()
    where time < since.nanoseconds || time > until.nanoseconds {
      lines.remove(line)
    }
    return lines
  }
}
