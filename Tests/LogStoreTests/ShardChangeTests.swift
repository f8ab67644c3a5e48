import LogStore
import LogWire
import SQLite
import Testing

/// A container moves to another shard when the number of collectors changes.
struct ShardChangeTests {
  private let web = ContainerInfo("web")

  @Test func newShardGoesOnWhereTheOldOneWas() throws {
    let store = try TestStore()
    try store.writer(shard: 0).commit(["a", "b"])
    let second = try store.writer(shard: 1, at: 5)
    let position = try #require(try second.position(of: web, now: TestStore.time(5)))
    #expect(position.nextOrdinal == 2 && position.epoch == TestStore.start)
    try second.commit(["c"], at: 5)
    #expect(try store.messages() == ["a", "b", "c"])
  }

  @Test func containerThatComesBackGoesOnFromTheOtherShard() throws {
    let store = try TestStore()
    try store.writer(shard: 0).commit(["a", "b", "c"])
    let second = try store.writer(shard: 1)
    _ = try second.position(of: web, now: TestStore.time(1))
    try second.commit(["d", "e"], at: 1)
    // The tail of the first shard has lines of before; new ones must not push them on.
    let first = try store.writer(shard: 0)
    #expect(try first.position(of: web, now: TestStore.time(2))?.nextOrdinal == 5)
    try first.commit(["f"], at: 2)
    try first.commit((0..<1500).map { "more \($0)" }, at: 3)
    #expect(try store.messages() == ["a", "b", "c", "d", "e", "f"] + (0..<1500).map { "more \($0)" })
  }

  @Test func laterNumberingWinsOverALongerOne() throws {
    let store = try TestStore()
    try store.writer(shard: 0).commit(["a", "b", "c"])
    // The second shard did not know of the first: another numbering.
    try store.writer(shard: 1, at: 60).commit(["new"], at: 60)
    let position = try #require(try store.writer(shard: 1).position(of: web, now: TestStore.time(61)))
    #expect(position.epoch == TestStore.time(60).nanoseconds && position.nextOrdinal == 1)
    let third = try #require(try store.writer(shard: 2).position(of: web, now: TestStore.time(62)))
    #expect(third.epoch == TestStore.time(60).nanoseconds)
  }

  @Test func damagedShardDoesNotHideAnother() throws {
    let store = try TestStore()
    try store.writer(shard: 0).commit(["a", "b"])
    try TestStore.write([UInt8](repeating: 0x5A, count: 8192), to: try store.writerThenFile(shard: 1))
    #expect(try store.writer(shard: 2).position(of: web, now: TestStore.time(1))?.nextOrdinal == 2)
  }

  @Test func failedLookIsRepeated() throws {
    let store = try TestStore()
    try store.writer(shard: 0).commit(["a", "b"])
    let segment = try store.segments()[0]
    try store.database(segment).execute("PRAGMA user_version=99")
    let second = try store.writer(shard: 1)
    #expect(throws: StoreError.self) { try second.position(of: web, now: TestStore.time(1)) }
    try store.database(segment).execute("PRAGMA user_version=2")
    #expect(try second.position(of: web, now: TestStore.time(1))?.nextOrdinal == 2)
  }
}

extension TestStore {
  /// The path of the open segment of a shard that has been started and left.
  fileprivate func writerThenFile(shard: Int) throws -> String {
    _ = try writer(shard: shard)
    return try segments(shard: shard)[0].path
  }
}
