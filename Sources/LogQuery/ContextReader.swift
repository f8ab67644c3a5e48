internal import LogStore
internal import LogWire

/// Gives hits with the lines of their containers around them, each line once. Used by one thread.
///
/// Hits must come in the order of the request, so that within a container those beyond the line given last are all that is
/// missing. Keeps the blocks that were read last, about ``keptBytes``.
final class ContextReader {
  /// Enough for the blocks of some dozen containers whose hits take turns.
  private static let keptBytes = 64 << 20

  /// What could not be read, each once.
  private(set) var problems: [String] = []
  private let request: SearchRequest
  private let size: ContextSize
  private let matcher: LineMatcher
  private let logs: ContainerLogs
  /// The one used last is the last.
  private var chunks: [(key: StoreFeed.Key, lines: StoreFeed.Lines)] = []
  /// By container the line that was given last.
  private var given: [StoreFeed.Key: Int64] = [:]
  /// Whose line was given last of all.
  private var current: StoreFeed.Key?
  /// By container the oldest hit that is within the limit; nil: there is no limit.
  private var oldest: [StoreFeed.Key: Int64]?

  init(_ request: SearchRequest, _ size: ContextSize, _ layout: StoreLayout) {
    self.request = request
    self.size = size
    matcher = LineMatcher(request.query)
    logs = ContainerLogs(layout: layout)
  }

  /// From now on no other lines are taken for hits.
  ///
  /// - Parameter hits: those of a container are the newest ones that it has.
  func limit(to hits: [Hit]) {
    var oldest: [StoreFeed.Key: Int64] = [:]
    for hit in hits { oldest[hit.key] = min(oldest[hit.key] ?? hit.ordinal, hit.ordinal) }
    self.oldest = oldest
  }

  /// Gives a hit and what is missing around it; nothing for a hit that was given in the context of another.
  ///
  /// - Returns: false once `body` does.
  func give(_ hit: Hit, _ body: (SearchLine) throws -> Bool) throws -> Bool {
    let isOldestFirst = request.order == .oldestFirst
    let (earlier, later) = (Int64(size.before), Int64(size.after))
    var (lower, upper) = (max(0, hit.ordinal - earlier), hit.ordinal + later)
    if let last = given[hit.key] {
      if isOldestFirst { lower = max(lower, last + 1) } else { upper = min(upper, last - 1) }
    }
    guard lower <= upper else { return true }
    var lines = try lines(lower...upper, around: hit)
    if !isOldestFirst { lines.reverse() }
    for line in lines {
      guard try give(line, near: hit, body) else { return false }
    }
    return true
  }

  private func give(_ line: Hit, near hit: Hit, _ body: (SearchLine) throws -> Bool) throws -> Bool {
    let key = hit.key
    let follows = current == key && given[key].map { abs($0 - line.ordinal) == 1 } ?? false
    if !follows, current != nil, try !body(.gap) { return false }
    current = key
    given[key] = line.ordinal
    return try body(isHit(line, near: hit) ? .hit(line) : .context(line))
  }

  /// Lines that come before the hit would have come themselves if they were hits.
  private func isHit(_ line: Hit, near hit: Hit) -> Bool {
    guard line.ordinal != hit.ordinal else { return true }
    let comesLater = (line.ordinal > hit.ordinal) == (request.order == .oldestFirst)
    guard comesLater, line.ordinal >= oldest?[hit.key] ?? 0 else { return false }
    return request.wants(line.time, line.stream)
      && matcher.matches(
        line.message.span.bytes, LineContext(container: line.container, stream: line.stream))
  }

  /// The lines that the store has of a range, and the hit in any case.
  private func lines(_ range: ClosedRange<Int64>, around hit: Hit) throws -> [Hit] {
    var found: [Hit] = []
    var next = range.lowerBound
    while next <= range.upperBound, let chunk = try chunk(of: hit.key, from: next) {
      let end = chunk.ordinals.upperBound
      for ordinal in max(
        next, chunk.firstOrdinal)..<max(next, chunk.firstOrdinal, min(range.upperBound + 1, end))
      {
        found.append(ordinal == hit.ordinal ? hit : Hit(chunk, ordinal, hit.container))
      }
      next = end
    }
    if range.contains(hit.ordinal), !found.contains(where: { $0.ordinal == hit.ordinal }) {
      found.insert(hit, at: found.firstIndex { $0.ordinal > hit.ordinal } ?? found.endIndex)
    }
    return found
  }

  /// The block or tail with the first line from `ordinal` on; nil if there is none.
  private func chunk(of key: StoreFeed.Key, from ordinal: Int64) throws -> StoreFeed.Lines? {
    if let known = chunks.lastIndex(where: { $0.key == key && $0.lines.ordinals.contains(ordinal) }) {
      chunks.append(chunks.remove(at: known))
      return chunks.last?.lines
    }
    var found: [String] = []
    let lines = try logs.lines(of: key, from: ordinal, problems: &found)
    problems += found.filter { !problems.contains($0) }
    guard let lines else { return nil }
    chunks.append((key, lines))
    var bytes = chunks.reduce(0) { $0 + $1.lines.lines.memory }
    while bytes > Self.keptBytes, chunks.count > 1 { bytes -= chunks.removeFirst().lines.lines.memory }
    return lines
  }
}

extension LineBatch {
  /// About how many bytes it takes.
  fileprivate var memory: Int { bytes.count + lines.count * MemoryLayout<Line>.stride }
}
