import LogStore
import LogWire
import SQLite
import TestSupport
import Testing

struct ShardMaintenanceTests {
  /// A store with segments of one line each, `count` of them to be sealed, the times `step` seconds apart.
  private func fill(_ store: TestStore, shard: Int = 0, segments count: Int, step: Int64 = 86_400) throws
    -> ShardWriter
  {
    let writer = try store.writer(shard: shard, limits: .init(segmentAge: .seconds(10_000 * 86_400)))
    for index in 0..<Int64(count) {
      try writer.commit(["\(shard).\(index)"], of: "web\(shard)", at: index * step)
      try writer.startNewSegment(now: TestStore.time(index * step))
    }
    try writer.commit(["\(shard).open"], of: "web\(shard)", at: Int64(count) * step)
    return writer
  }

  @Test func finishedSegmentsAreSealedUnderTheirTimes() throws {
    let store = try TestStore()
    let writer = try fill(store, segments: 2)
    let before = try store.lines()
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["sealed", "sealed"])
    #expect(
      try store.files() == [
        "00000001-20261123T140203Z-20261123T140203Z.db", "00000002-20261124T140203Z-20261124T140203Z.db",
        "00000003-open.db", "00000003-open.db-shm", "00000003-open.db-wal",
      ])
    #expect(try store.lines() == before)
    #expect(try store.maintain(openSerial: writer.openSerial).isEmpty)
  }

  @Test func sealedSegmentIsPlainSQLiteWithoutAWriteAheadLog() throws {
    let store = try TestStore()
    let writer = try fill(store, segments: 1)
    try store.maintain(openSerial: writer.openSerial)
    let database = try Connection(path: try store.segments()[0].path, mode: .readOnly)
    #expect(try database.text("PRAGMA journal_mode") == "delete")
    #expect(try database.text("PRAGMA integrity_check") == "ok")
    #expect(try database.integer("SELECT count(*) FROM tail") == 0)
    #expect(try database.integer("SELECT count(*) FROM templates") ?? 0 > 1)
    #expect(try database.integer("SELECT count(*) FROM runs") == 1)
  }

  @Test func sealingWaitsForReaders() throws {
    let store = try TestStore()
    let writer = try fill(store, segments: 1)
    var problems: [String] = []
    var readers = try StoreReader(layout: store.layout).openSegments(problems: &problems)
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["postponed"])
    #expect(try readers.flatMap { try $0.blocks() }.count == 1)
    readers = []
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["sealed"])
  }

  /// The forwarder's feed keeps open segments open between its polls.
  @Test func feedDoesNotHoldUpSealing() throws {
    let store = try TestStore()
    let writer = try store.writer()
    let feed = StoreFeed(layout: store.layout)
    var problems: [String] = []
    for round in 0..<3 {
      try writer.commit(["\(round)"], at: Int64(round))
      _ = try feed.poll(problems: &problems)
      try writer.startNewSegment(now: TestStore.time(Int64(round)))
      _ = try feed.poll(problems: &problems)
      #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["sealed"])
    }
    #expect(problems.isEmpty)
  }

  @Test func readerFindsASegmentThatWasSealedMeanwhile() throws {
    let store = try TestStore()
    let writer = try fill(store, segments: 1)
    let open = try store.segments()[0]
    try store.maintain(openSerial: writer.openSerial)
    let reader = try #require(try StoreReader(layout: store.layout).open(open))
    #expect(!reader.file.name.isOpen)
    try store.maintain(openSerial: writer.openSerial, retention: .init(bytes: 0))
    #expect(try StoreReader(layout: store.layout).open(open) == nil)
    #expect(try reader.blocks().count == 1, "a file that is open can be read after it was deleted")
  }

  @Test func segmentsThatAreTooOldAreDeleted() throws {
    let store = try TestStore()
    let writer = try fill(store, segments: 4)
    try store.maintain(openSerial: writer.openSerial)
    let retention = ShardMaintenance.Retention(age: .seconds(2 * 86_400))
    // The second one ends exactly two days before.
    #expect(
      try store.maintain(openSerial: writer.openSerial, retention: retention, at: 3 * 86_400).kinds == [
        "deleted"
      ])
    #expect(
      try store.lines().map { String(decoding: $0.line.message, as: UTF8.self) } == [
        "0.1", "0.2", "0.3", "0.open",
      ])
    #expect(
      try store.maintain(openSerial: writer.openSerial, retention: retention, at: 900 * 86_400).kinds
        == ["deleted", "deleted", "deleted"])
    #expect(try store.lines().count == 1, "the open segment stays")
  }

  @Test func oldestSegmentsOfAllShardsAreDeletedWhileTheStoreIsTooLarge() throws {
    let store = try TestStore()
    let first = try fill(store, shard: 0, segments: 3, step: 200)
    let second = try fill(store, shard: 1, segments: 3, step: 300)
    try store.maintain(shard: 0, openSerial: first.openSerial)
    try store.maintain(shard: 1, openSerial: second.openSerial)
    // Ends: 0.0 and 1.0 at 0, 0.1 at 200, 1.1 at 300, 0.2 at 400, 1.2 at 600.
    let total = try store.layout.segments().reduce(0) { $0 + $1.size }
    let segment = try store.segments()[0].size
    let retention = ShardMaintenance.Retention(bytes: total - 4 * segment + 1)
    // Each shard deletes only what is its own and the oldest.
    #expect(try store.maintain(shard: 1, openSerial: second.openSerial, retention: retention).isEmpty)
    #expect(
      try store.maintain(shard: 0, openSerial: first.openSerial, retention: retention).kinds == ["deleted"])
    #expect(
      try store.maintain(shard: 1, openSerial: second.openSerial, retention: retention).kinds == ["deleted"])
    #expect(
      try store.maintain(shard: 0, openSerial: first.openSerial, retention: retention).kinds == ["deleted"])
    #expect(
      try store.maintain(shard: 1, openSerial: second.openSerial, retention: retention).kinds == ["deleted"])
    #expect(try store.maintain(shard: 0, openSerial: first.openSerial, retention: retention).isEmpty)
    #expect(try store.segments(shard: 0).count == 2 && store.segments(shard: 1).count == 2)
  }

  @Test func withoutARuleNothingIsDeleted() throws {
    let store = try TestStore()
    let writer = try fill(store, segments: 2)
    try store.maintain(openSerial: writer.openSerial)
    #expect(try store.maintain(openSerial: writer.openSerial, at: 9000 * 86_400).isEmpty)
  }

  @Test func damagedSegmentIsSetAsideWhenItIsSealed() throws {
    let store = try TestStore()
    let writer = try fill(store, segments: 1)
    try TestStore.write([UInt8](repeating: 0x5A, count: 8192), to: try store.segments()[0].path)
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["set aside"])
    #expect(try store.segments().count == 1)
  }

  /// A segment that can't be sealed (the disk is full) must not keep retention from making room.
  @Test func failureToSealDoesNotHoldUpRetention() throws {
    let store = try TestStore()
    let writer = try fill(store, segments: 3)
    try store.maintain(openSerial: 2)
    let stuck = try store.segments()[1]
    try store.database(stuck).execute("DROP TABLE meta")
    let retention = ShardMaintenance.Retention(bytes: 1)
    let maintenance = ShardMaintenance(layout: store.layout, shard: 0, retention: retention)
    #expect(throws: SQLiteError.self) {
      try maintenance.run(openSerial: writer.openSerial, now: TestStore.time())
    }
    #expect(try store.segments().first?.name.serial == 2)
  }

  @Test func segmentOfLinesOutsideTheCalendarCanStillBeFound() throws {
    let store = try TestStore()
    let writer = try store.writer()
    let lines = [
      TestLine("before", at: .min), TestLine("now", at: TestStore.start), TestLine("after", at: .max),
    ]
    try writer.commit([ContainerBatch("web", lines)], now: TestStore.time())
    try writer.startNewSegment(now: TestStore.time())
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["sealed"])
    #expect(try store.lines().map(\.line) == lines)
    #expect(try store.writer().position(of: ContainerInfo("web"), now: TestStore.time())?.nextOrdinal == 3)
  }
}
