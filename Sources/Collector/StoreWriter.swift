internal import Glibc
internal import LogStore
internal import LogWire
internal import Logging
internal import Platform
internal import Synchronization

/// The writer thread of a collector: takes what waits in the queue and stores it, a transaction at a time.
///
/// When the store can't be written (the disk is full) it keeps what it took and tries again until it can; meanwhile the
/// queue fills and reading stops. Only damage ends it: the process is then started anew and sets the segment aside.
final class StoreWriter: Sendable {
  /// About how many bytes of lines go into one transaction. It takes some 10 ms for each MiB, and as long must wait who asks for a
  /// position or searches for the newest line.
  private static let transactionBytes = 2 << 20
  /// The shortest time from one transaction to the next while little waits: single lines of many containers then
  /// share one.
  private static let gatherMicroseconds: UInt32 = 20_000

  private let layout: StoreLayout
  private let shard: Int
  private let limits: ShardWriter.Limits
  private let queue: WriteQueue
  private let logger: Logger
  private let serial = Atomic<UInt32>(0)
  private let failure = Mutex<(any Error)?>(nil)

  init(
    layout: StoreLayout, shard: Int, limits: ShardWriter.Limits, queue: WriteQueue, logger: Logger
  ) {
    self.layout = layout
    self.shard = shard
    self.limits = limits
    self.queue = queue
    self.logger = logger
  }

  /// The segment that is being written; 0 until the shard is open.
  var openSerial: UInt32 { serial.load(ordering: .relaxed) }

  /// Writes until the queue is closed and empty.
  ///
  /// - Throws: when the shard can't be opened, or is damaged.
  func run(opened: @escaping @Sendable () -> Void) async throws {
    await WorkerThread.run(name: "store-writer") { [self] in
      do {
        try serve(opened: opened)
      } catch {
        failure.withLock { $0 = error }
        queue.close()
        refuseTheRest(error)
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private func serve(opened: @Sendable () -> Void) throws {
    let writer = try ShardWriter(layout: layout, shard: shard, limits: limits, now: .now())
    for case .setAside(let path, let reason) in writer.incidents {
      logger.error(
        "segment damaged and set aside; lines Docker still has are read again",
        metadata: ["segment.path": "\(path)", "error": "\(reason)"])
    }
    serial.store(writer.openSerial, ordering: .relaxed)
    opened()
    while let jobs = queue.take(atMost: Self.transactionBytes) {
      try perform(jobs, with: writer)
      serial.store(writer.openSerial, ordering: .relaxed)
      if Self.isLittle(jobs), !queue.isClosed { usleep(Self.gatherMicroseconds) }
    }
  }

  /// Whether no more waited than this.
  private static func isLittle(_ jobs: [WriteQueue.Job]) -> Bool {
    var bytes = 0
    for case .batch(let batch) in jobs { bytes += batch.lines.bytes.count }
    return jobs.count < 64 && bytes < transactionBytes / 2
  }

  private func perform(_ jobs: [WriteQueue.Job], with writer: ShardWriter) throws {
    var batches: [ContainerBatch] = []
    for job in jobs {
      switch job {
      case .batch(let batch):
        batches.append(batch)
      case .position(let container, let continuation):
        try commit(batches, with: writer)
        batches.removeAll()
        do {
          continuation.resume(returning: try writer.position(of: container, now: .now()))
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
    try commit(batches, with: writer)
  }

  private func commit(_ batches: [ContainerBatch], with writer: ShardWriter) throws {
    guard !batches.isEmpty else { return }
    var delay: UInt32 = 100_000
    var hasFailed = false
    while true {
      do {
        try writer.commit(batches, now: .now())
        if hasFailed { logger.notice("store can be written again", metadata: ["store.shard": "\(shard)"]) }
        return
      } catch {
        // What is not stored stays in Docker and is read again by the next start.
        guard !StoreReader.isDamage(error), !queue.isClosed else { throw error }
        if !hasFailed {
          logger.error(
            "store can't be written; reading waits until it can",
            metadata: ["store.path": "\(layout.path)", "error": "\(error)"])
        }
        hasFailed = true
        usleep(delay)
        delay = min(delay * 2, 3_000_000)
      }
    }
  }

  private func refuseTheRest(_ error: any Error) {
    while let jobs = queue.take(atMost: .max) {
      for case .position(_, let continuation) in jobs { continuation.resume(throwing: error) }
    }
  }
}
