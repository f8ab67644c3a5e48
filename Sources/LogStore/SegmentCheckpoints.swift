internal import Dispatch
internal import SQLite
internal import Synchronization

/// Writes the write-ahead log of an open segment back to its file, beside the segment's writer: what waits for the disk
/// there is not waited for in a commit.
///
/// The log begins anew with the next commit after a checkpoint that came to its end. A writer that never pauses gives none
/// the chance to; then, seldom, it waits for a last one, which has little left to write.
final class SegmentCheckpoints: Sendable {
  private let path: String
  private let sizes: ShardWriter.Sizes
  private let queue = DispatchQueue(label: "lslog.store.checkpoint")
  /// Opened when it is needed first. Used on the queue.
  private let connection = Mutex<Connection?>(nil)
  /// Whether a checkpoint is asked for or runs.
  private let isPending = Atomic(false)
  /// The pages of the log that are written back.
  private let written = Atomic(0)
  /// At how many pages the writer waits next for a checkpoint.
  private let limit: Atomic<Int>

  init(path: String, sizes: ShardWriter.Sizes) {
    self.path = path
    self.sizes = sizes
    limit = Atomic(sizes.largeLogPages)
  }

  /// To be told by the writer after a commit.
  ///
  /// - Parameter pages: the length of the log.
  func committed(logPages pages: Int) {
    if pages < written.load(ordering: .relaxed) {
      // It began anew.
      written.store(0, ordering: .relaxed)
      limit.store(sizes.largeLogPages, ordering: .relaxed)
    }
    if left(of: pages) >= sizes.checkpointPages { request() }
  }

  /// Whether little of the log would have to be written to the disk now; if it is much, a checkpoint begins.
  func isSettled(logPages pages: Int) -> Bool {
    let isLittle = left(of: pages) < sizes.checkpointPages
    if !isLittle { request() }
    return isLittle && !isPending.load(ordering: .acquiring)
  }

  private func request() {
    guard !isPending.exchange(true, ordering: .acquiringAndReleasing) else { return }
    queue.async { [self] in
      write()
      isPending.store(false, ordering: .releasing)
    }
  }

  /// Keeps the log bounded; to be called by the writer before a transaction.
  ///
  /// Waits when the log is large and nearly written back, so that it begins anew. When it is four times as large it waits
  /// whatever is left: the disk can't keep up, and a commit is late anyway. A reader that stays on the log keeps it from beginning
  /// anew; then it is tried again when the log has grown by a quarter.
  func makeRoom(logPages pages: Int) {
    let limit = limit.load(ordering: .relaxed)
    guard pages >= limit else { return }
    let isNearlyWritten =
      left(of: pages) < 2 * sizes.checkpointPages && !isPending.load(ordering: .acquiring)
    guard isNearlyWritten || pages >= limit + 3 * sizes.largeLogPages else { return }
    queue.sync { write() }
    if written.load(ordering: .relaxed) < pages {
      self.limit.store(pages + sizes.largeLogPages / 4, ordering: .relaxed)
    }
  }

  /// Returns when nothing is being written back, with the file closed: who closes it last writes back what is left.
  func finish() {
    queue.sync { connection.withLock { $0 = nil } }
  }

  private func left(of pages: Int) -> Int {
    max(0, pages - written.load(ordering: .relaxed))
  }

  private func open() throws(SQLiteError) -> Connection {
    let connection = try Connection(path: path, mode: .readWrite)
    // To be closed while the segment is sealed must not take as long as a checkpoint.
    connection.keepLog()
    // Before its first read, a connection does not know that there is a log, and a checkpoint does nothing.
    _ = try connection.integer("PRAGMA schema_version")
    return connection
  }

  /// Writes back until nothing is left, or no more can be. What fails is tried again after the next commits.
  private func write() {
    connection.withLock { connection in
      do {
        let database = try connection ?? open()
        connection = database
        var left = Int.max
        var checkpoint = try database.checkpoint()
        while !checkpoint.isWhole, checkpoint.pages - checkpoint.written < left / 2 {
          left = checkpoint.pages - checkpoint.written
          checkpoint = try database.checkpoint()
        }
        // SQLite does it only at the end of the log, and the writer may be waiting then.
        if !checkpoint.isWhole { try database.synchronize() }
        written.store(checkpoint.written, ordering: .relaxed)
      } catch {
        connection = nil
      }
    }
  }
}
