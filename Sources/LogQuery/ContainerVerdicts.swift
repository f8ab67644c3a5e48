internal import LogWire

/// What the templates of a segment say of a whole query, container by container, if no variable has a word of it.
final class ContainerVerdicts {
  private let search: SegmentSearch
  private var known: [Int64: [Verdict]] = [:]

  init(_ search: SegmentSearch) {
    self.search = search
  }

  /// By template.
  func verdicts(for container: Int64) -> [Verdict] {
    if let verdicts = known[container] { return verdicts }
    let leaves = search.plan.leaves.map { constant($0, container) }
    let verdicts = (0..<search.verdicts.count).map { template in
      search.plan.root.verdict { leaf in leaves[leaf] ?? verdict(leaf, template: template) }
    }
    known[container] = verdicts
    return verdicts
  }

  /// How many of a container's lines are hits by their templates alone; nil if that can't be said.
  func hits(_ templates: [UInt32], _ lines: some Sequence<Int>, container: Int64) -> Int? {
    let verdicts = verdicts(for: container)
    var total = 0
    for (template, count) in zip(templates, lines) {
      guard Int(template) < verdicts.count else { return nil }
      switch verdicts[Int(template)] {
      case .yes: total += count
      case .maybe: return nil
      case .no: break
      }
    }
    return total
  }

  /// The verdict of a leaf that asks for the container.
  private func constant(_ leaf: QueryPlan.Leaf, _ container: Int64) -> Verdict? {
    switch leaf.expression {
    case .container, .project, .resource:
      guard let info = search.containers[container] else { return .no }
      let context = LineContext(container: info, stream: .stdout)
      return Verdict(leaf.matcher.matches([UInt8]().span.bytes, context))
    default: return nil
    }
  }

  /// The verdict of a leaf where no variable has a word of the query.
  private func verdict(_ number: Int, template: Int) -> Verdict {
    let verdict = search.verdicts.verdict(leaf: number, template: template)
    guard verdict == .maybe else { return verdict }
    let leaf = search.plan.leaves[number]
    if leaf.word != nil { return .no }
    let mayHold = leaf.condition.mayHold { search.verdicts.has(word: $0, template: template) }
    return mayHold ? .maybe : .no
  }
}
