import HealthStore
import LogWire
import SQLite
import TestSupport
import Testing

/// Files of earlier versions are brought up to date.
struct HealthSchemaTests {
  private let folder: TestFolder
  private let path: String

  init() throws {
    folder = try TestFolder()
    path = folder.file("health.db")
  }

  /// A file as schema 1 had it.
  private func writeSchema1() throws {
    let connection = try Connection(path: path, mode: .create)
    try connection.execute(
      """
      PRAGMA journal_mode=WAL;
      CREATE TABLE containers(
        id TEXT PRIMARY KEY, name TEXT NOT NULL, project TEXT, resource TEXT, state TEXT NOT NULL,
        exit_code INTEGER, since INTEGER NOT NULL, reason TEXT NOT NULL, restarts INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE transitions(
        transition INTEGER PRIMARY KEY, time INTEGER NOT NULL, container TEXT NOT NULL, name TEXT NOT NULL,
        from_state TEXT, from_exit_code INTEGER, to_state TEXT NOT NULL, to_exit_code INTEGER,
        reason TEXT NOT NULL, oom_killed INTEGER NOT NULL);
      CREATE INDEX transitions_by_time ON transitions(time);
      CREATE INDEX transitions_by_container ON transitions(container, time);
      CREATE TABLE prober(
        prober INTEGER PRIMARY KEY CHECK(prober = 0), alive_at INTEGER NOT NULL, engine_away_since INTEGER,
        engine_error TEXT);
      PRAGMA user_version=1;
      INSERT INTO containers VALUES('a','api','shop','web','stopped',137,\(Samples.time(5).nanoseconds),'SIGKILL',2);
      INSERT INTO transitions VALUES(7,\(Samples.time(1).nanoseconds),'a','api',NULL,NULL,'running',NULL,'',0);
      INSERT INTO transitions VALUES(9,\(Samples.time(5).nanoseconds),'a','api','running',NULL,'stopped',137,'SIGKILL',1);
      INSERT INTO prober VALUES(0,\(Samples.time(6).nanoseconds),NULL,NULL);
      """)
  }

  @Test func fileOfSchema1KeepsAllOfItsContents() throws {
    try writeSchema1()
    let error = #expect(throws: HealthDatabase.SchemaError.self) {
      try HealthDatabase(path: path, access: .read)
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("lslogd brings it up to date"))
    let database = try HealthDatabase(path: path, access: .write)
    try check(database)
    // New ones come after the old ones.
    try database.write(
      [.transition(nil, Samples.transition("a", .running, at: 9), isSettled: true)], now: Samples.time(9))
    #expect(try database.newestTransition() == 10)
    try check(HealthDatabase(path: path, access: .write))
    #expect(try HealthDatabase(path: path, access: .read).storedRows().count == 1)
  }

  private func check(_ database: HealthDatabase) throws {
    var row = Samples.row(
      "a", .stopped(exitCode: 137), name: "api", project: "shop", since: 5, reason: "SIGKILL")
    row.resource = "web"
    row.restarts = 2
    let stored = try #require(try database.storedRows().first)
    #expect(
      (stored.id, stored.name, stored.project, stored.resource) == (
        row.id, row.name, row.project, row.resource
      ))
    #expect(stored.state == row.state && stored.since == row.since && stored.restarts == 2)
    let transitions = try database.transitions(.init(until: Samples.time(6)))
    #expect(transitions.map(\.number) == [7, 9])
    #expect(transitions.map(\.to) == [.running, .stopped(exitCode: 137)])
    #expect(transitions.map(\.evidence) == [Evidence(), Evidence(oomKilled: true)])
    #expect(try database.proberState()?.aliveAt == Samples.time(6))
  }

  /// A process that is killed while it brings a file up to date leaves the old one.
  @Test func halfAMigrationIsNone() throws {
    try writeSchema1()
    // A table in the way makes it fail after its first steps.
    try Connection(path: path, mode: .readWrite).execute("CREATE TABLE silences(other INTEGER)")
    #expect(throws: SQLiteError.self) { try HealthDatabase(path: path, access: .write) }
    try Connection(path: path, mode: .readWrite).execute("DROP TABLE silences")
    try check(HealthDatabase(path: path, access: .write))
  }
}
