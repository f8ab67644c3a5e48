package import LogWire

/// Seals and deletes segments of imported lines, for a daemon. Runs beside an import, on any one thread.
///
/// An import seals what it filled. What it left open because it was little is sealed here when it is as old as a collector's
/// segment would be, or retention would never reach it.
package struct ImportMaintenance: Sendable {
  private let layout: StoreLayout
  private let limits: ShardWriter.Limits
  private let retention: ShardMaintenance.Retention

  package init(layout: StoreLayout, limits: ShardWriter.Limits, retention: ShardMaintenance.Retention) {
    self.layout = layout
    self.limits = limits
    self.retention = retention
  }

  /// Deletes what is too old or too much, and seals what is finished; while an import runs, it only deletes.
  package func run(now: Timestamp) throws -> [ShardMaintenance.Action] {
    try layout.shards(imported: true).flatMap { try run(shard: $0, now: now) }
  }

  private func run(shard: Int, now: Timestamp) throws -> [ShardMaintenance.Action] {
    let maintenance = ShardMaintenance(layout: layout, shard: shard, retention: retention)
    let deleted = try maintenance.delete(now: now)
    do {
      let lock = try ShardLock(layout: layout, shard: shard, for: .maintenance)
      return try withExtendedLifetime(lock) {
        try deleted + seal(shard: shard, maintenance, now: now)
      }
    } catch StoreError.shardInUse {
      return deleted
    }
  }

  private func seal(
    shard: Int, _ maintenance: ShardMaintenance, now: Timestamp
  ) throws -> [ShardMaintenance.Action] {
    guard let newest = try layout.segments(ofShard: shard).last else { return [] }
    var openSerial = newest.name.serial
    // Looked at as a reader first: a writer costs more, and this is done every few seconds.
    if newest.name.isOpen, try SegmentReader(file: newest).isOld(limits.segmentAge, now: now) {
      let writer = try ShardWriter(layout: layout, shard: shard, limits: limits, now: now)
      if try writer.isNewSegmentDue(now: now) { try writer.startNewSegment(now: now) }
      openSerial = writer.openSerial
    }
    return try maintenance.run(openSerial: openSerial, now: now)
  }
}
