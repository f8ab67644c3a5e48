internal import LineContent
internal import LogBlocks
internal import LogStore
internal import LogWire
internal import TokenIndex

/// A query in one segment: which of its blocks may have hits. Made from one snapshot of the segment.
///
/// The index narrows and never decides: it may name a block too many and misses none.
final class SegmentSearch: @unchecked Sendable {
  // Unchecked: other threads ask only for what does not change once this is made, and of the segment only for its file.

  /// For the thread that searches.
  let segment: SegmentReader
  let plan: QueryPlan
  /// The containers that are searched, by their number in the segment.
  let containers: [Int64: ContainerInfo]
  let verdicts: TemplateVerdicts
  /// The runs of the index, by their first block.
  let runs: [StoredRun]
  /// By word of the plan: the blocks that may have it as a variable, or in their text; block *n* is number *n*.
  private let keyBlocks: [BlockSet]
  /// The blocks in the text codec that may have hits.
  private(set) var textBlocks: BlockSet
  private let end: Int
  private var runContainers: [Int64: [RunContainer]] = [:]
  private var runBlocks: [Int64: [Int64: [BlockSummary]]] = [:]

  /// - Parameter containers: those that are searched. Call it in a snapshot.
  init(_ segment: SegmentReader, plan: QueryPlan, containers: [Int64: ContainerInfo]) throws {
    self.segment = segment
    self.plan = plan
    self.containers = containers
    end = Int(try segment.endBlock())
    runs = try segment.runs()
    var keyBlocks: [BlockSet] = []
    for word in plan.words {
      var blocks = BlockSet(capacity: end)
      let key = TokenKey.token(word.span.bytes)
      for run in runs { try segment.addBlocks(of: key, in: run, to: &blocks) }
      keyBlocks.append(blocks)
    }
    self.keyBlocks = keyBlocks
    verdicts = TemplateVerdicts(
      try segment.templates(), plan: plan, hasKey: keyBlocks.map { $0.count > 0 })
    textBlocks = BlockSet(capacity: end)
    if try segment.hasTextBlocks() { textBlocks = try textBlocks(plan.root) }
  }

  /// Whether a block may have a word among its variables or, in the text codec, anywhere.
  func hasKey(word: Int, block: Int64) -> Bool { keyBlocks[word].contains(Int(block)) }

  /// The blocks of a run that may have a word of the plan among their variables.
  func keyBlocks(in run: StoredRun) -> BlockSet {
    var blocks = BlockSet(capacity: end)
    for set in keyBlocks { blocks.formUnion(set) }
    return restricted(blocks, to: run)
  }

  /// What the blocks of a run have of each container that is searched; nil if it is not kept for this run.
  func containers(of run: StoredRun) throws -> [RunContainer]? {
    guard run.level > 0 else { return nil }
    if let known = runContainers[run.run] { return known }
    let found = try segment.containers(of: run).filter { containers[$0.container] != nil }
    runContainers[run.run] = found
    return found
  }

  /// The blocks of a run by container, in the order of its log; those that `candidates` has.
  ///
  /// Kept: the containers of a run ask one after the other, each with the same candidates.
  func blocks(of run: StoredRun, among candidates: BlockSet) throws -> [Int64: [BlockSummary]] {
    if let known = runBlocks[run.run] { return known }
    let wanted = try segment.summaries(of: run.blocks).filter {
      candidates.contains(Int($0.block)) && containers[$0.container] != nil
    }
    let found = Dictionary(grouping: wanted, by: \.container)
    runBlocks[run.run] = found
    return found
  }

  /// The blocks of a run that may have hits.
  func candidates(in run: StoredRun) throws -> BlockSet {
    var blocks = try candidates(plan.root, run)
    // Of blocks of text the words decide, not the templates.
    for block in Int(run.blocks.lowerBound)..<Int(run.blocks.upperBound) where textBlocks.contains(block) {
      blocks.insert(block)
    }
    return blocks
  }

  // MARK: - Blocks with templates

  private func candidates(_ node: QueryPlan.Node, _ run: StoredRun) throws -> BlockSet {
    switch node {
    case .all, .not: return all(run)
    case .leaf(let number): return try candidates(leaf: number, run)
    case .and(let operands):
      var blocks = all(run)
      for operand in operands where !blocks.isEmpty { blocks.formIntersection(try candidates(operand, run)) }
      return blocks
    case .or(let operands):
      var blocks = BlockSet(capacity: end)
      for operand in operands { blocks.formUnion(try candidates(operand, run)) }
      return blocks
    }
  }

  private func candidates(leaf number: Int, _ run: StoredRun) throws -> BlockSet {
    if case .level = plan.leaves[number].expression {
      let isThere = try isPresent(run) { verdicts.verdict(leaf: number, template: $0) > .no }
      return isThere ? all(run) : BlockSet(capacity: end)
    }
    return try candidates(plan.leaves[number].condition, run)
  }

