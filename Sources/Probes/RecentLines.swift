internal import LogQuery
internal import LogStore
internal import LogWire

/// Looks for a hit among the last lines of one container by reading them all. Used by one thread.
///
/// Where there are few, that takes less than asking the index, which knows all containers of a segment.
struct RecentLines {
  /// A line that was found.
  struct Line {
    var time: Timestamp
    var message: [UInt8]
  }

  /// What came of looking.
  enum Answer {
    case found(Line)
    case nothing
    /// There are more than ``lineLimit``; nothing was looked at.
    case tooMany
  }

  /// So many lines are read at most: a few milliseconds.
  private static let lineLimit = 1 << 14

  /// The lines of one segment.
  private struct Part {
    var segment: SegmentReader
    var container: ContainerInfo
    var tails: [TailLines]
    var blocks: [BlockSummary]

    var lines: Int { tails.reduce(0) { $0 + $1.lines.count } + blocks.reduce(0) { $0 + $1.lines } }
  }

  let reader: StoreReader
  let query: Query
  let since: Timestamp

  /// The newest hit of a container.
  ///
  /// Damaged segments and blocks are reported in `problems`, and the others read.
  func newestHit(of id: String, problems: inout [String]) throws -> Answer {
    let segments = try reader.openSegments(since: since, problems: &problems)
    defer { reader.giveBack(segments) }
    var parts: [Part] = []
    for segment in segments {
      try reporting(&problems) { if let part = try part(of: segment, id) { parts.append(part) } }
    }
    guard parts.reduce(0, { $0 + $1.lines }) <= Self.lineLimit else { return .tooMany }
    let matcher = LineMatcher(query)
    var newest: Line?
    for part in parts {
      guard let line = try newestHit(in: part, matcher, &problems) else { continue }
      if newest.map({ $0.time < line.time }) ?? true { newest = line }
    }
    problems += matcher.problems
    return newest.map { .found($0) } ?? .nothing
  }

  private func part(of segment: SegmentReader, _ id: String) throws -> Part? {
    // In one snapshot, so that a line that moves from the tail to a block is seen.
    try segment.snapshot {
      guard let (number, info) = try segment.containers(withID: id).first else { return nil }
      return Part(
        segment: segment, container: info, tails: try segment.tail(containers: [number]),
        blocks: try segment.blocks(ofContainer: number, since: since))
    }
  }

  private func newestHit(
    in part: Part, _ matcher: LineMatcher, _ problems: inout [String]
  ) throws -> Line? {
    for tail in part.tails.reversed() {
      if let line = newestHit(in: tail.lines, part.container, matcher) { return line }
    }
    var batch = LineBatch()
    var found: Line?
    for block in part.blocks where found == nil {
      try reporting(&problems) {
        try part.segment.decode(block, into: &batch)
        found = newestHit(in: batch, part.container, matcher)
      }
    }
    return found
  }

  private func newestHit(
    in batch: LineBatch, _ container: ContainerInfo, _ matcher: LineMatcher
  ) -> Line? {
    let bytes = batch.bytes
    for index in batch.lines.indices.reversed() {
      let line = batch.lines[index]
      guard line.time >= since else { continue }
      let context = LineContext(container: container, stream: line.stream)
      guard matcher.matches(bytes.span.bytes.extracting(batch.range(of: index)), context) else { continue }
      return Line(time: line.time, message: batch.message(index))
    }
    return nil
  }

  private func reporting(_ problems: inout [String], _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      guard StoreReader.isDamage(error) else { throw error }
      problems.append("\(error)")
    }
  }
}
