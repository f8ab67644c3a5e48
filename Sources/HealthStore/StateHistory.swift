package import LogWire

/// What the states of the containers with one name were over a time.
///
/// A container that is made anew under its old name goes on where the removed one ended. While there are two of the name, as
/// when one is made before the other is removed, the state is that of the one that came last. Times in which nobody could
/// tell are ``HealthState/unknown``.
package struct StateHistory: Sendable, Equatable {
  /// A time with one state.
  package struct Span: Sendable, Equatable {
    package var state: HealthState
    package var from: Timestamp
    package var until: Timestamp

    package init(state: HealthState, from: Timestamp, until: Timestamp) {
      self.state = state
      self.from = from
      self.until = until
    }
  }

  /// The time that it tells of.
  package let range: Range<Timestamp>
  /// In order and apart. Where there is none, no container was there, or nothing is known.
  package private(set) var spans: [Span] = []

  /// - Parameters:
  ///   - changes: those of the name, in the order of time; what came before the time's beginning says how it begins.
  ///   - gaps: the times in which nobody could tell, by their beginning. They may overlap.
  ///   - range: the time. Before the first change nothing is known.
  package init(changes: some Sequence<StateChange>, gaps: [HealthGap], in range: Range<Timestamp>) {
    self.range = range
    var gaps = GapCursor(gaps)
    /// The containers that are there, the one that came last at the end.
    var present: [(container: String, state: HealthState)] = []
    var start = range.lowerBound
    for change in changes where change.time < range.upperBound {
      let time = max(change.time, start)
      if let last = present.last { append(last.state, start, time, &gaps) }
      start = time
      let place = present.lastIndex { $0.container == change.container }
      switch (place, change.state) {
      case (let place?, .removed): present.remove(at: place)
      case (let place?, let state): present[place].state = state
      case (nil, .removed): break
      case (nil, let state): present.append((change.container, state))
      }
    }
    if let last = present.last { append(last.state, start, range.upperBound, &gaps) }
  }

  private mutating func append(
    _ state: HealthState, _ from: Timestamp, _ until: Timestamp, _ gaps: inout GapCursor
  ) {
    var from = from
    while from < until {
      let gap = gaps.next(endingAfter: from)
      if let gap, gap.lowerBound <= from {
        let end = min(gap.upperBound, until)
        add(Span(state: .unknown, from: from, until: end))
        from = end
      } else {
        let end = min(gap?.lowerBound ?? until, until)
        add(Span(state: state, from: from, until: end))
        from = end
      }
    }
  }

  private mutating func add(_ span: Span) {
    if let last = spans.last, last.state == span.state, last.until == span.from {
      spans[spans.count - 1].until = span.until
    } else {
      spans.append(span)
    }
  }

  /// How long which states took within a part of the time.
  package func times(in part: Range<Timestamp>) -> StateTimes {
    var first = 0
    return times(part.lowerBound.nanoseconds, part.upperBound.nanoseconds, &first)
  }

  /// The last so many pieces of equal length that end with the time, the earliest first.
  package func pieces(_ count: Int, each length: Duration) -> [StateTimes] {
    let (seconds, attoseconds) = length.components
    let step = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    var first = 0
    return (0..<count).map { piece in
      let end = range.upperBound.nanoseconds - Int64(count - 1 - piece) * step
      return times(end - step, end, &first)
    }
  }

  /// - Parameter first: where to look for the first span; then that of this part, for one that begins no earlier.
  private func times(_ from: Int64, _ until: Int64, _ first: inout Int) -> StateTimes {
    let start = min(max(from, range.lowerBound.nanoseconds), range.upperBound.nanoseconds)
    let end = max(start, min(until, range.upperBound.nanoseconds))
    while first < spans.count, spans[first].until.nanoseconds <= start { first += 1 }
    var times = StateTimes(absent: end - start)
    var place = first
    while place < spans.count, spans[place].from.nanoseconds < end {
      let span = spans[place]
      let length = min(span.until.nanoseconds, end) - max(span.from.nanoseconds, start)
      times.absent -= length
      switch span.state.isUp {
      case true?: times.up += length
      case false?: times.down += length
      case nil where span.state == .unknown: times.unknown += length
      case nil: times.idle += length
      }
      place += 1
    }
    return times
  }
}

/// Goes through the times in which nobody could tell, as one goes through time.
private struct GapCursor {
  private let gaps: [Range<Timestamp>]
  private var place = 0

  /// - Parameter gaps: by their beginning. Those that overlap or touch become one.
  init(_ gaps: [HealthGap]) {
    var merged: [Range<Timestamp>] = []
    for gap in gaps where gap.from < gap.until {
      if let last = merged.last, gap.from <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, gap.until)
      } else {
        merged.append(gap.from..<gap.until)
      }
    }
    self.gaps = merged
  }

  /// The first gap that ends after `time`, which never goes back.
  mutating func next(endingAfter time: Timestamp) -> Range<Timestamp>? {
    while place < gaps.count, gaps[place].upperBound <= time { place += 1 }
    return place < gaps.count ? gaps[place] : nil
  }
}
