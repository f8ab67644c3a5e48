package import LogWire
internal import SQLite

/// Seals finished segments and deletes old ones. Runs beside the writer, on any one thread.
package struct ShardMaintenance: Sendable {
  /// What may be deleted.
  package struct Retention: Sendable, Equatable {
    /// Segments whose last line is older are deleted. Nil: age is no reason.
    package var age: Duration?
    /// The oldest sealed segments are deleted while the store is larger, all shards together. Nil: size is no reason.
    package var bytes: Int64?

    package init(age: Duration? = nil, bytes: Int64? = nil) {
      self.age = age
      self.bytes = bytes
    }
  }

  /// What was done, for the log.
  package enum Action: Sendable {
    case sealed(path: String)
    /// Readers still have the segment open; it is tried again next time.
    case sealingPostponed(path: String)
    case deleted(path: String, bytes: Int64)
    case setAside(path: String, reason: String)
    /// Runs of the index can't be merged; they stay as they are, and searches that need them say so.
    case indexDamaged(path: String, reason: String)
  }

  private let layout: StoreLayout
  private let shard: Int
  private let retention: Retention

  package init(layout: StoreLayout, shard: Int, retention: Retention) {
    self.layout = layout
    self.shard = shard
    self.retention = retention
  }

  /// Deletes what is too old or too much, and seals what is finished.
  ///
  /// Deletes first: sealing needs space.
  ///
  /// - Parameter openSerial: the segment that is being written (``ShardWriter/openSerial``).
  package func run(openSerial: UInt32, now: Timestamp) throws -> [Action] {
    var actions = try delete(now: now)
    for file in try layout.segments(ofShard: shard) where file.name.isOpen {
      if file.name.serial < openSerial {
        actions += try seal(file, now: now)
      } else {
        try mergeRuns(of: file)
      }
    }
    return actions
  }

  /// Deletes what is too old or too much, and does nothing else. May run beside another who seals.
  package func delete(now: Timestamp) throws -> [Action] {
    try deleteByAge(now: now) + deleteBySize()
  }

  /// Keeps the runs of the open segment few. Damage is the writer's to find.
  private func mergeRuns(of file: SegmentFile) throws {
    do {
      let connection = try Connection(path: file.path, mode: .readWrite)
      // Or the writer would wait for the disk.
      try connection.execute("PRAGMA synchronous=NORMAL")
      try RunMerge(connection, hasWriter: true).mergeGrown()
    } catch let error as SQLiteError where error.isBusy || error.isCannotOpen {
      // Next time.
    } catch { guard StoreReader.isDamage(error) else { throw error } }
  }

  private func seal(_ file: SegmentFile, now: Timestamp) throws -> [Action] {
    var actions: [Action] = []
    do {
      guard let sealedName = try finish(file, now: now, &actions) else {
        return actions + [.sealingPostponed(path: file.path)]
      }
      let sealed = SegmentFile(shard: shard, folder: file.folder, name: sealedName)
      try SystemCall.rename(file.path, to: sealed.path)
      return actions + [.sealed(path: sealed.path)]
    } catch {
      guard StoreReader.isDamage(error) else { throw error }
      return actions + [.setAside(path: try file.setAside(), reason: "\(error)")]
    }
  }

  /// Makes blocks of its tails, optimises the segment and takes it out of WAL mode; nil if somebody still reads it.
  ///
  /// Every step may be repeated: a crash between any two of them is repaired by sealing again.
  private func finish(_ file: SegmentFile, now: Timestamp, _ actions: inout [Action]) throws -> SegmentName? {
    let connection = try Connection(path: file.path, mode: .readWrite, busyTimeoutMilliseconds: 200)
    do {
      // What makes it durable is the checkpoint at the end.
      try connection.execute("PRAGMA synchronous=NORMAL")
      if try connection.integer("SELECT 1 FROM meta WHERE key='sealed'") == nil {
        if try connection.integer("SELECT 1 FROM tail LIMIT 1") != nil {
          try SegmentWriter(path: file.path, sizes: .init()).foldTails(now: now)
        }
        for damage in try RunMerge(connection, hasWriter: false).mergeAll() {
          actions.append(.indexDamaged(path: file.path, reason: damage.description))
        }
        try connection.transaction {
          try connection.execute("INSERT INTO words(words) VALUES('optimize')")
          let mark = try connection.prepare("INSERT INTO meta VALUES('sealed', ?1)")
          try mark.bind(now.nanoseconds, at: 1)
          try mark.run()
        }
      }
      try connection.execute("PRAGMA incremental_vacuum")
      let first = try connection.integer("SELECT min(min_time) FROM blocks") ?? now.nanoseconds
      let last = try connection.integer("SELECT max(max_time) FROM blocks") ?? first
      try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
      guard try connection.text("PRAGMA journal_mode=DELETE") == "delete" else { return nil }
      return SegmentName(
        serial: file.name.serial,
        state: .sealed(first: Timestamp(nanoseconds: first), last: Timestamp(nanoseconds: last)))
    } catch let error as SQLiteError where error.isBusy {
      return nil
    }
  }

  private func deleteByAge(now: Timestamp) throws -> [Action] {
    guard let age = retention.age else { return [] }
    let limit = now.nanoseconds &- age.wholeNanoseconds
    var actions: [Action] = []
    for file in try layout.segments(ofShard: shard) {
      guard case .sealed(_, let last) = file.name.state, last.nanoseconds < limit else { continue }
      actions.append(try delete(file))
    }
    return actions
  }

  /// Each shard's owner deletes its own segments, and only the oldest of the whole store, so that several owners
  /// together delete no more than one would.
  private func deleteBySize() throws -> [Action] {
    guard let limit = retention.bytes else { return [] }
    var total: Int64 = 0
    var sealed: [(file: SegmentFile, last: Timestamp, size: Int64)] = []
    for file in try layout.segments() {
      let size = file.size
      total += size
      if case .sealed(_, let last) = file.name.state { sealed.append((file, last, size)) }
    }
    sealed.sort { ($0.last, $0.file.shard, $0.file.name) < ($1.last, $1.file.shard, $1.file.name) }
    var actions: [Action] = []
    for segment in sealed where total > limit {
      guard segment.file.shard == shard else { break }
      actions.append(try delete(segment.file))
      total -= segment.size
    }
    return actions
  }

  private func delete(_ file: SegmentFile) throws -> Action {
    let size = file.size
    try SystemCall.unlink(file.path)
    return .deleted(path: file.path, bytes: size)
  }
}

extension Duration {
  /// The duration in nanoseconds, clamped to what 64 bits hold.
  var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? (seconds < 0 ? .min : .max) : whole &+ attoseconds / 1_000_000_000
  }
}
