/// Counts values in bounded memory.
///
/// When there are too many the rarer half is dropped, and its lines are counted as those of others. A dropped value that comes
/// again begins anew; so counts are exact or too low, by no more than ``undercount``. What is more frequent than that is never
/// missed.
///
/// Source: the idea is "lossy counting", G. S. Manku and R. Motwani, Approximate Frequency Counts over Data Streams, VLDB 2002.
struct ValueTally {
  private let countLimit: Int
  private let byteLimit: Int
  private(set) var counts: [[UInt8]: Int] = [:]
  private var bytes = 0
  /// How often values were added that were dropped later.
  private(set) var droppedCount = 0
  /// By how much a count may be too low.
  private(set) var undercount = 0

  /// - Parameters:
  ///   - countLimit: how many values are kept.
  ///   - byteLimit: how many bytes they have together.
  init(countLimit: Int = 100_000, byteLimit: Int = 32 << 20) {
    self.countLimit = countLimit
    self.byteLimit = byteLimit
  }

  mutating func add(_ value: [UInt8], count: Int = 1) {
    guard count > 0 else { return }
    let before = counts.count
    counts[value, default: 0] += count
    guard counts.count > before else { return }
    bytes += value.count
    // A last value that is larger than all room stays.
    while counts.count > countLimit || bytes > byteLimit && counts.count > 1 { dropRarerHalf() }
  }

  private mutating func dropRarerHalf() {
    let middle = counts.values.sorted()[(counts.count - 1) / 2]
    undercount += middle
    for (value, count) in counts where count <= middle {
      droppedCount += count
      bytes -= value.count
    }
    let kept = counts.filter { $0.value > middle }
    counts.removeAll(keepingCapacity: true)
    counts.merge(kept) { first, _ in first }
  }

  /// The most frequent values; equally frequent ones by their bytes.
  func top(_ limit: Int) -> [TopReport.Value] {
    counts.map { TopReport.Value(text: $0, count: $1) }.sorted { left, right in
      left.count == right.count
        ? left.text.lexicographicallyPrecedes(right.text) : left.count > right.count
    }.prefixArray(limit)
  }
}

extension Array {
  fileprivate func prefixArray(_ count: Int) -> [Element] { Array(prefix(count)) }
}
