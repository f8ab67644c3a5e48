internal import LineContent
internal import LogBlocks
internal import LogStore
internal import LogWire

/// Counts hits by time and group. Used by one thread.
///
/// Of a block that a request wants whole, and that lies in one bucket, nothing is read but how many lines it has of each template, if
/// these must decide; of others the columns of times and templates, and messages only where the query or a level can't be
/// told without them.
final class HistogramCounts {
  private static let levels: [Level?] = [nil] + Level.allCases

  private let survey: HitSurvey
  private let buckets: TimeBuckets
  private let grouping: HitGrouping?
  /// By group and bucket.
  private var counts: [[Int]] = []
  private var numbers: [String?: Int] = [:]

  init(_ survey: HitSurvey, _ buckets: TimeBuckets, _ grouping: HitGrouping?) {
    self.survey = survey
    self.buckets = buckets
    self.grouping = grouping
  }

  /// The groups that have hits.
  var groups: [Histogram.Group] {
    let found = numbers.map { Histogram.Group(name: $0, counts: counts[$1]) }.filter { $0.total > 0 }
    guard grouping == .level else {
      return found.sorted { ($1.total, $0.name ?? "") < ($0.total, $1.name ?? "") }
    }
    let order = Self.levels.map { $0?.description }
    return found.sorted { order.firstIndex(of: $0.name) ?? 0 > order.firstIndex(of: $1.name) ?? 0 }
  }

  /// Adds the hits of a unit that is no run.
  func add(_ unit: SearchUnit) throws {
    let bucket = buckets.index(of: unit.minTime)
    let isOneBucket = bucket == buckets.index(of: unit.maxTime)
    let hits = try survey.hits(
      of: unit, asBlock: isOneBucket,
      isTemplateEnough: isOneBucket && hasOneStreamIfAsked(unit)
        ? { [grouping] _, template in grouping != .level || template != TemplateSyntax.whole } : nil)
    switch hits {
    case .block(let search, let block): try add(block, of: unit, search, bucket: bucket)
    case .templates(let templates, let search, let block):
      let catalog = try search.segment.templates()
      for lines in templates {
        let level = grouping == .level ? Level(rawValue: catalog.level(lines.template)) : nil
        counts[group(unit, level, Self.stream(of: block))][bucket] += lines.count
      }
    case .lines(let lines, let block, let search, _): try add(lines, of: block, unit, search)
    case .messages(let hits):
      for hit in hits { add(hit, unit) }
    }
  }

  /// The only stream of a block; of one with both, either.
  private static func stream(of block: BlockSummary) -> LogStream { block.streams == 2 ? .stderr : .stdout }

  private func hasOneStreamIfAsked(_ unit: SearchUnit) -> Bool {
    guard grouping == .stream, case .block(_, let block) = unit.content else { return true }
    return block.streams != 3
  }

  private func add(_ hit: Hit, _ unit: SearchUnit) {
    let level = grouping == .level ? Level.find(in: hit.message.span.bytes) : nil
    counts[group(unit, level, hit.stream)][buckets.index(of: hit.time)] += 1
  }

  private func add(_ block: BlockSummary, of unit: SearchUnit, _ search: SegmentSearch, bucket: Int) throws {
    switch grouping {
    case .level:
      let levels = try search.segment.levels(of: block.block)
      for level in Self.levels {
        counts[group(unit, level, .stdout)][bucket] += levels.count(level)
      }
    case .stream where block.streams == 3:
      let levels = try search.segment.levels(of: block.block)
      for stream in LogStream.allCases {
        counts[group(unit, nil, stream)][bucket] += Self.levels.reduce(0) { $0 + levels.count($1, stream) }
      }
    default: counts[group(unit, nil, Self.stream(of: block))][bucket] += block.lines
    }
  }

  private func add(
    _ lines: LineSet, of block: TemplateBlock, _ unit: SearchUnit, _ search: SegmentSearch
  ) throws {
    guard !lines.isEmpty else { return }
    let places = try block.times().map { buckets.index(of: Timestamp(nanoseconds: $0)) }
    switch grouping {
    case .level: try addLevels(of: lines, block, unit, search, places)
    case .stream:
      let stderr = try block.stderrLines()
      let groups = (group(unit, nil, .stdout), group(unit, nil, .stderr))
      lines.forEach { counts[stderr.contains($0) ? groups.1 : groups.0][places[$0]] += 1 }
    default:
      let group = group(unit, nil, .stdout)
      lines.forEach { counts[group][places[$0]] += 1 }
    }
  }

  private func addLevels(
    of lines: LineSet, _ block: TemplateBlock, _ unit: SearchUnit, _ search: SegmentSearch, _ places: [Int]
  ) throws {
    let catalog = try search.segment.templates()
    let groups = block.templates.map { template in
      template == UInt32(TemplateSyntax.whole)
        ? nil : group(unit, Level(rawValue: catalog.level(Int(template))), .stdout)
    }
    let indices = try block.templateIndices()
    var whole = LineSet(capacity: block.lines)
    lines.forEach { line in
      if let group = groups[Int(indices[line])] {
        counts[group][places[line]] += 1
      } else {
        whole.insert(line)
      }
    }
    try block.forEachMessage(of: whole) { line, message in
      counts[group(unit, Level.find(in: message), .stdout)][places[line]] += 1
    }
  }

  /// The number of a line's group.
  private func group(_ unit: SearchUnit, _ level: Level?, _ stream: LogStream) -> Int {
    let name: String? =
      switch grouping {
      case .level: level?.description
      case .stream: stream.description
      case let grouping: grouping?.name(of: unit.container)
      }
    if let number = numbers[name] { return number }
    numbers[name] = counts.count
    counts.append(Array(repeating: 0, count: buckets.count))
    return counts.count - 1
  }
}
