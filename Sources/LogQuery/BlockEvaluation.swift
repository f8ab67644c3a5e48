internal import LineContent
internal import LogBlocks
internal import LogStore
internal import LogWire

/// Finds the hits of a query among the lines of one block with templates.
///
/// Lines are put together only where the templates and the columns of variables leave a doubt.
final class BlockEvaluation {
  /// So few lines are put together and looked at faster than all values are.
  private static let few = 64

  private let search: SegmentSearch
  private let summary: BlockSummary
  private let block: TemplateBlock
  private let info: ContainerInfo
  private var indices: [UInt32]?

  init(_ search: SegmentSearch, _ summary: BlockSummary, _ block: TemplateBlock, _ info: ContainerInfo) {
    self.search = search
    self.summary = summary
    self.block = block
    self.info = info
  }

  /// The lines that are hits of the whole query.
  func hits() throws -> LineSet {
    try lines(search.plan.root, among: LineSet(capacity: block.lines, all: true))
  }

  private func lines(_ node: QueryPlan.Node, among candidates: LineSet) throws -> LineSet {
    switch node {
    case .all: return candidates
    case .leaf(let number): return try lines(leaf: number, among: candidates)
    case .not(let operand):
      var rest = candidates
      rest.subtract(try lines(operand, among: candidates))
      return rest
    case .and(let operands):
      var left = candidates
      for operand in operands where !left.isEmpty { left = try lines(operand, among: left) }
      return left
    case .or(let operands):
      var found = LineSet(capacity: block.lines)
      var left = candidates
      for operand in operands where !left.isEmpty {
        let more = try lines(operand, among: left)
        found.formUnion(more)
        left.subtract(more)
      }
      return found
    }
  }

  private func lines(leaf number: Int, among candidates: LineSet) throws -> LineSet {
    let leaf = search.plan.leaves[number]
    switch leaf.expression {
    case .container, .project, .resource:
      let isHit = leaf.matcher.matches([UInt8]().span.bytes, LineContext(container: info, stream: .stdout))
      return isHit ? candidates : LineSet(capacity: block.lines)
    case .stream(let stream):
      var found = candidates
      let stderr = try block.stderrLines()
      if stream == .stderr { found.formIntersection(stderr) } else { found.subtract(stderr) }
      return found
    default:
      return try lines(number, leaf, among: candidates)
    }
  }

  private func lines(_ number: Int, _ leaf: QueryPlan.Leaf, among candidates: LineSet) throws -> LineSet {
    let hasKey = search.plan.words.indices.map { search.hasKey(word: $0, block: summary.block) }
    let local = block.templates.map { verdict(number, leaf, template: Int($0), hasKey) }
    var found = LineSet(capacity: block.lines)
    var doubtful = found
    if local.contains(where: { $0 > .no }) {
      let indices = try templateIndices()
      candidates.forEach { line in
        switch local[Int(indices[line])] {
        case .yes: found.insert(line)
        case .maybe: doubtful.insert(line)
        case .no: break
        }
      }
    }
    guard !doubtful.isEmpty else { return found }
    if let word = leaf.word {
      doubtful.formIntersection(try block.lines(withVariable: word))
      if !search.plan.isCaseSensitive { try settle(&doubtful, into: &found) }
    }
    if case .field = leaf.expression { try checkParts(number, leaf, &doubtful, into: &found) }
    if let filter = leaf.filter, doubtful.count > Self.few {
      doubtful = try block.lines(of: doubtful, passing: filter)
    }
    try verify(doubtful, leaf, into: &found)
    return found
  }

  /// What the template says, and what the index says of this block's variables.
  private func verdict(_ number: Int, _ leaf: QueryPlan.Leaf, template: Int, _ hasKey: [Bool]) -> Verdict {
    guard template < search.verdicts.count else { return .maybe }
    let verdict = search.verdicts.verdict(leaf: number, template: template)
    guard verdict == .maybe else { return verdict }
    let mayHold = leaf.condition.mayHold { word in
      hasKey[word] || search.verdicts.has(word: word, template: template)
    }
    return mayHold ? .maybe : .no
  }

  /// Moves the lines that surely have the word from the doubtful ones: all but those that are one variable.
  private func settle(_ doubtful: inout LineSet, into found: inout LineSet) throws {
    guard block.templates.first == UInt32(TemplateSyntax.whole) else {
      found.formUnion(doubtful)
      doubtful = LineSet(capacity: block.lines)
      return
    }
    let indices = try templateIndices()
    var whole = LineSet(capacity: block.lines)
    doubtful.forEach { line in if indices[line] == 0 { whole.insert(line) } else { found.insert(line) } }
    doubtful = whole
  }

  /// Asks of the lines whose template says where the field's value stands, and leaves the others.
  private func checkParts(
    _ number: Int, _ leaf: QueryPlan.Leaf, _ lines: inout LineSet, into found: inout LineSet
  ) throws {
    guard let check = leaf.matcher.fields.first?.check else { return }
    let parts = block.templates.map { template in
      Int(template) < search.verdicts.count
        ? search.verdicts.fieldPart(leaf: number, template: Int(template)) : nil
    }
    guard parts.contains(where: { $0 != nil }) else { return }
    var hits: [Int] = []
    var asked = LineSet(capacity: block.lines)
    let indices = try templateIndices()
    try block.forEachPart(of: lines, inTemplates: parts.map { $0?.range }) { line, bytes in
      asked.insert(line)
      guard let part = parts[Int(indices[line])] else { return }
      if check.holds(for: part.value(bytes), in: bytes) { hits.append(line) }
    }
    lines.subtract(asked)
    for line in hits { found.insert(line) }
  }

  private func verify(_ lines: LineSet, _ leaf: QueryPlan.Leaf, into found: inout LineSet) throws {
    guard !lines.isEmpty else { return }
    let context = LineContext(container: info, stream: .stdout)
    var hits: [Int] = []
    try block.forEachMessage(of: lines) { line, message in
      if leaf.matcher.matches(message, context) { hits.append(line) }
    }
    for line in hits { found.insert(line) }
  }

  private func templateIndices() throws -> [UInt32] {
    if let indices { return indices }
    let loaded = try block.templateIndices()
    indices = loaded
    return loaded
  }
}
