internal import DockerEngine
internal import LogStore
internal import LogWire
internal import Synchronization

/// One reading of one container's log: bytes → lines → those that are new → batches for the writer.
///
/// Bounded by the decoder's limits and one batch. A batch is handed over when it is full or ``batchAge`` old.
///
/// `@unchecked Sendable`: everything but ``progress`` is touched by the reactor's thread during the follow, and by
/// the follower's task after it has returned; the reactor's return orders the two.
final class ContainerPipe: FollowHandler, @unchecked Sendable {
  /// The log was read from too late a place: read again, from earlier.
  struct StartedLate: Error {}

  /// What others may look at while the pipe runs.
  struct Progress: Sendable {
    /// Bytes received.
    var bytes: UInt64 = 0
    /// The time of the last line.
    var lastTime = Timestamp.distantPast
  }

  /// A batch of so many bytes is handed over at once; it becomes a block as it is.
  static let batchBytes = 1 << 20
  /// Lines cost more than their bytes: an empty one must not be free.
  static let batchLines = 1 << 14
  /// How long a line may wait for others, in nanoseconds.
  static let batchAge: Int64 = 100_000_000
  /// After so many nanoseconds without a byte the backlog is taken as delivered.
  private static let backlogSilence: Int64 = 2_000_000_000

  let progress = Mutex(Progress())
  private let container: ContainerInfo
  private let queue: WriteQueue
  private let resume: @Sendable (ContainerPipe) -> Void
  /// When the reading was asked for: lines from before it are the backlog.
  private let begin: Timestamp
  private let follows: Bool
  private var decoder: LogStreamDecoder
  private var filter: ResumeFilter
  private var decoded = LineBatch()
  private var batch = LineBatch()
  /// When the batch must be handed over, by the monotonic clock.
  private var deadline: Int64?
  /// When the backlog is taken as ended, if nothing comes until then.
  private var backlogDeadline: Int64?
  private var hasRoom = true

  /// - Parameters:
  ///   - begin: the time now.
  ///   - resume: makes the reactor call ``woken(at:)``.
  init(
    container: ContainerInfo, plan: ReadingPlan, lineLimit: Int, begin: Timestamp, queue: WriteQueue,
    resume: @escaping @Sendable (ContainerPipe) -> Void
  ) {
    self.container = container
    self.queue = queue
    self.resume = resume
    self.begin = begin
    follows = plan.follows
    decoder = LogStreamDecoder(
      framing: container.tty ? .tty : .frames,
      joining: container.logDriver == "journald" ? .fullChunk : .sameTimestamp, lineLimit: lineLimit)
    filter = plan.filter
  }

  func received(_ bytes: RawSpan, at now: FollowInstant) throws -> FollowDemand {
    hasRoom = true
    do throws(WireError) {
      try decode(bytes, readTime: Timestamp(nanoseconds: now.realtime))
    } catch {
      try keepNewLines()
      handOver()
      throw error
    }
    try keepNewLines()
    backlogDeadline = follows && filter.start == .unknown ? now.monotonic + Self.backlogSilence : nil
    progress.withLock { progress in
      progress.bytes += UInt64(bytes.byteCount)
      if let last = batch.lines.last { progress.lastTime = last.time }
    }
    return demand(at: now)
  }

  func woken(at now: FollowInstant) throws -> FollowDemand {
    hasRoom = true
    if let due = backlogDeadline, now.monotonic >= due { try endBacklog() }
    return demand(at: now)
  }

  /// The stream ended or has long been silent: nothing of the backlog is to come any more.
  ///
  /// - Throws: ``StartedLate`` if the position did not come in it.
  func endBacklog() throws(StartedLate) {
    backlogDeadline = nil
    filter.endBacklog()
    if filter.start == .late { throw StartedLate() }
  }

  /// The container's output ended: closes the line that is open, and hands everything over.
  func finish(at now: FollowInstant) throws {
    defer { handOver() }
    try decoder.finish(readTime: Timestamp(nanoseconds: now.realtime), into: &decoded)
    try keepNewLines()
  }

  /// The stream broke off: hands over the lines that are whole. The open one will be read again.
  func abandon() {
    handOver()
    decoder.reset()
  }

  private func decode(_ bytes: RawSpan, readTime: Timestamp) throws(WireError) {
    if filter.isPassing {
      try decoder.consume(bytes, readTime: readTime, into: &batch)
    } else {
      try decoder.consume(bytes, readTime: readTime, into: &decoded)
    }
  }

  /// Moves the decoded lines that the position does not cover to the batch.
  private func keepNewLines() throws {
    guard !decoded.isEmpty else { return }
    let messages = decoded.bytes
    for index in 0..<decoded.count {
      var line = decoded.lines[index]
      var message = messages.span.bytes.extracting(decoded.range(of: index))
      while container.tty, let next = filter.unglue(message, time: line.time) {
        message = message.extracting(next.offset...)
        line.time = next.time
      }
      let isNew = filter.isNew(message, time: line.time, stream: line.stream)
      // A line of the present: the backlog is over, as far as clocks can tell.
      if follows, filter.start == .unknown, line.time > begin { filter.endBacklog() }
      guard filter.start != .late else {
        decoded.removeAll()
        throw StartedLate()
      }
      if isNew { batch.append(message: message, time: line.time, stream: line.stream, flags: line.flags) }
    }
    decoded.removeAll()
  }

  private func demand(at now: FollowInstant) -> FollowDemand {
    if batch.isEmpty {
      deadline = nil
    } else if batch.bytes.count >= Self.batchBytes || batch.count >= Self.batchLines {
      handOver()
    } else if let due = deadline {
      if now.monotonic >= due { handOver() }
    } else {
      deadline = now.monotonic + Self.batchAge
    }
    let wakeAt = [deadline, backlogDeadline].compactMap(\.self).min()
    return hasRoom ? .more(wakeAt: wakeAt) : .pause(wakeAt: wakeAt)
  }

  /// Hands over the lines that are whole.
  func handOver() {
    deadline = nil
    guard !batch.isEmpty else { return }
    var full = LineBatch()
    swap(&full, &batch)
    batch.reserve(lines: full.count, bytes: full.bytes.count)
    hasRoom = queue.append(
      ContainerBatch(container: container, lines: full, openSince: decoder.openSince),
      whenRoom: { [weak self] in
        guard let self else { return }
        self.resume(self)
      })
  }
}
