import LogStore
import LogWire
import SQLite
import Testing
import TokenIndex

struct DamageTests {
  private static let garbage = [UInt8](repeating: 0x5A, count: 8192)

  /// A store with a sealed segment of two lines and an open one of a third.
  private func store() throws -> TestStore {
    let store = try TestStore()
    let writer = try store.writer()
    try writer.commit(["a", "b"])
    try writer.startNewSegment(now: TestStore.time(1))
    try writer.commit(["c"], at: 2)
    try store.maintain(openSerial: writer.openSerial)
    return store
  }

  @Test func damagedOpenSegmentIsSetAsideAndReadingGoesOnFromBefore() throws {
    let store = try store()
    try TestStore.write(Self.garbage, to: try store.segments()[1].path)
    let writer = try store.writer(at: 5)
    #expect(writer.incidents.count == 1)
    #expect(try writer.position(of: ContainerInfo("web"), now: TestStore.time(5))?.nextOrdinal == 2)
    try writer.commit(["c again"], at: 5)
    #expect(try store.messages() == ["a", "b", "c again"])
    #expect(try store.writer(at: 6).incidents.isEmpty)
    #expect(try store.files().contains { $0.hasSuffix(".damaged") })
  }

  @Test func writeAheadLogIsSetAsideWithItsSegment() throws {
    let store = try TestStore()
    let writer = try store.writer()
    try writer.commit(["a"])
    let crashed = try store.crashed()
    // What is in the write-ahead log would mend the pages it has: another page then.
    let segment = try crashed.segments()[0]
    try TestStore.write(Self.garbage, to: segment.path)
    try TestStore.write(Self.garbage, to: segment.path + "-wal")
    #expect(try crashed.writer(at: 5).incidents.count == 1)
    #expect(try crashed.files().filter { $0.hasPrefix("00000001") }.allSatisfy { $0.contains(".damaged") })
    #expect(try crashed.lines().isEmpty)
    #expect(writer.openSerial == 1)
  }

  @Test func allSegmentsDamagedIsAFreshStart() throws {
    let store = try store()
    for segment in try store.segments() { try TestStore.write(Self.garbage, to: segment.path) }
    let writer = try store.writer(at: 5)
    #expect(writer.incidents.count == 2)
    #expect(try writer.position(of: ContainerInfo("web"), now: TestStore.time(5)) == nil)
    #expect(writer.openSerial > 2)
  }

  @Test func emptyFileIsSetAside() throws {
    let store = try store()
    try TestStore.write([], to: try store.segments()[1].path)
    #expect(try store.writer(at: 5).incidents.count == 1)
  }

  /// The start looks at few tables; what else is damaged shows when lines are stored.
  @Test(arguments: ["block_data", "run_data", "tail", "blocks"])
  func damageThatACommitMeetsIsSetAsideByTheNextStart(_ table: String) throws {
    let store = try store()
    let segment = try store.segments()[1]
    let database = try store.database(segment)
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    let page = try #require(try database.integer("SELECT rootpage FROM sqlite_master WHERE name='\(table)'"))
    try TestStore.overwrite(segment.path, at: Int(page - 1) * 4096, with: Self.garbage)
    let many = (0..<3000).map { "line \($0)" }
    var writer = try store.writer(at: 4)
    if writer.incidents.isEmpty {
      let error = #expect(throws: SQLiteError.self) { try writer.commit(many, at: 4) }
      #expect(error?.isCorruption == true)
      #expect(throws: SQLiteError.self, "nothing may go to a file that is set aside") {
        try writer.commit(["x"], at: 4)
      }
      writer = try store.writer(at: 5)
    }
    try writer.commit(["c again"] + many, at: 5)
    #expect(try store.messages() == ["a", "b", "c again"] + many)
    #expect(try store.files().contains { $0.hasSuffix(".damaged") })
  }

  @Test func segmentOfALaterVersionIsRefused() throws {
    let store = try store()
    try store.database(try store.segments()[1]).execute("PRAGMA user_version=99")
    let error = #expect(throws: StoreError.self) { try store.writer(at: 5) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("schema 99"))
    #expect("\(error.map { "\($0)" } ?? "")".contains("use a newer lslog"))
    #expect(try store.segments().count == 2, "nothing was set aside")
    #expect(throws: StoreError.self) { try store.lines() }
  }

  @Test func foreignDatabaseIsNoSegment() throws {
    let store = try store()
    let path = try store.segments()[0].path
    try TestStore.remove(path)
    try Connection(path: path, mode: .create).execute("CREATE TABLE t(x)")
    var problems: [String] = []
    #expect(try StoreReader(layout: store.layout).openSegments(problems: &problems).count == 1)
    #expect(problems.count == 1 && problems[0].contains("not a segment"))
  }

  @Test func damagedSegmentIsReportedAndTheOthersAreRead() throws {
    let store = try store()
    try TestStore.write(Self.garbage, to: try store.segments()[0].path)
    var problems: [String] = []
    let readers = try StoreReader(layout: store.layout).openSegments(problems: &problems)
    #expect(readers.count == 1 && problems.count == 1)
  }

  @Test func numbersOfABlockThatAreOutOfRangeAreDamage() throws {
    let store = try TestStore()
    try store.writer().commit((0..<2000).map { "line \($0)" })
    for (column, value) in [
      ("text_bytes", "-1"), ("lines", "-5"), ("lines", "9e18"), ("text_bytes", "1 << 60"), ("codec", "77"),
    ] {
      let copy = try store.crashed()
      try copy.database(try copy.segments()[0]).execute("UPDATE blocks SET \(column)=\(value)")
      let reader = try #require(try StoreReader(layout: copy.layout).open(try copy.segments()[0]))
      #expect(throws: StoreError.self, "\(column) \(value)") { try reader.blocks() }
    }
  }

  /// It is found by a search that needs it. The lines are whole, so the segment stays, and sealing does not stop at it.
  @Test(arguments: ["run_data SET data=x'00'", "runs SET width=width-1"])
  func segmentWithADamagedIndexIsSealedAllTheSame(_ change: String) throws {
    let store = try TestStore()
    let writer = try store.writer()
    for round in 0..<3 { try writer.commit((0..<1100).map { "\(round).\($0)" }, at: Int64(round)) }
    let before = try store.lines()
    try writer.startNewSegment(now: TestStore.time(3))
    try writer.commit(["later"], at: 4)
    try writer.startNewSegment(now: TestStore.time(5))
    try store.database(try store.segments()[0]).execute("UPDATE \(change)")
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["index damaged", "sealed", "sealed"])
    #expect(try store.lines().count == before.count + 1)
    let reader = try #require(try StoreReader(layout: store.layout).open(try store.segments()[0]))
    #expect(throws: StoreError.self) {
      var blocks = BlockSet(capacity: 4)
      for run in try reader.runs() { try reader.addBlocks(of: 1, in: run, to: &blocks) }
    }
  }

  /// What was stored of a tail can't be made a block: the segment is kept for who wants to mend it, and the others go on.
  @Test func segmentWithADamagedTailIsSetAsideWhenItIsSealed() throws {
    let store = try store()
    let writer = try store.writer(at: 5)
    try writer.startNewSegment(now: TestStore.time(5))
    try store.database(try store.segments()[1]).execute("UPDATE tail SET data=x'00'")
    #expect(try store.maintain(openSerial: writer.openSerial).kinds == ["set aside"])
    #expect(try store.messages() == ["a", "b"])
  }
}
