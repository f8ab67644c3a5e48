package import LogWire
internal import SQLite

/// The one writer of a shard. Used by one thread.
///
/// Keeps the open segment, starts a new one when it is large or old enough, and knows each container's position. What
/// is sealed and deleted afterwards is the business of ``ShardMaintenance``, which may run on another thread.
package final class ShardWriter {
  /// When a segment is closed for writing.
  package struct Limits: Sendable, Equatable {
    package var segmentBytes: Int64
    package var segmentAge: Duration

    package init(segmentBytes: Int64 = 256 << 20, segmentAge: Duration = .seconds(86_400)) {
      self.segmentBytes = segmentBytes
      self.segmentAge = segmentAge
    }
  }

  /// How many lines and bytes are put together. The defaults are what was measured; tests take less.
  package struct Sizes: Sendable, Equatable {
    /// A container's tail becomes a block with so many lines,
    package var foldLines = 1 << 14
    /// or with so many bytes of text.
    package var foldBytes = 768 << 10
    /// All tails together have no more bytes for long: a search looks at each of their lines.
    package var allTailBytes = 8 << 20
    /// About how many bytes of text a block has at most, if it is not one line. What a search reads of a block to look at one
    /// line grows with it; what the index costs shrinks.
    package var blockBytes = 1 << 20
    /// The write-ahead log is written back when it has so many pages that are not: 4 MiB, which a disk takes in a few milliseconds.
    package var checkpointPages = 1000
    /// A log of so many pages is to begin anew: 64 MiB.
    package var largeLogPages = 16384

    package init() {}
  }

  /// Something the writer had to do at its start that a person should know of.
  package enum Incident: Sendable {
    /// The open segment was damaged and is set aside under this name; reading goes on from the positions before it.
    case setAside(path: String, reason: String)
  }

  /// Containers that were not written for so long are not carried into a new segment. Their position is where it
  /// was, in a segment of before.
  private static let positionLifetime: Int64 = 30 * 86_400 * 1_000_000_000

  private let layout: StoreLayout
  private let shard: Int
  private let limits: Limits
  private let sizes: Sizes
  private var segment: SegmentWriter
  private let next: NextSegment
  private var serial: UInt32
  private var created: Timestamp
  /// Containers of the open segment whose position was looked for elsewhere.
  private var lookedUp: Set<String> = []
  /// What was wrong with the open segment, which was set aside: nothing may be written to it any more.
  private var damage: (any Error)?
  package let incidents: [Incident]

  /// Opens the shard, creating it if it is new and repairing what a crash left.
  package init(
    layout: StoreLayout, shard: Int, limits: Limits = Limits(), sizes: Sizes = Sizes(), now: Timestamp
  ) throws {
    self.layout = layout
    self.shard = shard
    self.limits = limits
    self.sizes = sizes
    try SystemCall.makeDirectories(layout.shardFolder(shard))
    try layout.removeUnfinished(inShard: shard)
    next = NextSegment(folder: layout.shardFolder(shard))
    let opened = try Self.openSegment(layout: layout, shard: shard, sizes: sizes, now: now)
    (segment, serial, incidents) = opened
    created = try segment.created()
  }

  deinit {
    finishBackground()
    next.discard()
  }

  /// Returns when nothing that this writer has begun goes on beside it.
  package func finishBackground() {
    segment.finishCheckpoints()
    next.finish()
  }

  /// The number of the segment being written; those before it may be sealed.
  package var openSerial: UInt32 { serial }

  /// Stores batches, the positions behind them and how far files were imported in one transaction: all or nothing.
  ///
  /// Starts a new segment first if this one has reached its limits: not afterwards, since who is told of a failure
  /// repeats the commit.
  ///
  /// - Throws: `SQLiteError` or `StoreError`. After damage (``StoreReader/isDamage(_:)``) the segment is set aside and this
  ///   writer takes nothing more; a new one goes on from the segment before.
  package func commit(
    _ batches: [ContainerBatch], imports: [ImportProgress] = [], now: Timestamp
  ) throws {
    if let damage { throw damage }
    do {
      try startNewSegmentIfDue(now: now)
      try segment.commit(batches, imports: imports, now: now)
    } catch {
      guard StoreReader.isDamage(error) else { throw error }
      damage = error
      _ = try openFile.setAside()
      throw error
    }
  }

  /// How far files were imported into this shard.
  package var imports: [ImportProgress] { Array(segment.imports.values) }

  /// The containers that the open segment knows, those of the segment before it included.
  package var containers: [ContainerInfo] { segment.containers.values.map(\.info) }

  /// Bytes of the open segment, without its write-ahead log.
  package func openBytes() throws -> Int64 { try segment.size() }

  /// Whether the open segment is to be followed by a new one: it has lines, and is large or old enough.
  package func isNewSegmentDue(now: Timestamp) throws -> Bool {
    try hasReached(1, now: now) ? !segment.isEmpty() : false
  }

  /// Whether the open segment has come to `share` of what it may be.
  private func hasReached(_ share: Double, now: Timestamp) throws -> Bool {
    let age = Duration.nanoseconds(now.nanoseconds &- created.nanoseconds)
    return try age >= limits.segmentAge * share
      || Double(segment.size()) >= Double(limits.segmentBytes) * share
  }

  private var openFile: SegmentFile {
    SegmentFile(
      shard: shard, folder: layout.shardFolder(shard), name: SegmentName(serial: serial, state: .open))
  }

  /// Where the container's log is to be read on; nil if none of its lines were ever stored.
  package func position(of info: ContainerInfo, now: Timestamp) throws -> ContainerPosition? {
    let own = segment.containers[info.id]?.position
    guard !lookedUp.contains(info.id) else { return own }
    // Imported lines of a container say nothing of its log, nor the other way round.
    let shards = try layout.shards(imported: StoreLayout.isImported(shard))
    let newest = try positionElsewhere(of: info.id, in: shards.filter { own == nil || $0 != shard })
    if let newest, own.map({ $0.isBehind(newest) }) ?? true {
      try segment.adopt(info, position: newest, now: now)
    }
    // Only now: what failed must be asked again.
    lookedUp.insert(info.id)
    return segment.containers[info.id]?.position
  }

  /// The position in other segments: the number of collectors may have changed, and with it the shard of the container,
  /// or it was silent for so long that the open segment does not know it.
  private func positionElsewhere(of id: String, in shards: [Int]) throws -> ContainerPosition? {
    var newest: ContainerPosition?
    for shard in shards {
      guard let found = try newestPosition(of: id, inShard: shard) else { continue }
      if newest?.isBehind(found) ?? true { newest = found }
    }
    return newest
  }

  private func newestPosition(of id: String, inShard other: Int) throws -> ContainerPosition? {
    for file in try layout.segments(ofShard: other).reversed()
    where other != shard || file.name.serial != serial {
      do {
        if let found = try StoreReader(layout: layout).open(file)?.position(of: id) { return found }
      } catch {
        // The writer of that shard will go on from the segment before, too.
        guard StoreReader.isDamage(error) else { throw error }
      }
    }
    return nil
  }

  private func startNewSegmentIfDue(now: Timestamp) throws {
    guard try hasReached(0.5, now: now) else { return }
    next.prepare()
    // A segment that is written fast first has its last lines written to the disk beside the commits, which takes one or two of them.
    if try isNewSegmentDue(now: now), try segment.isSettled || hasReached(1.25, now: now) {
      try startNewSegment(now: now)
    }
  }

  /// Goes on in a new segment. What the tails of this one have becomes blocks when it is sealed: that takes long.
  package func startNewSegment(now: Timestamp) throws {
    // The new segment is durable, and what it says was stored before must be, too: also the last commits.
    try segment.synchronize()
    var carried = segment.carried
    carried.containers.removeAll { now.nanoseconds &- $0.updated.nanoseconds >= Self.positionLifetime }
    // A number that is free even if an attempt before this one failed half-way.
    let number = try layout.highestSerial(ofShard: shard) + 1
    let newer = try Self.createSegment(
      layout: layout, shard: shard, serial: number, carrying: carried, from: next, sizes: sizes, now: now)
    segment.retire()
    segment = newer
    serial = number
    created = now
    lookedUp.formIntersection(segment.containers.keys)
  }

  // MARK: - Opening

  private static func openSegment(
    layout: StoreLayout, shard: Int, sizes: Sizes, now: Timestamp
  ) throws -> (SegmentWriter, UInt32, [Incident]) {
    var incidents: [Incident] = []
    var files = try layout.segments(ofShard: shard)
    let next = try layout.highestSerial(ofShard: shard) + 1
    func create(carrying carried: SegmentWriter.Carried) throws -> SegmentWriter {
      try createSegment(
        layout: layout, shard: shard, serial: next, carrying: carried, sizes: sizes, now: now)
    }
    while let file = files.popLast() {
      do {
        if file.name.isOpen {
          let writer = try SegmentWriter(path: file.path, sizes: sizes)
          if incidents.isEmpty { return (writer, file.name.serial, []) }
          return (try create(carrying: writer.carried), next, incidents)
        }
        let carried = try SegmentReader(file: file).carried()
        return (try create(carrying: carried), next, incidents)
      } catch {
        guard StoreReader.isDamage(error) else { throw error }
        incidents.append(.setAside(path: try file.setAside(), reason: "\(error)"))
      }
    }
    return (try create(carrying: SegmentWriter.Carried()), next, incidents)
  }

  /// Creates a segment under a name that no reader looks at, and renames it when it is whole.
  ///
  /// - Parameter prepared: where there may be a file with its tables.
  private static func createSegment(
    layout: StoreLayout, shard: Int, serial: UInt32, carrying carried: SegmentWriter.Carried,
    from prepared: NextSegment? = nil, sizes: Sizes, now: Timestamp
  ) throws -> SegmentWriter {
    let folder = layout.shardFolder(shard)
    let path = SegmentFile(shard: shard, folder: folder, name: SegmentName(serial: serial, state: .open)).path
    let unfinished = path + ".new"
    // Of the prepared one no log is left that could be mistaken for this one's.
    if prepared?.take(as: unfinished) != true { try SegmentSchema.create(path: unfinished) }
    // Tails stay in the old segment.
    var carried = carried
    carried.containers = carried.containers.map { container in
      SegmentWriter.Container(
        number: container.number, info: container.info, position: container.position,
        updated: container.updated)
    }
    try SegmentWriter.fill(path: unfinished, carrying: carried, now: now)
    // Those of the new name, if there are any, belong to a file that is gone, and would be replayed into this one.
    for suffix in ["-wal", "-shm"] {
      try SystemCall.unlink(unfinished + suffix)
      try SystemCall.unlink(path + suffix)
    }
    try SystemCall.rename(unfinished, to: path)
    do { return try SegmentWriter(path: path, sizes: sizes) } catch {
      // The old segment is written on, and this one would say after the next start that those lines were not stored.
      for suffix in ["-wal", "-shm", ""] { try SystemCall.unlink(path + suffix) }
      throw error
    }
  }
}
