extension TemplateBlock {
  /// The lines of `wanted` that may have one of the texts of a filter, judged by the templates and by what the columns say of their
  /// values, without putting lines together. Worth it for many lines: it looks at all values of a column.
  package func lines(of wanted: LineSet, passing filter: TextFilter) throws -> LineSet {
    guard let last = wanted.last else { return wanted }
    let indices = try templateIndices()
    let columns = try columns(withTexts: true)
    return catalog.withPaddedTexts { pool in
      columns.withPointers { pointers in
        let texts = templates.map { catalog.range(of: Int($0)) }
        var narrowing = BlockNarrowing(
          filter, columns, pointers, pool, texts: texts,
          hasWhole: templates.first == UInt32(TemplateSyntax.whole))
        return narrowing.passing(wanted, indices[...last])
      }
    }
  }
}

/// Follows a filter through the templates of a block, and then through its lines.
private struct BlockNarrowing: ~Copyable {
  /// What is known of the lines of a template.
  private struct Decision: BitwiseCopyable {
    var isKnown = false
    /// Whether a line can pass at all.
    var isPossible = false
    /// The variables without which it can't, in ``checks``.
    var checks: (start: Int, end: Int) = (0, 0)
  }

  /// A variable that must take part for a line to pass.
  private struct Check: BitwiseCopyable {
    var column: Int
    /// How many variables before it have the same column.
    var rowsBefore: Int
    /// Whether the states are by value of a dictionary, not by row.
    var isByValue: Bool
    /// Where the numbers of the states behind the values or rows begin.
    var arrivals: Int
    var rest: Rest
  }

  /// A template from behind one of its variables.
  private struct Rest: BitwiseCopyable {
    var literal: Int
    var slots: (start: Int, end: Int)
    var end: Int
  }

  /// A column, and the state before it.
  private struct Step: Hashable, BitwiseCopyable {
    var column: Int
    var state: TextFilter.State
  }

  private enum Answer: UInt8, BitwiseCopyable { case unknown, no, yes }

  /// More states are taken for ``TextFilter/found``.
  private static let maximumStates = 32

  private let filter: TextFilter
  private let columns: BlockColumns
  private let pointers: ColumnPointers
  private let pool: UnsafeRawPointer
  private let texts: [Range<Int>]
  private let hasWhole: Bool
  private var decisions: [Decision]
  private var checks: [Check] = []
  /// The states met, by number: first the empty one and ``TextFilter/found``.
  private var states: [TextFilter.State] = [TextFilter.empty, TextFilter.found]
  /// Numbers of the states behind single values and rows.
  private var arrivals: [UInt8] = []
  private var firstArrivals: [Step: Int] = [:]
  /// By check and state behind the variable: whether a line may pass.
  private var answers: [Answer] = []
  /// By column the last state that was asked for, and what followed.
  private var lastSteps: [(before: TextFilter.State, behind: TextFilter.State)?]

  /// - Parameters:
  ///   - texts: where the templates of the block stand.
  ///   - hasWhole: whether the first of them stands for any line; then it has a placeholder that is none.
  init(
    _ filter: TextFilter, _ columns: BlockColumns, _ pointers: ColumnPointers, _ pool: UnsafeRawPointer,
    texts: [Range<Int>], hasWhole: Bool
  ) {
    self.filter = filter
    self.columns = columns
    self.pointers = pointers
    self.pool = pool
    self.texts = texts
    self.hasWhole = hasWhole
    decisions = Array(repeating: Decision(), count: texts.count)
    lastSteps = Array(repeating: nil, count: columns.columns.count)
  }

  /// The lines that pass, given the template of each line.
  mutating func passing(_ wanted: LineSet, _ indices: ArraySlice<UInt32>) -> LineSet {
    var passed = wanted
    var rows = [Int](repeating: 0, count: columns.columns.count)
    for (line, index) in indices.enumerated() {
      let index = Int(index)
      if wanted.contains(line) {
        if !decisions[index].isKnown { decide(index) }
        let decision = decisions[index]
        var passes = decision.isPossible
        var check = decision.checks.start
        while passes, check < decision.checks.end {
          passes = self.passes(check, rows)
          check += 1
        }
        if !passes { passed.remove(line) }
      }
      for slot in columns.slots(of: index) { rows[Int(columns.slots[slot].column)] += 1 }
    }
    return passed
  }

  @inline(__always)
  private mutating func passes(_ number: Int, _ rows: [Int]) -> Bool {
    let check = checks[number]
    let row = rows[check.column] + check.rowsBefore
    let place = check.isByValue ? pointers.value(of: columns.columns[check.column], row: row) : row
    let arrival = number * Self.maximumStates + Int(arrivals[check.arrivals + place])
    if answers[arrival] == .unknown { answer(number, arrival) }
    return answers[arrival] == .yes
  }

  /// Finds out whether a line may pass that has a state behind a variable.
  @inline(never)
  private mutating func answer(_ check: Int, _ arrival: Int) {
    let state = state(states[arrival % Self.maximumStates], behind: checks[check].rest)
    answers[arrival] = state == TextFilter.found ? .yes : .no
  }

  // MARK: - Templates

