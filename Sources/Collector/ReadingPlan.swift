package import LogStore
package import LogWire

/// Where to begin a reading so that it covers the position, cheaply.
///
/// `tail` is cheap but counts entries; `since` is sure but makes the daemon decode the whole log. So of a long log the last entries
/// are asked for first, sixteen times as many each time that they begin too late; then everything since the position. If the
/// position does not come before the lines of the present, the backlog is read once more by itself, to its end, which no clock
/// can blur. If the position is not in it, lines are missing, and everything there is counts as new.
package struct ReadingPlan: Sendable, Equatable {
  private enum Stage: Sendable, Equatable {
    /// The last entries, so many.
    case tail(Int)
    /// Everything since the position, and what comes.
    case whole
    /// Everything since the position, to the end of what there is.
    case backlog
    /// Everything since the position; all of it is new.
    case gap
  }

  /// A log of so few lines is read from the position on at once.
  private static let shortLog: Int64 = 4096
  private static let firstTail = 512
  private static let lastTail = 2_097_152

  package let position: ReadPosition
  private var stage: Stage
  private let isFollowing: Bool

  package init(_ stored: ContainerPosition?, follows: Bool = true) {
    isFollowing = follows
    position = stored?.position ?? ReadPosition()
    let isLong = (stored?.nextOrdinal ?? 0) > Self.shortLog
    stage = isLong && position.resumeTime != nil ? .tail(Self.firstTail) : .whole
  }

  /// Whether the log was found not to reach back to the position.
  package var hasGap: Bool { stage == .gap }

  /// Whether the reading goes on with the lines to come.
  package var follows: Bool { isFollowing && stage != .backlog }

  /// How many entries from the end; nil: all.
  package var tail: Int? {
    if case .tail(let count) = stage { count } else { nil }
  }

  /// The earliest time wanted, in nanoseconds since 1970; nil: from the beginning.
  ///
  /// Not together with `tail`: whether the entries reach back to the position is seen by what comes before it.
  package var since: Int64? { tail == nil ? position.resumeTime?.nanoseconds : nil }

  /// What tells the new lines of this reading.
  package var filter: ResumeFilter {
    var filter = ResumeFilter(position, tail: tail)
    if hasGap { filter.acceptGap() }
    return filter
  }

  /// The position did not come in the reading.
  package mutating func widen() {
    switch stage {
    case .tail(let count): stage = count >= Self.lastTail ? .whole : .tail(count * 16)
    case .whole: stage = isFollowing ? .backlog : .gap
    case .backlog, .gap: stage = .gap
    }
  }
}
