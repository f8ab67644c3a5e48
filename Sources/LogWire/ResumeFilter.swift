/// Decides, while a log is read again from before a position, which lines are new.
///
/// The Engine delivers the entries of a log always in the same order, so the window of a ``ReadPosition`` comes
/// again as it was, unless it was rotated away. Lines before it are old; lines of the window are dropped as often
/// as they were counted, whenever they come; all others after its first are new, whatever their time.
///
/// Nothing is new until the window was seen, and a reading proves that it began early enough only by delivering
/// something older first. Where it began inside the window it can't be known which of several lines alike was the
/// first, nor whether a long line came with its beginning.
///
/// Why not by time alone: dropping all lines up to the last time loses those that share it, dropping equal
/// (time, text) pairs loses lines that Podman stamped alike, and a clock that was set back does both.
package struct ResumeFilter: Sendable {
  /// What a reading turned out to be.
  package enum Start: Sendable, Equatable {
    /// The window did not come yet.
    case unknown
    /// The reading began before the position, and has reached it.
    case covered
    /// The reading began too late, or the window was rotated away. No line of it is new: read again with a
    /// larger `tail`; if this one was of the whole log, read again after ``ResumeFilter/acceptGap()``.
    case late
  }

  package private(set) var start = Start.unknown
  /// Whether every line from here on is new.
  package private(set) var isPassing: Bool

  /// What of the window was not delivered yet.
  private var remaining: [ReadPosition.Entry]
  private let resumeTime: Timestamp
  private let latestTime: Timestamp
  private var sawOlder: Bool
  /// How many lines the backlog has at most, those before it was asked for. nil: the reading is of the whole log.
  private var tail: Int?

  /// - Parameter tail: the `tail` that was asked for. nil: the log is read from its beginning, or with a `since` that
  ///   is not after ``ReadPosition/resumeTime``. To be exact where the clock was set back, don't combine `tail` with
  ///   `since`: the Engine would hold back all lines up to the first that is late enough.
  package init(_ position: ReadPosition, tail: Int? = nil) {
    remaining = position.entries
    isPassing = position.entries.isEmpty
    resumeTime = position.resumeTime ?? .distantPast
    latestTime = position.latestTime ?? .distantPast
    sawOlder = tail == nil
    self.tail = tail
    if isPassing { start = .covered }
  }

  /// Takes everything as new: the log does not reach back to the position any more. Call it before the first line.
  package mutating func acceptGap() {
    isPassing = true
    start = .covered
  }

  /// All lines that the log had when it was asked for were offered: the stream ended or has long been silent.
  package mutating func endBacklog() {
    if start == .unknown { start = .late }
  }

  /// Whether the line is new. Lines must be offered in the order they were delivered.
  package mutating func isNew(_ message: RawSpan, time: Timestamp, stream: LogStream) -> Bool {
    if isPassing { return true }
    if start == .late { return false }
    if time >= resumeTime, time <= latestTime,
      let index = windowIndex(of: message, time: time, stream: stream)
    {
      start = sawOlder ? .covered : .late
      remaining[index].count -= 1
      if remaining[index].count == 0 { remaining.remove(at: index) }
      isPassing = start == .covered && remaining.isEmpty
      return false
    }
    if start == .unknown { passOver(time) }
    return start == .covered
  }

  /// Whether a line of the window that was not delivered yet has that time.
  func mayBeInWindow(_ time: Timestamp) -> Bool {
    time >= resumeTime && time <= latestTime && remaining.contains { $0.time == time }
  }

  /// Whether the line is one of the window that was not delivered yet.
  func isInWindow(_ message: RawSpan, time: Timestamp, stream: LogStream) -> Bool {
    windowIndex(of: message, time: time, stream: stream) != nil
  }

  private func windowIndex(of message: RawSpan, time: Timestamp, stream: LogStream) -> Int? {
    let hash = LineHash.hash(message, stream: stream)
    return remaining.firstIndex { $0.time == time && $0.hash == hash }
  }

  /// Notes a line that came before the window, if the window is to come at all.
  private mutating func passOver(_ time: Timestamp) {
    if time < resumeTime { sawOlder = true }
    guard let limit = tail else { return }
    // Later than the window and yet before it only if the clock was set back: reading more is always right.
    if limit <= 1 || time > latestTime { start = .late }
    tail = limit - 1
  }
}
