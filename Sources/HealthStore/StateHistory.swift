package import LogWire

/// What the states of the containers with one name were over a time.
///
/// A container that is made anew under its old name goes on where the removed one ended. Times in which nobody could tell
/// are ``HealthState/unknown``.
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

    var length: Int64 { until.nanoseconds - from.nanoseconds }
  }

  /// The spans in order, without holes from the first one to the end.
  package private(set) var spans: [Span] = []

  /// - Parameters:
  ///   - transitions: those of the name, in the order of time; what came before the time's beginning says how it begins.
  ///   - gaps: the times in which nobody could tell, in order.
  ///   - range: the time. Before the first transition nothing is known.
  package init(transitions: [Transition], gaps: [HealthGap], in range: Range<Timestamp>) {
    var state: HealthState?
    var start = range.lowerBound
    for transition in transitions where transition.time < range.upperBound {
      let time = max(transition.time, range.lowerBound)
      if let state { append(state, start, time, gaps) }
      state = transition.to == .removed ? nil : transition.to
      start = time
    }
    if let state { append(state, start, range.upperBound, gaps) }
  }

  private mutating func append(
    _ state: HealthState, _ from: Timestamp, _ until: Timestamp, _ gaps: [HealthGap]
  ) {
    var from = from
    for gap in gaps where gap.until > from && gap.from < until {
      if gap.from > from { add(Span(state: state, from: from, until: gap.from)) }
      let end = min(gap.until, until)
      add(Span(state: .unknown, from: max(gap.from, from), until: end))
      from = end
    }
    add(Span(state: state, from: from, until: until))
  }

  private mutating func add(_ span: Span) {
    guard span.until > span.from else { return }
    if let last = spans.last, last.state == span.state, last.until == span.from {
      spans[spans.count - 1].until = span.until
    } else {
      spans.append(span)
    }
  }

  /// The share of the time in which the containers were up, of that in which they were up or down (``HealthState/isUp``);
  /// nil if they were neither.
  package func uptime(in range: Range<Timestamp>? = nil) -> Double? {
    var (up, down): (Int64, Int64) = (0, 0)
    for span in spans {
      let from = max(span.from, range?.lowerBound ?? span.from)
      let until = min(span.until, range?.upperBound ?? span.until)
      guard until > from, let isUp = span.state.isUp else { continue }
      let length = until.nanoseconds - from.nanoseconds
      if isUp { up += length } else { down += length }
    }
    return up + down > 0 ? Double(up) / Double(up + down) : nil
  }
}
