package import LogWire

/// A range of time cut into pieces of the same width.
package struct TimeBuckets: Sendable, Hashable {
  /// Where the first bucket begins.
  package let start: Timestamp
  /// How wide each is, in nanoseconds; at least 1.
  package let width: UInt64
  package let count: Int

  package init(start: Timestamp, width: UInt64, count: Int) {
    self.start = start
    self.width = max(1, width)
    self.count = max(1, count)
  }

  /// One bucket for all of time.
  package static let always = TimeBuckets(start: .distantPast, width: .max, count: 1)

  /// Equal pieces from `first` to `last`, both included.
  package init(from first: Timestamp, to last: Timestamp, count: Int) {
    let span = first < last ? UInt64(bitPattern: last.nanoseconds &- first.nanoseconds) : 0
    self.init(start: first, width: span / UInt64(max(1, count)) + 1, count: count)
  }

  /// The bucket of a moment; for one outside the range the nearest.
  @inline(__always)
  package func index(of time: Timestamp) -> Int {
    guard time > start else { return 0 }
    let index = UInt64(bitPattern: time.nanoseconds &- start.nanoseconds) / width
    return Int(min(index, UInt64(count - 1)))
  }

  /// When a bucket begins.
  package func time(of index: Int) -> Timestamp {
    let (offset, overflow) = width.multipliedReportingOverflow(by: UInt64(index))
    guard !overflow, offset <= UInt64(bitPattern: Int64.max &- start.nanoseconds) else {
      return .distantFuture
    }
    return Timestamp(nanoseconds: start.nanoseconds &+ Int64(bitPattern: offset))
  }
}
