internal import Glibc
internal import LogQuery
internal import LogStore
internal import LogWire
internal import Logging
internal import Platform
internal import Synchronization

/// Feeds one sink from the store, on a thread of its own. Nothing else waits for it.
final class SinkFeeder: Sendable {
  /// How often the store is looked at, in microseconds.
  private static let pollMicroseconds: UInt32 = 50_000
  private static let maximumBackoffMicroseconds: UInt32 = 5_000_000

  private let settings: SinkSettings
  private let layout: StoreLayout
  private let logger: Logger
  private let isStopped = Atomic(false)
  private let failure = Mutex<(any Error)?>(nil)

  init(settings: SinkSettings, layout: StoreLayout, logger: Logger) {
    self.settings = settings
    self.layout = layout
    var logger = logger
    logger[metadataKey: "sink.name"] = "\(settings.name)"
    self.logger = logger
  }

  /// Feeds until the task is cancelled; then makes the cursors durable.
  ///
  /// - Throws: when `forward.db` or the store can't be read.
  func run() async throws {
    await withTaskCancellationHandler {
      await WorkerThread.run(name: "sink-\(settings.name)") { [self] in
        do { try serve() } catch { failure.withLock { $0 = error } }
      }
    } onCancel: {
      isStopped.store(true, ordering: .relaxed)
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private func serve() throws {
    let cursors = try CursorStore(path: layout.forwardDatabase)
    var cursor = SinkCursor(settled: try cursors.cursors(of: settings.name))
    let feed = StoreFeed(layout: layout)
    let sink = settings.makeSink()
    var backoff: UInt32 = 0
    while !isStopped.load(ordering: .relaxed) {
      do {
        try sink.checkReceiver()
        let sentAny = try forward(from: feed, to: sink, &cursor)
        if backoff > 0 { logger.notice("sink takes lines again") }
        backoff = 0
        save(cursor.settle(now: Self.monotonicNow()), in: cursors)
        if !sentAny { usleep(Self.pollMicroseconds) }
      } catch let error as SinkError {
        if backoff == 0 {
          logger.warning("sink does not take lines; trying again", metadata: ["error": "\(error)"])
        }
        cursor.rewind()
        backoff = min(max(backoff * 2, Self.pollMicroseconds), Self.maximumBackoffMicroseconds)
        waitUnlessStopped(backoff)
      }
    }
    try cursors.store(cursor.sent, of: settings.name)
  }

  /// Sends what is new, at most a block of each container in turn, so that none waits for another.
  ///
  /// - Returns: whether there was anything.
  private func forward(from feed: StoreFeed, to sink: any Sink, _ cursor: inout SinkCursor) throws -> Bool {
    var problems: [String] = []
    defer {
      for problem in Set(problems) { logger.error("lines can't be read", metadata: ["error": "\(problem)"]) }
    }
    var sentAny = false
    for (key, end) in try feed.poll(problems: &problems) where cursor.next(of: key) < end {
      if isStopped.load(ordering: .relaxed) { break }
      guard let lines = try feed.lines(of: key, from: cursor.next(of: key), problems: &problems) else {
        // Retention or damage took all of them.
        cursor.advance(key, to: end)
        continue
      }
      let messages = lines.lines.bytes
      try sink.send(lines) { index in
        settings.matcher.matches(
          messages.span.bytes.extracting(lines.lines.range(of: index)),
          LineContext(container: lines.container, stream: lines.lines.lines[index].stream))
      }
      cursor.advance(key, to: lines.firstOrdinal + Int64(lines.lines.count))
      sentAny = true
    }
    return sentAny
  }

  /// A cursor that can't be stored costs repeats after the next start, not lines.
  private func save(_ settled: [StoreFeed.Key: Int64], in cursors: CursorStore) {
    guard !settled.isEmpty else { return }
    do {
      try cursors.store(settled, of: settings.name)
    } catch {
      logger.error("cursors can't be stored; lines may be sent twice", metadata: ["error": "\(error)"])
    }
  }

  private func waitUnlessStopped(_ microseconds: UInt32) {
    var rest = microseconds
    while rest > 0, !isStopped.load(ordering: .relaxed) {
      usleep(min(rest, Self.pollMicroseconds))
      rest -= min(rest, Self.pollMicroseconds)
    }
  }

  private static func monotonicNow() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
