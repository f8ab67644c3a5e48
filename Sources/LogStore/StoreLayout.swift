/// Where things are in a store's folder.
///
///     <path>/store/<shard>/<serial>-open.db            the segment being written
///     <path>/store/<shard>/<serial>-<first>-<last>.db  sealed segments
///     <path>/store/<shard>/import.lock, write.lock     see ``ShardLock``
///     <path>/health.db  <path>/forward.db
package struct StoreLayout: Sendable, Hashable {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  package var healthDatabase: String { path + "/health.db" }
  package var forwardDatabase: String { path + "/forward.db" }
  package var shardsFolder: String { path + "/store" }

  /// The shard of `lslog import`. Numbers from here on are no collector's: there are at most 64 of those.
  package static let importShard = 1000

  /// Whether a shard has imported lines. They are searched and deleted like all others, but they have no log to be
  /// read on, and are not forwarded: they are of the past, and often come from another machine.
  package static func isImported(_ shard: Int) -> Bool { shard >= importShard }

  package func shardFolder(_ shard: Int) -> String {
    "\(shardsFolder)/\(shard)"
  }

  /// The shards that exist, in order.
  package func shards() throws(StoreError) -> [Int] {
    try SystemCall.names(in: shardsFolder).compactMap { Int($0) }.sorted()
  }

  /// The shards with imported lines that exist, or those of collectors.
  package func shards(imported: Bool) throws(StoreError) -> [Int] {
    try shards().filter { Self.isImported($0) == imported }
  }

  /// The segments of a shard, oldest first.
  package func segments(ofShard shard: Int) throws(StoreError) -> [SegmentFile] {
    let folder = shardFolder(shard)
    return try SystemCall.names(in: folder)
      .compactMap { SegmentName(fileName: $0) }
      .sorted()
      .map { SegmentFile(shard: shard, folder: folder, name: $0) }
  }

  /// The highest number that a file of the shard has, be it a segment or what is left of one; 0 if there is none.
  func highestSerial(ofShard shard: Int) throws(StoreError) -> UInt32 {
    try SystemCall.names(in: shardFolder(shard))
      .filter { !$0.contains(".new") }
      .compactMap { UInt32($0.prefix(8)) }.max() ?? 0
  }

  /// Removes the segments in the making that a killed process left. For the writer of the shard.
  func removeUnfinished(inShard shard: Int) throws(StoreError) {
    for name in try SystemCall.names(in: shardFolder(shard)) where name.contains(".db.new") {
      try SystemCall.unlink(shardFolder(shard) + "/" + name)
    }
  }

  /// The segments of all shards, by shard and age.
  package func segments() throws(StoreError) -> [SegmentFile] {
    var files: [SegmentFile] = []
    for shard in try shards() { files += try segments(ofShard: shard) }
    return files
  }
}

/// One segment's file, as it was named when the folder was read.
package struct SegmentFile: Sendable, Hashable {
  package var shard: Int
  package var folder: String
  package var name: SegmentName

  package var path: String { folder + "/" + name.fileName }

  /// Gives a damaged segment a name that nobody reads, and its write-ahead log with it.
  ///
  /// - Returns: the new path.
  func setAside() throws(StoreError) -> String {
    let aside = path + ".damaged"
    try SystemCall.rename(path, to: aside)
    if SystemCall.size(of: path + "-wal") != nil { try SystemCall.rename(path + "-wal", to: aside + "-wal") }
    try SystemCall.unlink(path + "-shm")
    return aside
  }

  /// The bytes on disk, with those of the write-ahead log; 0 if the file is gone.
  package var size: Int64 {
    (SystemCall.size(of: path) ?? 0) + (SystemCall.size(of: path + "-wal") ?? 0)
  }
}