  /// Finds out what is known of the lines of a template.
  @inline(never)
  private mutating func decide(_ index: Int) {
    decisions[index].isKnown = true
    let slots = columns.slots(of: index)
    let end = hasWhole && index == 0 ? texts[0].lowerBound + 1 : texts[index].upperBound
    var state = TextFilter.empty
    var before: [TextFilter.State] = []
    var literal = texts[index].lowerBound
    for place in slots {
      let slot = columns.slots[place]
      state = filter.state(state, behind: bytes(literal, Int(slot.offset)))
      before.append(state)
      state = self.state(state, behind: Int(slot.column))
      literal = Int(slot.offset) + 1
    }
    state = filter.state(state, behind: bytes(literal, end))
    guard state == TextFilter.found else { return }
    let start = checks.count
    for (place, before) in zip(slots, before) where before != TextFilter.found {
      let literal = Int(columns.slots[place].offset) + 1
      let rest = Rest(literal: literal, slots: (place + 1, slots.upperBound), end: end)
      // Whether lines pass without it.
      if self.state(TextFilter.empty, behind: rest) == TextFilter.found { continue }
      let number = Int(columns.slots[place].column)
      checks.append(
        Check(
          column: number,
          rowsBefore: columns.slots[slots.lowerBound..<place].count { Int($0.column) == number },
          isByValue: columns.columns[number].valueCount > 0,
          arrivals: firstArrival(Step(column: number, state: before)), rest: rest))
      answers.append(contentsOf: repeatElement(.unknown, count: Self.maximumStates))
    }
    decisions[index] = Decision(isKnown: true, isPossible: true, checks: (start, checks.count))
  }

  /// Where the numbers of the states behind each value or row of a column begin.
  private mutating func firstArrival(_ step: Step) -> Int {
    if let known = firstArrivals[step] { return known }
    let first = arrivals.count
    firstArrivals[step] = first
    let column = columns.columns[step.column]
    if column.valueCount > 0 {
      for value in 0..<column.valueCount {
        arrivals.append(number(of: state(step.state, behindValue: value, of: column)))
      }
    } else {
      appendArrivals(
        behindRowsOf: column, from: filter.state(step.state, behind: pointers.bytes(column.prefix)))
    }
    return first
  }

  private mutating func appendArrivals(behindRowsOf column: Column, from begun: TextFilter.State) {
    arrivals.reserveCapacity(arrivals.count + column.count)
    var digits = MessageBuffer()
    for row in 0..<column.count {
      let state: TextFilter.State
      switch column.kind {
      case .hexadecimal:
        state = filter.state(
          begun, behindHexadecimal: column.digits,
          at: pointers.packed + column.offset + row * column.packedSize, isUpper: column.isUpper)
      case .text:
        state = filter.state(begun, behind: pointers.text(of: column, row: row))
      default:
        digits.removeAll()
        digits.append(decimal: pointers.number(of: column, row: row), digits: column.digits)
        state = filter.state(begun, behind: digits.bytes)
      }
      arrivals.append(number(of: filter.state(state, behind: pointers.bytes(column.suffix))))
    }
  }

  @inline(__always)
  private mutating func number(of state: TextFilter.State) -> UInt8 {
    state == TextFilter.empty ? 0 : state == TextFilter.found ? 1 : rareNumber(of: state)
  }

  private mutating func rareNumber(of state: TextFilter.State) -> UInt8 {
    if let known = states.firstIndex(of: state) { return UInt8(known) }
    guard states.count < Self.maximumStates else { return 1 }
    states.append(state)
    return UInt8(states.count - 1)
  }

  // MARK: - States

  private mutating func state(_ state: TextFilter.State, behind rest: Rest) -> TextFilter.State {
    var state = state
    var literal = rest.literal
    var place = rest.slots.start
    while place < rest.slots.end, state != TextFilter.found {
      let slot = columns.slots[place]
      state = filter.state(state, behind: bytes(literal, Int(slot.offset)))
      state = self.state(state, behind: Int(slot.column))
      literal = Int(slot.offset) + 1
      place += 1
    }
    return filter.state(state, behind: bytes(literal, max(literal, rest.end)))
  }

  /// What may be the state behind any value of a column.
  private mutating func state(_ state: TextFilter.State, behind number: Int) -> TextFilter.State {
    if state == TextFilter.found { return state }
    if let last = lastSteps[number], last.before == state { return last.behind }
    let column = columns.columns[number]
    var behind = TextFilter.empty
    switch column.kind {
    case .constant, .packedDictionary, .byteDictionary:
      for value in 0..<column.valueCount { behind |= self.state(state, behindValue: value, of: column) }
    case .integer, .delta: behind = self.state(state, behindAnyOf: filter.decimal, of: column)
    case .hexadecimal: behind = self.state(state, behindAnyOf: filter.hexadecimal, of: column)
    case .text: behind = self.state(state, behindAnyOf: filter.anything, of: column)
    }
    lastSteps[number] = (state, behind)
    return behind
  }

  private func state(
    _ state: TextFilter.State, behindAnyOf kind: UInt64, of column: Column
  ) -> TextFilter.State {
    let behind = filter.state(filter.state(state, behind: pointers.bytes(column.prefix)), behindAnyOf: kind)
    return filter.state(behind, behind: pointers.bytes(column.suffix))
  }

  private func state(
    _ state: TextFilter.State, behindValue value: Int, of column: Column
  ) -> TextFilter.State {
    let begun = filter.state(state, behind: pointers.bytes(column.prefix))
    let behind = filter.state(begun, behind: pointers.bytes(pointers.values[column.firstValue + value]))
    return filter.state(behind, behind: pointers.bytes(column.suffix))
  }

  private func bytes(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: pool + start, count: end - start)
  }
}