  private func candidates(_ words: QueryPlan.Condition, _ run: StoredRun) throws -> BlockSet {
    switch words {
    case .any: return all(run)
    case .word(let word): return try blocks(withWord: word, run)
    case .all(let parts):
      var blocks = all(run)
      for part in parts where !blocks.isEmpty { blocks.formIntersection(try candidates(part, run)) }
      return blocks
    case .either(let parts):
      var blocks = BlockSet(capacity: end)
      for part in parts { blocks.formUnion(try candidates(part, run)) }
      return blocks
    }
  }

  /// More templates than this are not looked up one by one.
  private static let lookups = 8

  private func blocks(withWord word: Int, _ run: StoredRun) throws -> BlockSet {
    var blocks = restricted(keyBlocks[word], to: run)
    let templates = verdicts.templates(withWord: word)
    guard !templates.isEmpty else { return blocks }
    let lines = try lines(withWord: word, run)
    if lines == 0 { return blocks }
    guard templates.count <= Self.lookups, lines ?? 0 < 4 * run.shape.blocks else { return all(run) }
    for template in templates {
      try segment.addBlocks(of: TokenKey.template(UInt32(template)), in: run, to: &blocks)
    }
    return blocks
  }

  /// How many lines of a run have a word in their templates; nil if that is not kept for the run.
  private func lines(withWord word: Int, _ run: StoredRun) throws -> Int? {
    guard let containers = try containers(of: run) else { return nil }
    var total = 0
    for container in containers {
      for (template, lines) in zip(container.templates, container.templateLines)
      where Int(template) < verdicts.count && verdicts.has(word: word, template: Int(template)) {
        total += lines
      }
    }
    return total
  }

  private func isPresent(_ run: StoredRun, _ isWanted: (Int) -> Bool) throws -> Bool {
    guard let containers = try containers(of: run) else { return true }
    return containers.contains { $0.templates.contains { Int($0) >= verdicts.count || isWanted(Int($0)) } }
  }

  private func all(_ run: StoredRun) -> BlockSet {
    var blocks = BlockSet(capacity: end)
    blocks.insert(contentsOf: Int(run.blocks.lowerBound)..<min(end, Int(run.blocks.upperBound)))
    return blocks
  }

  private func restricted(_ blocks: BlockSet, to run: StoredRun) -> BlockSet {
    var blocks = blocks
    blocks.formIntersection(all(run))
    return blocks
  }

  // MARK: - Blocks of text

  private func textBlocks(_ node: QueryPlan.Node) throws -> BlockSet {
    switch node {
    case .all, .not: return try textBlocks(WordExpression.any)
    case .leaf(let number): return try textBlocks(plan.leaves[number].requirement)
    case .and(let operands):
      var blocks = try textBlocks(WordExpression.any)
      for operand in operands where !blocks.isEmpty { blocks.formIntersection(try textBlocks(operand)) }
      return blocks
    case .or(let operands):
      var blocks = BlockSet(capacity: end)
      for operand in operands { blocks.formUnion(try textBlocks(operand)) }
      return blocks
    }
  }

  private func textBlocks(_ words: WordExpression) throws -> BlockSet {
    var blocks = BlockSet(capacity: end)
    switch words {
    case .any: try segment.addTextBlocks(matching: .any, to: &blocks)
    case .word(let word):
      // Of a block with words the key of a word without a digit says nothing, of one without them it says all.
      let hasDigit = word.contains(where: TokenBytes.isDigit)
      if hasDigit {
        try segment.addTextBlocks(matching: .any, to: &blocks)
      } else {
        try segment.addKeyedBlocks(to: &blocks)
      }
      if let number = plan.words.firstIndex(of: word) { blocks.formIntersection(keyBlocks[number]) }
      if !hasDigit {
        try segment.addTextBlocks(matching: .word(Array(word.prefix(Token.indexedLength))), to: &blocks)
      }
    case .escape: blocks = try textBlocks(.prefix(Array("u00".utf8)))
    case .prefix(let bytes):
      // Of a token with a digit only what stands before the digit is a word.
      let stem = Array(bytes.prefix { !TokenBytes.isDigit($0) }.prefix(Token.indexedLength))
      let isWhole = stem.count < min(bytes.count, Token.indexedLength)
      try segment.addKeyedBlocks(to: &blocks)
      try segment.addTextBlocks(
        matching: stem.isEmpty ? .any : isWhole ? .word(stem) : .prefix(stem), to: &blocks)
    case .all(let parts):
      try segment.addTextBlocks(matching: .any, to: &blocks)
      for part in parts where !blocks.isEmpty { blocks.formIntersection(try textBlocks(part)) }
    case .either(let parts):
      for part in parts { blocks.formUnion(try textBlocks(part)) }
    }
    return blocks
  }
}
