/// How far the log of a container has been read: the last lines of it, as fingerprints, in the order they came.
///
/// A time alone is no position: several lines may share one, and the other stream's may come late. So the
/// position is a window of the last lines (at least ``windowLines`` of them, and always all lines that share a
/// time), each as (time, hash) with a count. A later reading starts at or before ``resumeTime`` and drops what
/// the window counted: see ``ResumeFilter``. Stored in the transaction of the lines it covers.
package struct ReadPosition: Sendable, Equatable {
  /// One line of the window, or several that are alike.
  package struct Entry: Sendable, Hashable {
    package var time: Timestamp
    package var hash: UInt64
    package var count: UInt32

    package init(time: Timestamp, hash: UInt64, count: UInt32) {
      self.time = time
      self.hash = hash
      self.count = count
    }
  }

  /// How many lines the window keeps at least, where there were so many.
  package static let windowLines = 64
  /// How many entries it keeps at most: reached only if thousands of different lines share one time.
  package static let maximumEntries = 4096

  /// The window, oldest first.
  package private(set) var entries: [Entry] = []
  /// When the oldest line began that had begun but not ended, if one had: it must be read again whole.
  package var openSince: Timestamp?

  package init() {}

  package init(entries: [Entry], openSince: Timestamp?) {
    self.entries = entries
    self.openSince = openSince
  }

  package var isEmpty: Bool { entries.isEmpty && openSince == nil }

  /// Where a later reading must begin at the latest.
  package var resumeTime: Timestamp? {
    let first = entries.min { $0.time < $1.time }?.time
    guard let openSince else { return first }
    return first.map { min($0, openSince) } ?? openSince
  }

  /// The latest time in the window.
  package var latestTime: Timestamp? { entries.max { $0.time < $1.time }?.time }

  /// Moves the position behind the lines of `batch`. Looks at the last lines of it only.
  package mutating func advance(over batch: LineBatch) {
    let bytes = batch.bytes.span.bytes
    let start = Self.windowStart(in: batch)
    if start > 0 { entries.removeAll(keepingCapacity: true) }
    for index in start..<batch.count {
      let line = batch.lines[index]
      append(
        time: line.time, hash: LineHash.hash(bytes.extracting(batch.range(of: index)), stream: line.stream))
    }
    trim()
  }

  /// The first line of `batch` that may be in the window: enough lines from the end, and then back to a change of time.
  private static func windowStart(in batch: LineBatch) -> Int {
    var start = max(batch.count - windowLines, 0)
    let floor = max(batch.count - maximumEntries, 0)
    while start > floor, batch.lines[start - 1].time == batch.lines[start].time { start -= 1 }
    return start
  }

  private mutating func append(time: Timestamp, hash: UInt64) {
    if let last = entries.last, last.time == time, last.hash == hash {
      entries[entries.count - 1].count += 1
    } else {
      entries.append(Entry(time: time, hash: hash, count: 1))
    }
  }

  /// Drops what is older than the window, whole groups of one time at once.
  private mutating func trim() {
    var first = 0
    while entries.count - first > Self.windowLines {
      var end = first
      while end < entries.count, entries[end].time == entries[first].time { end += 1 }
      guard entries.count - end >= Self.windowLines else { break }
      first = end
    }
    first = max(first, entries.count - Self.maximumEntries)
    entries.removeFirst(first)
  }
}
