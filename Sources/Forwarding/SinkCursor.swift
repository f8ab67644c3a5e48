package import LogStore

/// How far one sink was fed: what was sent, and what of it is old enough to be taken as arrived.
///
/// A sink that fails may have lost what it was sent last. So cursors become durable only ``settling`` nanoseconds after the
/// sending, and a failure takes the sink back to them: lines are then sent twice rather than lost, and (epoch, ordinal)
/// tells the repeats.
package struct SinkCursor {
  /// How long after the sending a line is taken as arrived: a receiver that dies leaves unread what waits in its socket,
  /// which is a matter of milliseconds unless it hangs.
  package static let settling: Int64 = 3_000_000_000

  package private(set) var sent: [StoreFeed.Key: Int64]
  private var settled: [StoreFeed.Key: Int64]
  /// Snapshots of what was sent, oldest first, one a second at most.
  private var snapshots: [(time: Int64, changes: [StoreFeed.Key: Int64])] = []
  private var changes: [StoreFeed.Key: Int64] = [:]

  package init(settled: [StoreFeed.Key: Int64]) {
    self.settled = settled
    sent = settled
  }

  /// The ordinal of the container's next line to be sent.
  package func next(of key: StoreFeed.Key) -> Int64 { sent[key] ?? 0 }

  /// Lines up to `ordinal` (that one excluded) were sent.
  package mutating func advance(_ key: StoreFeed.Key, to ordinal: Int64) {
    sent[key] = ordinal
    changes[key] = ordinal
  }

  /// The cursors that have settled by `now` (monotonic nanoseconds) since the last call, to be made durable.
  package mutating func settle(now: Int64) -> [StoreFeed.Key: Int64] {
    if !changes.isEmpty, snapshots.last.map({ now - $0.time >= 1_000_000_000 }) ?? true {
      snapshots.append((now, changes))
      changes.removeAll(keepingCapacity: true)
    }
    var due: [StoreFeed.Key: Int64] = [:]
    while let first = snapshots.first, now - first.time >= Self.settling {
      due.merge(first.changes) { max($0, $1) }
      snapshots.removeFirst()
    }
    settled.merge(due) { max($0, $1) }
    return due
  }

  /// The sink may have lost what has not settled: it will be sent again.
  package mutating func rewind() {
    sent = settled
    snapshots.removeAll()
    changes.removeAll()
  }
}
