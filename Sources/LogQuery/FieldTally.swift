internal import LineContent
internal import LogBlocks
internal import LogStore
internal import LogWire

/// Counts the values of a field of the line. Used by one thread.
///
/// Where the template tells in which variables of a line the value is, only these are read.
final class FieldTally {
  private(set) var values: ValueTally
  private(set) var missing = 0
  private(set) var hits = 0
  private let survey: HitSurvey
  private let path: FieldPath
  private var known = TemplateMemo<TemplateFields.Values>()

  init(_ survey: HitSurvey, _ path: FieldPath, _ values: ValueTally) {
    self.survey = survey
    self.path = path
    self.values = values
  }

  /// Adds the hits of a unit that is no run.
  func add(_ unit: SearchUnit) throws {
    switch try survey.hits(of: unit, asBlock: false, isTemplateEnough: isEnough) {
    case .block: preconditionFailure("blocks are taken apart by template")
    case .templates(let templates, let search, _):
      for lines in templates {
        if case .same(let found) = try template(lines.template, search) { add(found, count: lines.count) }
      }
    case .lines(let lines, let block, let search, _): try add(lines, of: block, search)
    case .messages(let hits):
      for hit in hits { add(FieldValues.texts(of: path, in: hit.message.span.bytes), count: 1) }
    }
  }

  private func isEnough(_ search: SegmentSearch, _ template: Int) throws -> Bool {
    if case .same = try self.template(template, search) { true } else { false }
  }

  private func add(_ found: [[UInt8]], count: Int) {
    hits += count
    if found.isEmpty { missing += count }
    for value in found { values.add(value, count: count) }
  }

  private func add(_ lines: LineSet, of block: TemplateBlock, _ search: SegmentSearch) throws {
    guard !lines.isEmpty else { return }
    let indices = try block.templateIndices()
    let local = try block.templates.map { try template(Int($0), search) }
    var counts = [Int](repeating: 0, count: local.count)
    var inParts = LineSet(capacity: block.lines)
    var open = inParts
    lines.forEach { line in
      let index = Int(indices[line])
      switch local[index] {
      case .same: counts[index] += 1
      case .part: inParts.insert(line)
      case .differ: open.insert(line)
      }
    }
    for (index, count) in counts.enumerated() where count > 0 {
      if case .same(let found) = local[index] { add(found, count: count) }
    }
    try addParts(of: inParts, block, local, indices)
    try block.forEachMessage(of: open) { _, message in
      add(FieldValues.texts(of: path, in: message), count: 1)
    }
  }

  private func addParts(
    of lines: LineSet, _ block: TemplateBlock, _ local: [TemplateFields.Values], _ indices: [UInt32]
  ) throws {
    let parts = local.map { if case .part(let range, _) = $0 { range } else { Range<Int>?.none } }
    let mayBeNull = local.map { if case .part(_, let isQuoted) = $0 { !isQuoted } else { false } }
    try block.forEachPart(of: lines, inTemplates: parts) { line, value in
      let value = value.copied
      let isNull = value.elementsEqual("null".utf8) && mayBeNull[Int(indices[line])]
      hits += 1
      if isNull { missing += 1 } else { values.add(value) }
    }
  }

  private func template(_ template: Int, _ search: SegmentSearch) throws -> TemplateFields.Values {
    if let values = known[search.segment, template] { return values }
    let values = TemplateFields.values(of: path, in: Array(try search.segment.templates().text(template)))
    known[search.segment, template] = values
    return values
  }
}
