internal import LineContent
internal import LogBlocks
internal import LogStore
internal import LogWire

/// Counts the hits that have each field. Used by one thread.
///
/// Lines are read only where their template leaves a name open; and a few for examples.
final class FieldCounts {
  /// What is kept of names: so many, of so many bytes together.
  static let limit = 10_000
  static let byteLimit = 4 << 20
  /// So many lines of a template are looked at for examples.
  private static let looked = 16

  private(set) var entries: [FieldEntry] = []
  private(set) var isFull = false
  private(set) var missing = 0
  private(set) var hits = 0
  private let survey: HitSurvey
  private var numbers: [[UInt8]: Int] = [:]
  private var nameBytes = 0
  private var known = TemplateMemo<TemplateEntries>()

  /// The entries of the fields of a template's lines.
  private enum TemplateEntries {
    case same([Int], hasFields: Bool)
    /// Only the lines can tell.
    case differ
  }

  init(_ survey: HitSurvey) {
    self.survey = survey
  }

  /// Adds the hits of a unit that is no run.
  func add(_ unit: SearchUnit) throws {
    switch try survey.hits(of: unit, asBlock: false, isTemplateEnough: isEnough) {
    case .block: preconditionFailure("blocks are taken apart by template")
    case .templates(let templates, let search, let block):
      for lines in templates {
        let place = FieldPlace(search: search, block: block, template: lines.template, lines: [])
        add(try template(lines.template, search), count: lines.count, at: place)
      }
    case .lines(let lines, let block, let search, let summary): try add(lines, of: block, search, summary)
    case .messages(let hits):
      for hit in hits { add(hit.message.span.bytes) }
    }
  }

  private func isEnough(_ search: SegmentSearch, _ template: Int) throws -> Bool {
    if case .same = try self.template(template, search) { true } else { false }
  }

  private func add(_ template: TemplateEntries, count: Int, at place: FieldPlace) {
    guard case .same(let found, let hasFields) = template else { return }
    hits += count
    if !hasFields { missing += count }
    for number in found { entries[number].add(count: count, at: place) }
  }

  private func add(
    _ lines: LineSet, of block: TemplateBlock, _ search: SegmentSearch, _ summary: BlockSummary
  ) throws {
    guard !lines.isEmpty else { return }
    let indices = try block.templateIndices()
    let local = try block.templates.map { try template(Int($0), search) }
    var counts = [Int](repeating: 0, count: local.count)
    var some = [[Int]](repeating: [], count: local.count)
    var open = LineSet(capacity: block.lines)
    lines.forEach { line in
      let index = Int(indices[line])
      guard case .same = local[index] else { return open.insert(line) }
      counts[index] += 1
      if some[index].count < Self.looked { some[index].append(line) }
    }
    for (index, count) in counts.enumerated() where count > 0 {
      let template = Int(block.templates[index])
      add(
        local[index], count: count,
        at: FieldPlace(search: search, block: summary, template: template, lines: some[index]))
    }
    try block.forEachMessage(of: open) { _, message in add(message) }
  }

  private func add(_ line: RawSpan) {
    hits += 1
    var found: Set<Int> = []
    var hasFields = false
    LineFields.forEach(in: line) { name, value in
      hasFields = true
      if let number = number(of: name.copied) {
        found.insert(number)
        if entries[number].needsExample { entries[number].addExample(value.text(in: line)) }
      }
      return false
    }
    if !hasFields { missing += 1 }
    for number in found { entries[number].add(count: 1) }
  }

  private func template(_ template: Int, _ search: SegmentSearch) throws -> TemplateEntries {
    if let found = known[search.segment, template] { return found }
    let names = TemplateFields.names(in: Array(try search.segment.templates().text(template)))
    let found =
      names.map { names in
        TemplateEntries.same(names.compactMap { number(of: $0) }, hasFields: !names.isEmpty)
      } ?? .differ
    known[search.segment, template] = found
    return found
  }

  /// The entry of a name; nil if there is no room for it.
  private func number(of name: [UInt8]) -> Int? {
    if let number = numbers[name] { return number }
    guard entries.count < Self.limit, nameBytes + name.count <= Self.byteLimit else {
      isFull = true
      return nil
    }
    nameBytes += name.count
    numbers[name] = entries.count
    entries.append(FieldEntry(name: name))
    return entries.count - 1
  }

  // MARK: - Examples

  /// Looks for values of some entries.
  func findExamples(for shown: [Int]) throws {
    for number in shown {
      for place in entries[number].places.reversed() where entries[number].needsExample {
        try survey.reportingDamage {
          try place.search.segment.reporting(place.block) { try read(place) }
        }
      }
    }
  }

  private func read(_ place: FieldPlace) throws {
    let block = try place.search.segment.templateBlock(place.block)
    var wanted = LineSet(capacity: block.lines)
    for line in try lines(of: place, block) { wanted.insert(line) }
    try block.forEachMessage(of: wanted) { _, line in
      LineFields.forEach(in: line) { name, value in
        if let number = numbers[name.copied], entries[number].needsExample {
          entries[number].addExample(value.text(in: line))
        }
        return false
      }
    }
  }

  private func lines(of place: FieldPlace, _ block: TemplateBlock) throws -> [Int] {
    guard place.lines.isEmpty else { return place.lines }
    let index = block.templates.firstIndex(of: UInt32(place.template)).map(UInt32.init)
    return Array(
      try block.templateIndices().enumerated().lazy.filter { $0.element == index }.map(\.offset)
        .prefix(Self.looked))
  }
}
