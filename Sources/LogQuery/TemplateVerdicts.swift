internal import LineContent
internal import LogBlocks
internal import LogWire

/// What the templates of a segment say about a query: of each leaf and each template, whether its lines are hits, can't be,
/// or whether it depends on their variables.
struct TemplateVerdicts {
  let count: Int
  /// By leaf and template.
  private var verdicts: [[Verdict]]
  /// By word of ``QueryPlan/words`` and template: whether the template has the word.
  private var hasWord: [[Bool]]

  /// By leaf: where the field's value stands in the templates that say so.
  private var fieldParts: [[Int: FieldPart]]

  /// - Parameter hasKey: by word of the plan, whether a variable in any block may have it.
  init(_ catalog: TemplateCatalog, plan: QueryPlan, hasKey: [Bool]) {
    count = catalog.count
    let hasWord = plan.words.map { word in
      let matcher = LineMatcher(leaf: .word(word), caseSensitive: false)
      return catalog.map { matcher.matches($1) }
    }
    var fieldParts = [[Int: FieldPart]](repeating: [:], count: plan.leaves.count)
    verdicts = plan.leaves.enumerated().map { index, leaf in
      catalog.map { number, text in
        guard case .field(let path, _) = leaf.expression, Self.hasVariables(text) else {
          return Self.verdict(leaf, number, text, catalog)
        }
        guard leaf.condition.mayHold({ hasKey[$0] || hasWord[$0][number] }) else { return .no }
        switch TemplateFields.place(of: path, in: text.copied) {
        case .anyLine(let line): return Verdict(leaf.matcher.matches(line.span.bytes))
        case .part(let part): fieldParts[index][number] = part
        case .line: break
        }
        return .maybe
      }
    }
    self.hasWord = hasWord
    self.fieldParts = fieldParts
  }

  /// Where the value of a leaf's field stands in the lines of a template; nil if only the lines can tell.
  func fieldPart(leaf: Int, template: Int) -> FieldPart? { fieldParts[leaf][template] }

  /// The verdict of a leaf on the lines of a template.
  @inline(__always)
  func verdict(leaf: Int, template: Int) -> Verdict { verdicts[leaf][template] }

  /// Whether a template has a word of the plan.
  @inline(__always)
  func has(word: Int, template: Int) -> Bool { hasWord[word][template] }

  /// The templates that have a word of the plan.
  func templates(withWord word: Int) -> [Int] {
    hasWord[word].enumerated().compactMap { $0.element ? $0.offset : nil }
  }

  private static func verdict(
    _ leaf: QueryPlan.Leaf, _ number: Int, _ text: RawSpan, _ catalog: TemplateCatalog
  ) -> Verdict {
    switch leaf.expression {
    case .container, .project, .resource, .stream: return .maybe
    case .level(let test):
      return number == TemplateSyntax.whole
        ? .maybe : Verdict(test.accepts(Level(rawValue: catalog.level(number))))
    case .regex, .field:
      // A placeholder is not what an expression would see there.
      return hasVariables(text) ? .maybe : Verdict(leaf.matcher.matches(text))
    default:
      if leaf.matcher.matches(text), !leaf.mayMeetPlaceholder { return .yes }
      return hasVariables(text) ? .maybe : .no
    }
  }

  private static func hasVariables(_ text: RawSpan) -> Bool {
    text.firstOffset(of: TemplateSyntax.placeholder) != nil
  }
}

extension TemplateCatalog {
  /// Asks of each template, by its number and text.
  fileprivate func map<Result>(_ body: (Int, RawSpan) -> Result) -> [Result] {
    withTexts { texts, ends in
      var results: [Result] = []
      results.reserveCapacity(ends.count)
      var start = 0
      for (number, end) in ends.enumerated() {
        results.append(body(number, UnsafeRawBufferPointer(rebasing: texts[start..<end]).bytes))
        start = end
      }
      return results
    }
  }
}
