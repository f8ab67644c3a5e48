package import LogWire
internal import SQLite

/// `health.db`: the state of each container, and every transition. docs/store-format.md describes the tables.
///
/// One writer (the prober), any number of readers. Used by one thread.
package final class HealthDatabase {
  /// How the file is opened.
  package enum Access: Sendable {
    case write
    case read
  }

  /// The file has a schema that this version does not know.
  package struct SchemaError: Error, CustomStringConvertible {
    let path: String
    let version: Int64

    package var description: String {
      "\(path): the file has schema \(version), this version knows \(HealthDatabase.schemaVersion); use a newer lslog"
    }
  }

  static let schemaVersion: Int64 = 1
  private let connection: Connection
  /// Whether the tables were seen: a reader may come before the writer has made them.
  private var sawTables: Bool

  /// Opens the file; for writing, creates it if it is new.
  package init(path: String, access: Access) throws {
    connection = try Connection(path: path, mode: access == .write ? .create : .readOnly)
    let version = try connection.integer("PRAGMA user_version") ?? 0
    guard version <= Self.schemaVersion else { throw SchemaError(path: path, version: version) }
    sawTables = version > 0
    guard access == .write else { return }
    try connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
    guard version == 0 else { return }
    try connection.transaction {
      try connection.execute(
        """
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
        PRAGMA user_version=\(Self.schemaVersion)
        """)
    }
  }

  // MARK: - Writing

  /// Stores the state of a container and the transition that led to it, together.
  package func record(_ row: HealthRow, _ transition: Transition?) throws {
    try connection.transaction {
      if let transition { try insert(transition) }
      if row.state == .removed {
        let delete = try connection.prepare("DELETE FROM containers WHERE id=?1")
        try delete.bind(row.id, at: 1)
        try delete.run()
      } else {
        try replace(row)
      }
    }
  }

  private func insert(_ transition: Transition) throws {
    let insert = try connection.prepare("INSERT INTO transitions VALUES(NULL,?1,?2,?3,?4,?5,?6,?7,?8,?9)")
    try insert.bind(transition.time.nanoseconds, at: 1)
    try insert.bind(transition.container, at: 2)
    try insert.bind(transition.name, at: 3)
    try insert.bind(transition.from?.name, at: 4)
    try insert.bind(transition.from?.exitCode.map(Int64.init), at: 5)
    try insert.bind(transition.to.name, at: 6)
    try insert.bind(transition.to.exitCode.map(Int64.init), at: 7)
    try insert.bind(transition.reason, at: 8)
    try insert.bind(transition.oomKilled ? 1 : 0, at: 9)
    try insert.run()
  }

  private func replace(_ row: HealthRow) throws {
    let replace = try connection.prepare(
      "INSERT OR REPLACE INTO containers VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)")
    try replace.bind(row.id, at: 1)
    try replace.bind(row.name, at: 2)
    try replace.bind(row.project, at: 3)
    try replace.bind(row.resource, at: 4)
    try replace.bind(row.state.name, at: 5)
    try replace.bind(row.state.exitCode.map(Int64.init), at: 6)
    try replace.bind(row.since.nanoseconds, at: 7)
    try replace.bind(row.reason, at: 8)
    try replace.bind(Int64(row.restarts), at: 9)
    try replace.run()
  }

  /// Gives the newest transition of a container the reason that became known after it. One that was removed stays so.
  package func amend(_ row: HealthRow) throws {
    try connection.transaction {
      let update = try connection.prepare(
        """
        UPDATE transitions SET reason=?2
        WHERE transition=(SELECT transition FROM transitions WHERE container=?1 ORDER BY transition DESC LIMIT 1)
        """)
      try update.bind(row.id, at: 1)
      try update.bind(row.reason, at: 2)
      try update.run()
      if row.state != .removed { try replace(row) }
    }
  }

  /// Notes that the prober watches, and whether the Engine answers.
  package func note(_ state: ProberState) throws {
    let replace = try connection.prepare("INSERT OR REPLACE INTO prober VALUES(0,?1,?2,?3)")
    try replace.bind(state.aliveAt.nanoseconds, at: 1)
    try replace.bind(state.engineAwaySince?.nanoseconds, at: 2)
    try replace.bind(state.engineError, at: 3)
    try replace.run()
  }

  /// Deletes transitions from before `time`.
  package func deleteTransitions(before time: Timestamp) throws {
    let delete = try connection.prepare("DELETE FROM transitions WHERE time < ?1")
    try delete.bind(time.nanoseconds, at: 1)
    try delete.run()
  }

  // MARK: - Reading

  private func hasTables() throws -> Bool {
    if !sawTables { sawTables = try connection.integer("PRAGMA user_version") ?? 0 > 0 }
    return sawTables
  }

  /// The containers as they were last seen, by project and name.
  package func storedRows() throws -> [HealthRow] {
    guard try hasTables() else { return [] }
    let rows = try connection.prepare(
      """
      SELECT id, name, project, resource, state, exit_code, since, reason, restarts FROM containers
      ORDER BY project IS NULL, project, name
      """)
    var found: [HealthRow] = []
    while try rows.step() {
      found.append(
        HealthRow(
          id: rows.text(at: 0), name: rows.text(at: 1), project: rows.optionalText(at: 2),
          resource: rows.optionalText(at: 3),
          state: HealthState(name: rows.text(at: 4), exitCode: rows.optionalInteger(at: 5).map { Int($0) }),
          since: Timestamp(nanoseconds: rows.integer(at: 6)), reason: rows.text(at: 7),
          restarts: Int(rows.integer(at: 8))))
    }
    return found
  }

  /// The containers as they are now: ``HealthState/unknown`` if the prober can't tell, never a stale state.
  package func rows(now: Timestamp) throws -> [HealthRow] {
    let stored = try storedRows()
    guard let doubt = try proberState()?.doubt(now: now) else { return stored }
    return stored.map { row in
      var row = row
      row.reason = "\(doubt.reason) (was \(row.state.name))"
      row.state = .unknown
      row.since = doubt.since
      return row
    }
  }

  /// What the prober last said of itself; nil if it has never run.
  package func proberState() throws -> ProberState? {
    guard try hasTables() else { return nil }
    let row = try connection.prepare("SELECT alive_at, engine_away_since, engine_error FROM prober")
    guard try row.step() else { return nil }
    return ProberState(
      aliveAt: Timestamp(nanoseconds: row.integer(at: 0)),
      engineAwaySince: row.optionalInteger(at: 1).map { Timestamp(nanoseconds: $0) },
      engineError: row.optionalText(at: 2))
  }

  /// The newest transitions, oldest of them first.
  ///
  /// - Parameter container: only those of the container with that id.
  package func transitions(newest count: Int, container: String? = nil) throws -> [Transition] {
    guard try hasTables() else { return [] }
    let rows = try connection.prepare(
      """
      SELECT time, container, name, from_state, from_exit_code, to_state, to_exit_code, reason, oom_killed
      FROM transitions WHERE ?2 IS NULL OR container=?2 ORDER BY time DESC, transition DESC LIMIT ?1
      """)
    try rows.bind(Int64(count), at: 1)
    try rows.bind(container, at: 2)
    var found: [Transition] = []
    while try rows.step() {
      let from = rows.optionalText(at: 3).map { name in
        HealthState(name: name, exitCode: rows.optionalInteger(at: 4).map { Int($0) })
      }
      found.append(
        Transition(
          time: Timestamp(nanoseconds: rows.integer(at: 0)), container: rows.text(at: 1),
          name: rows.text(at: 2),
          from: from,
          to: HealthState(name: rows.text(at: 5), exitCode: rows.optionalInteger(at: 6).map { Int($0) }),
          reason: rows.text(at: 7), oomKilled: rows.integer(at: 8) != 0))
    }
    return found.reversed()
  }
}
