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

  /// Containers whose position has not moved for so long are not carried into a new segment.
  private static let positionLifetime: Int64 = 30 * 86_400 * 1_000_000_000

  private let layout: StoreLayout
  private let shard: Int
  private let limits: Limits
  private var segment: SegmentWriter
  private var serial: UInt32
  private var created: Timestamp
  /// Containers whose position was looked for in the other shards.
  private var lookedUp: Set<String> = []
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
  /// Starts a new segment afterwards if this one has reached its limits.
  package func commit(_ batches: [ContainerBatch], now: Timestamp) throws {
    try segment.commit(batches, now: now)
    try startNewSegmentIfDue(now: now)
  }

  /// Where the container's log is to be read on; nil if none of its lines were ever stored.
  package func position(of info: ContainerInfo, now: Timestamp) throws -> ContainerPosition? {
    let own = segment.containers[info.id]?.position
    guard lookedUp.insert(info.id).inserted else { return own }
    // The number of collectors may have changed, and with it the shard of the container.
    guard let other = try positionElsewhere(of: info.id), other.nextOrdinal > (own?.nextOrdinal ?? -1) else {
      return own
    }
    try segment.adopt(info, position: other, now: now)
    return other
  }

  private func positionElsewhere(of id: String) throws -> ContainerPosition? {
    var newest: ContainerPosition?
    for other in try layout.shards() where other != shard {
      guard let file = try layout.segments(ofShard: other).last else { continue }
      let found = try SegmentReader(file: file).position(of: id)
      if let found, found.nextOrdinal > (newest?.nextOrdinal ?? -1) { newest = found }
    }
    return newest
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
      now.nanoseconds &- ($0.position.position.latestTime ?? now).nanoseconds < Self.positionLifetime
    }
    segment = try Self.createSegment(
      layout: layout, shard: shard, serial: serial + 1, carrying: Array(carried), now: now)
    serial += 1
    created = now
  }

  // MARK: - Opening

  private static func openSegment(
    layout: StoreLayout, shard: Int, now: Timestamp
  ) throws -> (SegmentWriter, UInt32, [Incident]) {
    var incidents: [Incident] = []
    var files = try layout.segments(ofShard: shard)
    let highest = files.last?.name.serial ?? 0
    while let file = files.popLast() {
      do {
        if file.name.isOpen {
          let writer = try SegmentWriter(path: file.path)
          if incidents.isEmpty { return (writer, file.name.serial, []) }
          let carried = Array(writer.containers.values)
          let next = try createSegment(layout: layout, shard: shard, serial: highest + 1, carrying: carried, now: now)
          return (next, highest + 1, incidents)
        }
        let carried = try SegmentReader(file: file).writerContainers()
        let next = try createSegment(layout: layout, shard: shard, serial: highest + 1, carrying: carried, now: now)
        return (next, highest + 1, incidents)
      } catch {
        guard StoreReader.isDamage(error) else { throw error }
        let aside = file.path + ".damaged"
        try SystemCall.rename(file.path, to: aside)
        incidents.append(.setAside(path: aside, reason: "\(error)"))
      }
    }
    let first = try createSegment(layout: layout, shard: shard, serial: highest + 1, carrying: [], now: now)
    return (first, highest + 1, incidents)
  }

  /// Creates a segment under a name that no reader looks at, and renames it when it is whole.
  private static func createSegment(
    layout: StoreLayout, shard: Int, serial: UInt32, carrying containers: [SegmentWriter.Container], now: Timestamp
  ) throws -> SegmentWriter {
    let folder = layout.shardFolder(shard)
    let path = SegmentFile(shard: shard, folder: folder, name: SegmentName(serial: serial, state: .open)).path
    let unfinished = path + ".new"
    for suffix in ["", "-wal", "-shm"] { try SystemCall.unlink(unfinished + suffix) }
    // Tails stay in the old segment, where they were folded.
    let carried = containers.map { container in
      SegmentWriter.Container(number: container.number, info: container.info, position: container.position)
    }
    try SegmentWriter.create(path: unfinished, carrying: carried, now: now)
    for suffix in ["-wal", "-shm"] { try SystemCall.unlink(unfinished + suffix) }
    try SystemCall.rename(unfinished, to: path)
    return try SegmentWriter(path: path)
  }
}
