internal import LogBlocks
internal import LogStore
internal import LogWire

/// Looks up in blocks when their patterns were seen first and last, and single lines. Each block is read once for all patterns.
final class PatternEnds {
  /// Of the lines of a block with one template the earliest and the latest time, and where in the block that one stands.
  struct Ends {
    var first = Timestamp.distantFuture
    var last = Timestamp.distantPast
    var lastLine = 0
  }

  private struct Key: Hashable {
    let segment: ObjectIdentifier
    let block: Int64

    init(_ search: SegmentSearch, _ block: BlockSummary) {
      segment = ObjectIdentifier(search.segment)
      self.block = block.block
    }
  }

  private var known: [Key: [Int: Ends]] = [:]

  /// Nil if the block has no such line.
  func ends(of place: PatternPlace) throws -> Ends? {
    let key = Key(place.search, place.block)
    if let ends = known[key] { return ends[place.template] }
    let ends = try Self.ends(place.search, place.block)
    known[key] = ends
    return ends[place.template]
  }

  private static func ends(_ search: SegmentSearch, _ summary: BlockSummary) throws -> [Int: Ends] {
    try search.segment.reporting(summary) {
      let block = try search.segment.templateBlock(summary)
      let indices = try block.templateIndices()
      var ends = block.templates.map { _ in Ends() }
      for (line, nanoseconds) in try block.times().enumerated() {
        let time = Timestamp(nanoseconds: nanoseconds)
        let index = Int(indices[line])
        if time < ends[index].first { ends[index].first = time }
        if time >= ends[index].last { (ends[index].last, ends[index].lastLine) = (time, line) }
      }
      return Dictionary(uniqueKeysWithValues: zip(block.templates.map(Int.init), ends))
    }
  }

  /// The messages of lines, empty where there is none.
  ///
  /// - Parameter failed: told of blocks that are damaged.
  static func messages(
    of examples: [PatternExample?], reporting failed: (() throws -> Void) throws -> Void
  ) throws -> [[UInt8]] {
    var messages = [[UInt8]](repeating: [], count: examples.count)
    var places: [Key: [Int]] = [:]
    for (number, example) in examples.enumerated() {
      switch example {
      case .message(let message): messages[number] = message
      case .line(let search, let block, _): places[Key(search, block), default: []].append(number)
      case nil: break
      }
    }
    for numbers in places.values {
      guard case .line(let search, let summary, _) = examples[numbers[0]] else { continue }
      try failed {
        for (line, message) in try lines(numbers.map { examples[$0] }, search, summary) {
          for number in numbers where examples[number]?.line == line { messages[number] = message }
        }
      }
    }
    return messages
  }

  /// The messages of lines of one block.
  private static func lines(
    _ examples: [PatternExample?], _ search: SegmentSearch, _ summary: BlockSummary
  ) throws -> [Int: [UInt8]] {
    try search.segment.reporting(summary) {
      let block = try search.segment.templateBlock(summary)
      var wanted = LineSet(capacity: block.lines)
      for line in examples.compactMap({ $0?.line }) { wanted.insert(line) }
      var messages: [Int: [UInt8]] = [:]
      try block.forEachMessage(of: wanted) { messages[$0] = $1.copied }
      return messages
    }
  }
}

extension PatternExample {
  /// Its place in its block.
  fileprivate var line: Int? {
    if case .line(_, _, let line) = self { line } else { nil }
  }
}
