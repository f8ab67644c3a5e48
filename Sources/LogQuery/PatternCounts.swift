internal import LogBlocks
internal import LogStore
internal import LogWire

/// Counts hits by pattern. Used by one thread.
///
/// Of a block that lies in one bucket, and whose templates decide the query, only how many lines each template has is read; of others
/// their columns of templates and times, too; messages only where the query needs them, and in text blocks and tails.
final class PatternCounts {
  /// Lines of more patterns than this are counted as ones that are one variable.
  static let limit = 1 << 16

  private(set) var entries: [PatternEntry] = []
  private(set) var isFull = false
  private let survey: HitSurvey
  private let buckets: TimeBuckets
  private var numbers: [[UInt8]: Int] = [:]
  /// The entries.
  private var known = TemplateMemo<Int>()
  private var form = PatternForm()

  init(_ survey: HitSurvey, _ buckets: TimeBuckets) {
    self.survey = survey
    self.buckets = buckets
  }

  /// Adds the hits of a unit that is no run.
  func add(_ unit: SearchUnit) throws {
    let bucket = buckets.index(of: unit.minTime)
    let isOneBucket = bucket == buckets.index(of: unit.maxTime)
    switch try survey.hits(of: unit, asBlock: false, isTemplateEnough: isOneBucket ? { _, _ in true } : nil) {
    case .block: preconditionFailure("blocks are taken apart by template")
    case .templates(let templates, let search, let block):
      let catalog = try search.segment.templates()
      for lines in templates {
        let place = PatternPlace(search: search, block: block, template: lines.template)
        entries[number(lines.template, search, catalog)].add(place, lines: lines.count, bucket: bucket)
      }
    case .lines(let lines, let block, let search, let summary): try add(lines, of: block, search, summary)
    case .messages(let hits):
      for hit in hits { add(hit) }
    }
  }

  private func add(_ hit: Hit) {
    let entry = number(of: form.pattern(of: hit.message.span.bytes))
    if entries[entry].add(hit.time, bucket: buckets.index(of: hit.time)) {
      entries[entry].setExample(.message(hit.message))
    }
  }

  private func add(
    _ lines: LineSet, of block: TemplateBlock, _ search: SegmentSearch, _ summary: BlockSummary
  ) throws {
    guard !lines.isEmpty else { return }
    let catalog = try search.segment.templates()
    let times = try block.times()
    let indices = try block.templateIndices()
    var local = [Int?](repeating: nil, count: block.templates.count)
    lines.forEach { line in
      let index = Int(indices[line])
      let entry = local[index] ?? number(Int(block.templates[index]), search, catalog)
      local[index] = entry
      let time = Timestamp(nanoseconds: times[line])
      if entries[entry].add(time, bucket: buckets.index(of: time)) {
        entries[entry].setExample(.line(search, summary, line))
      }
    }
  }

  /// The entry of a segment's template.
  private func number(_ template: Int, _ search: SegmentSearch, _ catalog: TemplateCatalog) -> Int {
    if let number = known[search.segment, template] { return number }
    let number = number(of: PatternForm.pattern(of: catalog.text(template)))
    known[search.segment, template] = number
    return number
  }

  private func number(of template: [UInt8]) -> Int {
    if let number = numbers[template] { return number }
    if entries.count >= Self.limit, template != PatternForm.whole {
      isFull = true
      return number(of: PatternForm.whole)
    }
    numbers[template] = entries.count
    entries.append(PatternEntry(template: template, buckets: buckets.count))
    return entries.count - 1
  }
}
