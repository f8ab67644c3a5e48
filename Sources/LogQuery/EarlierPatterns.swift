internal import LogBlocks
internal import LogStore
internal import LogWire

/// Looks for lines of some patterns before a moment, until all were seen or nothing is left to look at.
///
/// What merged runs tell of their containers decides mostly; blocks are read only where the moment lies within. A pattern that an
/// earlier block has with the words of paths as variables was seen (see ``PatternPaths``).
struct EarlierPatterns: ~Copyable {
  /// The patterns without an earlier line so far, by their templates.
  private(set) var unseen: Set<[UInt8]>
  private let moment: Timestamp
  /// By what they are without the words of paths.
  private var variants: [[UInt8]: [[UInt8]]] = [:]
  private var form = PatternForm()
  private var batch = LineBatch()

  init(of templates: some Sequence<[UInt8]>, before moment: Timestamp) {
    unseen = Set(templates)
    self.moment = moment
    for template in unseen { variants[form.withoutPaths(template), default: []].append(template) }
  }

  /// Looks at all lines of a segment. Call it in a snapshot.
  mutating func look(in search: SegmentSearch, tails: [SearchUnit], problems: inout [String]) throws {
    var templates = SegmentTemplates(catalog: try search.segment.templates())
    for tail in tails {
      if case .tail(let lines) = tail.content { look(at: lines) }
    }
    for run in search.runs where !unseen.isEmpty {
      if try look(at: search.containers(of: run), &templates) { continue }
      for block in try search.segment.summaries(of: run.blocks) where isAskedFor(block, search) {
        do {
          try look(at: block, search, &templates)
        } catch {
          guard StoreReader.isDamage(error) else { throw error }
          problems.append("\(error)")
        }
      }
    }
  }

  /// The templates of a segment, and which of them were seen.
  private struct SegmentTemplates {
    let catalog: TemplateCatalog
    var isSeen: [Bool] = []

    /// False if it was called with this template before.
    mutating func insert(_ template: Int) -> Bool {
      while isSeen.count <= template { isSeen.append(false) }
      defer { isSeen[template] = true }
      return !isSeen[template]
    }
  }

  private func isAskedFor(_ block: BlockSummary, _ search: SegmentSearch) -> Bool {
    block.minTime < moment && search.containers[block.container] != nil
  }

  /// Takes what a run tells of its containers; false if its blocks must be looked at.
  private mutating func look(at parts: [RunContainer]?, _ templates: inout SegmentTemplates) -> Bool {
    guard let parts else { return false }
    var isDecided = true
    for part in parts where part.minTime < moment {
      if part.maxTime < moment { see(part.templates, &templates) } else { isDecided = false }
      if part.textBlocks > 0 { isDecided = false }
    }
    return isDecided
  }

  private mutating func look(
    at block: BlockSummary, _ search: SegmentSearch, _ templates: inout SegmentTemplates
  ) throws {
    guard block.hasTemplates else {
      try search.segment.decode(block, into: &batch)
      return look(at: batch)
    }
    let found = try search.segment.reporting(block) {
      block.maxTime < moment
        ? try search.segment.head(of: block).templates
        : try earlierTemplates(of: try search.segment.templateBlock(block))
    }
    see(found, &templates)
  }

  private func earlierTemplates(of block: TemplateBlock) throws -> [UInt32] {
    let indices = try block.templateIndices()
    var isEarlier = [Bool](repeating: false, count: block.templates.count)
    for (line, time) in try block.times().enumerated() where time < moment.nanoseconds {
      isEarlier[Int(indices[line])] = true
    }
    return zip(block.templates, isEarlier).compactMap { $1 ? $0 : nil }
  }

  private mutating func look(at lines: LineBatch) {
    for (index, line) in lines.lines.enumerated() where line.time < moment {
      see(form.pattern(of: lines.message(index).span.bytes))
    }
  }

  private mutating func see(_ found: [UInt32], _ templates: inout SegmentTemplates) {
    for template in found where Int(template) < templates.catalog.count && templates.insert(Int(template)) {
      see(PatternForm.pattern(of: templates.catalog.text(Int(template))))
    }
  }

  private mutating func see(_ pattern: [UInt8]) {
    unseen.remove(pattern)
    let general = form.withoutPaths(pattern)
    unseen.remove(general)
    guard general == pattern, let variants = variants.removeValue(forKey: general) else { return }
    for variant in variants { unseen.remove(variant) }
  }
}
