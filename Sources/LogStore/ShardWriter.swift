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
  private var segment: SegmentWriter
  private var serial: UInt32
  private var created: Timestamp
  /// Containers of the open segment whose position was looked for elsewhere.
  private var lookedUp: Set<String> = []
  /// What was wrong with the open segment, which was set aside: nothing may be written to it any more.
  private var damage: (any Error)?
  package let incidents: [Incident]

  /// Opens the shard, creating it if it is new and repairing what a crash left.
  package init(layout: StoreLayout, shard: Int, limits: Limits = Limits(), now: Timestamp) throws {
    self.layout = layout
    self.shard = shard
    self.limits = limits
    try SystemCall.makeDirectories(layout.shardFolder(shard))
    let opened = try Self.openSegment(layout: layout, shard: shard, now: now)
    (segment, serial, incidents) = opened
    created = try segment.created()
  }

  /// The number of the segment being written; those before it may be sealed.
  package var openSerial: UInt32 { serial }

  /// Stores batches and the positions behind them in one transaction: all or nothing.
  ///
  /// Starts a new segment first if this one has reached its limits: not afterwards, since who is told of a failure
  /// repeats the commit.
  ///
  /// - Throws: `SQLiteError` or `StoreError`. After damage (``StoreReader/isDamage(_:)``) the segment is set aside and this
  ///   writer takes nothing more; a new one goes on from the segment before.
  package func commit(_ batches: [ContainerBatch], now: Timestamp) throws {
    if let damage { throw damage }
    do {
      try startNewSegmentIfDue(now: now)
      try segment.commit(batches, now: now)
    } catch {
      guard StoreReader.isDamage(error) else { throw error }
      damage = error
      _ = try openFile.setAside()
      throw error
    }
  }

  private var openFile: SegmentFile {
    SegmentFile(
      shard: shard, folder: layout.shardFolder(shard), name: SegmentName(serial: serial, state: .open))
  }

  /// Where the container's log is to be read on; nil if none of its lines were ever stored.
  package func position(of info: ContainerInfo, now: Timestamp) throws -> ContainerPosition? {
    let own = segment.containers[info.id]?.position
    guard !lookedUp.contains(info.id) else { return own }
    let newest = try positionElsewhere(
      of: info.id, in: try layout.shards().filter { own == nil || $0 != shard })
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
    let age = Duration.nanoseconds(now.nanoseconds &- created.nanoseconds)
    guard
      try segment.size() >= limits.segmentBytes || age >= limits.segmentAge, try !segment.isEmpty()
    else { return }
    try startNewSegment(now: now)
  }

  /// Folds the tails of the open segment and goes on in a new one.
  package func startNewSegment(now: Timestamp) throws {
    try segment.foldTails(now: now)
    let carried = segment.containers.values.filter {
      now.nanoseconds &- $0.updated.nanoseconds < Self.positionLifetime
    }
    // A number that is free even if an attempt before this one failed half-way.
    let next = try layout.highestSerial(ofShard: shard) + 1
    segment = try Self.createSegment(layout: layout, shard: shard, serial: next, carrying: carried, now: now)
    serial = next
    created = now
    lookedUp.formIntersection(segment.containers.keys)
  }

  // MARK: - Opening

  private static func openSegment(
    layout: StoreLayout, shard: Int, now: Timestamp
  ) throws -> (SegmentWriter, UInt32, [Incident]) {
    var incidents: [Incident] = []
    var files = try layout.segments(ofShard: shard)
    let next = try layout.highestSerial(ofShard: shard) + 1
    func create(carrying containers: [SegmentWriter.Container]) throws -> SegmentWriter {
      try createSegment(layout: layout, shard: shard, serial: next, carrying: containers, now: now)
    }
    while let file = files.popLast() {
      do {
        if file.name.isOpen {
          let writer = try SegmentWriter(path: file.path)
          if incidents.isEmpty { return (writer, file.name.serial, []) }
          let carried = Array(writer.containers.values)
          return (try create(carrying: carried), next, incidents)
        }
        let carried = try SegmentReader(file: file).writerContainers()
        return (try create(carrying: carried), next, incidents)
      } catch {
        guard StoreReader.isDamage(error) else { throw error }
        incidents.append(.setAside(path: try file.setAside(), reason: "\(error)"))
      }
    }
    return (try create(carrying: []), next, incidents)
  }

  /// Creates a segment under a name that no reader looks at, and renames it when it is whole.
  private static func createSegment(
    layout: StoreLayout, shard: Int, serial: UInt32, carrying containers: [SegmentWriter.Container],
    now: Timestamp
  ) throws -> SegmentWriter {
    let folder = layout.shardFolder(shard)
    let path = SegmentFile(shard: shard, folder: folder, name: SegmentName(serial: serial, state: .open)).path
    let unfinished = path + ".new"
    for suffix in ["", "-wal", "-shm"] { try SystemCall.unlink(unfinished + suffix) }
    // Tails stay in the old segment, where they were folded.
    let carried = containers.map { container in
      SegmentWriter.Container(
        number: container.number, info: container.info, position: container.position,
        updated: container.updated)
    }
    try SegmentWriter.create(path: unfinished, carrying: carried, now: now)
    // Those of the new name, if there are any, belong to a file that is gone, and would be replayed into this one.
    for suffix in ["-wal", "-shm"] {
      try SystemCall.unlink(unfinished + suffix)
      try SystemCall.unlink(path + suffix)
    }
    try SystemCall.rename(unfinished, to: path)
    return try SegmentWriter(path: path)
  }
}
