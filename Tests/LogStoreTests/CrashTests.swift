import LogStore
import LogWire
import SQLite
import Testing

/// What a start finds after the process was killed between two steps. The files are made as they are then.
struct CrashTests {
  /// A writer with a sealed-to-be segment and one line in the next.
  private func rotated() throws -> (TestStore, ShardWriter) {
    let store = try TestStore()
    let writer = try store.writer()
    try writer.commit(["a", "b"])
    try writer.startNewSegment(now: TestStore.time(1))
    try writer.commit(["c"], at: 2)
    return (store, writer)
  }

  /// Starts a writer, adds a line, seals, and expects all lines to be there.
  private func expectRepaired(_ store: TestStore, _ messages: [String]) throws {
    var writer = try store.writer(at: 10)
    #expect(writer.incidents.isEmpty)
    #expect(try store.messages() == messages)
    try writer.commit(["new"], at: 10)
    try writer.startNewSegment(now: TestStore.time(11))
    #expect(try !store.maintain(openSerial: writer.openSerial, at: 11).kinds.contains("postponed"))
    #expect(try store.segments().filter(\.name.isOpen).count == 1)
    writer = try store.writer(at: 12)
    try writer.commit(["newer"], at: 12)
    #expect(try store.messages() == messages + ["new", "newer"])
    #expect(try store.files().allSatisfy { !$0.hasSuffix(".new") && !$0.hasSuffix(".damaged") })
  }

  @Test func killedWriterLeavesItsWriteAheadLog() throws {
    let (store, writer) = try rotated()
    let crashed = try store.crashed()
    #expect(try crashed.files().contains { $0.hasSuffix("-wal") })
    try expectRepaired(crashed, ["a", "b", "c"])
    #expect(writer.openSerial == 2)
  }

  @Test func unfinishedNewSegmentIsMadeAgain() throws {
    let (store, writer) = try rotated()
    let crashed = try store.crashed()
    let next = crashed.layout.shardFolder(0) + "/00000003-open.db.new"
    try TestStore.write(Array("half a file".utf8), to: next)
    try TestStore.write([UInt8](repeating: 1, count: 5000), to: next + "-wal")
    try TestStore.write([UInt8](repeating: 2, count: 5000), to: next + "-shm")
    try expectRepaired(crashed, ["a", "b", "c"])
    #expect(writer.openSerial == 2)
  }

  /// The process is killed after each step of making the next segment ahead of time and taking it.
  @Test func preparedSegmentIsMadeAgain() throws {
    let store = try TestStore()
    let writer = try store.writer(limits: .init(segmentAge: .seconds(100)))
    try writer.commit(["a"])
    try writer.commit(["b"], at: 60)
    writer.finishBackground()
    let folder = "/store/0/"
    #expect(try store.files().contains("next.db.new"))
    try expectRepaired(try store.crashed(), ["a", "b"])
    let half = try store.crashed()
    try TestStore.write(Array("half a file".utf8), to: half.layout.path + folder + "next.db.new")
    try TestStore.write([UInt8](repeating: 1, count: 5000), to: half.layout.path + folder + "next.db.new-wal")
    try expectRepaired(half, ["a", "b"])
    let taken = try store.crashed()
    try TestStore.move(
      taken.layout.path + folder + "next.db.new", to: taken.layout.path + folder + "00000002-open.db.new")
    try expectRepaired(taken, ["a", "b"])
    try writer.commit(["c"], at: 100)
    #expect(writer.openSerial == 2)
    #expect(try store.files().allSatisfy { !$0.hasPrefix("next") })
    try expectRepaired(try store.crashed(), ["a", "b", "c"])
  }

  @Test func foldedSegmentWithoutASuccessorGoesOn() throws {
    let store = try TestStore()
    let writer = try store.writer()
    try writer.commit(["a", "b"])
    try writer.startNewSegment(now: TestStore.time(1))
    let crashed = try store.crashed()
    for file in try crashed.files() where file.hasPrefix("00000002") {
      try TestStore.remove(crashed.layout.shardFolder(0) + "/" + file)
    }
    try expectRepaired(crashed, ["a", "b"])
  }

  @Test func sealingIsTakenUpAfterEachOfItsSteps() throws {
    let (store, writer) = try rotated()
    // Before its first step: two open segments.
    try expectRepaired(try store.crashed(), ["a", "b", "c"])
    // Optimised and marked, but still with readers and in WAL mode.
    var problems: [String] = []
    let readers = try StoreReader(layout: store.layout).openSegments(problems: &problems)
    #expect(readers.count == 2)
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["postponed"])
    try expectRepaired(try store.crashed(), ["a", "b", "c"])
    withExtendedLifetime(readers) {}
  }

  @Test func sealedSegmentWithoutItsNameIsNamed() throws {
    let (store, writer) = try rotated()
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["sealed"])
    let crashed = try store.crashed()
    let sealed = try #require(try crashed.segments().first)
    try TestStore.move(sealed.path, to: crashed.layout.shardFolder(0) + "/00000001-open.db")
    try expectRepaired(crashed, ["a", "b", "c"])
  }

  /// A segment was set aside, and the process was killed before it made the next, which has the same number.
  @Test func writeAheadLogOfAnotherFileIsNotTaken() throws {
    let (store, writer) = try rotated()
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["sealed"])
    let crashed = try store.crashed()
    let folder = crashed.layout.shardFolder(0)
    #expect(try crashed.files().contains("00000002-open.db-wal"))
    try TestStore.remove(folder + "/00000002-open.db")
    let writerAgain = try crashed.writer(at: 10)
    #expect(try crashed.messages() == ["a", "b"])
    try writerAgain.commit(["d"], at: 10)
    #expect(try crashed.messages() == ["a", "b", "d"])
  }
}
