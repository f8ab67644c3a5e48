import FoundationEssentials
import SQLite
import TestSupport
import Testing

struct ConnectionTests {
  private struct Stop: Error {}

  @Test func transactionIsAllOrNothing() throws {
    let folder = try TestFolder()
    let database = try Connection(path: folder.file("a.db"), mode: .create)
    try database.execute("CREATE TABLE t(x)")
    #expect(
      try database.transaction {
        try database.execute("INSERT INTO t VALUES(1)"); return 5
      } == 5)
    #expect(throws: Stop.self) {
      try database.transaction {
        try database.execute("INSERT INTO t VALUES(2)")
        throw Stop()
      }
    }
    #expect(try database.integer("SELECT group_concat(x) FROM t") == 1)
    try database.transaction { try database.execute("INSERT INTO t VALUES(3)") }
    #expect(try database.text("SELECT group_concat(x) FROM t") == "1,3")
  }

  @Test func fullDatabaseRollsBackAndTakesWritesAgain() throws {
    let folder = try TestFolder()
    let database = try Connection(path: folder.file("a.db"), mode: .create)
    try database.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(x); PRAGMA max_page_count=20")
    let error = #expect(throws: SQLiteError.self) {
      try database.transaction {
        for _ in 0..<100 { try database.execute("INSERT INTO t VALUES(zeroblob(4000))") }
      }
    }
    #expect(error?.isDiskFull == true)
    #expect(try database.integer("SELECT count(*) FROM t") == 0)
    try database.execute("PRAGMA max_page_count=1000")
    try database.transaction { try database.execute("INSERT INTO t VALUES(1)") }
    #expect(try database.integer("SELECT count(*) FROM t") == 1)
  }

  @Test func snapshotDoesNotSeeWhatIsCommittedMeanwhile() throws {
    let folder = try TestFolder()
    let writer = try Connection(path: folder.file("a.db"), mode: .create)
    try writer.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(x)")
    let reader = try Connection(path: folder.file("a.db"), mode: .readOnly)
    try reader.snapshot {
      #expect(try reader.integer("SELECT count(*) FROM t") == 0)
      try writer.execute("INSERT INTO t VALUES(1)")
      #expect(try reader.integer("SELECT count(*) FROM t") == 0)
    }
    #expect(try reader.integer("SELECT count(*) FROM t") == 1)
    #expect(throws: Stop.self) { try reader.snapshot { throw Stop() } }
    #expect(try reader.snapshot { try reader.integer("SELECT count(*) FROM t") } == 1)
  }

  @Test func handleIsClosedWhenTheLastOwnerIsGone() throws {
    let folder = try TestFolder()
    var database: Connection? = try Connection(path: folder.file("a.db"), mode: .create)
    try database?.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(x)")
    #expect(folder.exists("a.db-wal"))
    database = nil
    #expect(!folder.exists("a.db-wal"), "the last connection takes its log with it")
    #expect(database == nil)
  }

  @Test func missingFileCannotBeOpened() throws {
    let folder = try TestFolder()
    for mode in [Connection.Mode.readOnly, .readWrite, .immutable] {
      let error = #expect(throws: SQLiteError.self) {
        try Connection(path: folder.file("missing.db"), mode: mode)
      }
      #expect(error?.isCannotOpen == true && error?.isCorruption == false)
    }
    #expect(!folder.exists("missing.db"))
  }

  @Test func fileThatIsNoDatabaseIsCorruption() throws {
    let folder = try TestFolder()
    try Data(repeating: 0x5A, count: 4096).write(to: URL(filePath: folder.file("a.db")))
    let database = try Connection(path: folder.file("a.db"), mode: .readWrite)
    let error = #expect(throws: SQLiteError.self) {
      try database.integer("SELECT count(*) FROM sqlite_master")
    }
    #expect(error?.isCorruption == true)
  }

  @Test func lockOfAnotherIsBusy() throws {
    let folder = try TestFolder()
    let first = try Connection(path: folder.file("a.db"), mode: .create)
    try first.execute("CREATE TABLE t(x)")
    let second = try Connection(path: folder.file("a.db"), mode: .readWrite, busyTimeoutMilliseconds: 0)
    try first.transaction {
      let error = #expect(throws: SQLiteError.self) { try second.transaction {} }
      #expect(error?.isBusy == true)
    }
    try second.transaction {}
  }

  @Test(arguments: ["plain.db", "with space.db", "100%.db", "a?b#c.db", "ä&=.db"])
  func immutableFileOfAnyNameIsOpened(_ name: String) throws {
    let folder = try TestFolder()
    try Connection(path: folder.file(name), mode: .create).execute(
      "CREATE TABLE t(x); INSERT INTO t VALUES(7)")
    let reader = try Connection(path: folder.file(name), mode: .immutable)
    #expect(try reader.integer("SELECT x FROM t") == 7)
    #expect(throws: SQLiteError.self) { try reader.execute("INSERT INTO t VALUES(8)") }
  }

  @Test func scalarsThatAreNotThereAreNil() throws {
    let database = try Connection(path: ":memory:", mode: .create)
    #expect(try database.integer("SELECT 1 WHERE 0") == nil && database.integer("SELECT NULL") == nil)
    #expect(try database.text("SELECT 1 WHERE 0") == nil && database.text("SELECT NULL") == nil)
  }
}
