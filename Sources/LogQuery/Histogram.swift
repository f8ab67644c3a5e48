internal import LogWire

/// How many hits there are in each piece of time.
package struct Histogram: Sendable, Equatable {
  /// The hits of one level, container or the like; without grouping, all.
  package struct Group: Sendable, Equatable {
    /// Nil without grouping, and for lines that have no level or the like.
    package var name: String?
    /// By bucket.
    package var counts: [Int]

    package init(name: String?, counts: [Int]) {
      self.name = name
      self.counts = counts
    }

    /// How many hits it has in all.
    package var total: Int { counts.reduce(0, +) }
  }

  /// Nil if nothing in the store can be a hit.
  package var buckets: TimeBuckets?
  package var grouping: HitGrouping?
  /// Those with hits. Levels: the gravest first, none last; others: those with most hits first.
  package var groups: [Group] = []

  package init() {}

  /// Drops the last bucket if it has no hits and begins just where the range ends.
  mutating func dropLastMoment(_ end: Timestamp) {
    guard let all = buckets, all.count > 1, all.time(of: all.count - 1) == end, total(of: all.count - 1) == 0
    else { return }
    buckets = TimeBuckets(start: all.start, width: all.width, count: all.count - 1)
    for group in groups.indices { groups[group].counts.removeLast() }
  }

  /// How many hits a bucket has.
  package func total(of bucket: Int) -> Int { groups.reduce(0) { $0 + $1.counts[bucket] } }
}
