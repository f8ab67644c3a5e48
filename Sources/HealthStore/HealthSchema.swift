internal import SQLite

/// The tables of `health.db`; docs/store-format.md describes them.
enum HealthSchema {
  static let version: Int64 = 2

  /// Makes the tables in a file that is new, or brings one of an earlier version up to date, in one transaction.
  static func prepare(_ connection: Connection, from version: Int64) throws {
    guard version < Self.version else { return }
    try connection.transaction {
      // Somebody else may have been quicker.
      let version = try connection.integer("PRAGMA user_version") ?? 0
      guard version < Self.version else { return }
      if version == 1 {
        try connection.execute(
          """
          ALTER TABLE containers RENAME TO containers_1;
          ALTER TABLE transitions RENAME TO transitions_1;
          ALTER TABLE prober RENAME TO prober_1;
          DROP INDEX transitions_by_time;
          DROP INDEX transitions_by_container;
          """)
      }
      try connection.execute(tables)
      if version == 1 {
        try connection.execute(
          """
          INSERT INTO containers(id, name, project, resource, state, exit_code, since, reason, restarts)
            SELECT id, name, project, resource, state, exit_code, since, reason, restarts FROM containers_1;
          INSERT INTO transitions(transition, time, container, name, from_state, from_exit_code, to_state, to_exit_code,
              reason, oom_killed)
            SELECT transition, time, container, name, from_state, from_exit_code, to_state, to_exit_code, reason,
              oom_killed FROM transitions_1;
          INSERT INTO prober SELECT prober, alive_at, engine_away_since, engine_error FROM prober_1;
          DROP TABLE containers_1;
          DROP TABLE transitions_1;
          DROP TABLE prober_1;
          """)
      }
      try connection.execute("PRAGMA user_version=\(Self.version)")
    }
  }

  private static let tables = """
    CREATE TABLE containers(
      id TEXT PRIMARY KEY, name TEXT NOT NULL, project TEXT, resource TEXT, state TEXT NOT NULL, exit_code INTEGER,
      since INTEGER NOT NULL, reason TEXT NOT NULL, restarts INTEGER NOT NULL, flapping_since INTEGER,
      last_event INTEGER NOT NULL DEFAULT 0, engine_state TEXT, engine_exit_code INTEGER,
      last_start INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    CREATE TABLE transitions(
      transition INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, container TEXT NOT NULL, name TEXT NOT NULL,
      project TEXT, resource TEXT, from_state TEXT, from_exit_code INTEGER, to_state TEXT NOT NULL, to_exit_code INTEGER,
      reason TEXT NOT NULL, oom_killed INTEGER NOT NULL DEFAULT 0, probe TEXT, http_status INTEGER,
      probe_exit_code INTEGER, latency INTEGER, first_sign INTEGER, output BLOB,
      recorded INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 1);
    CREATE INDEX transitions_by_time ON transitions(time);
    CREATE INDEX transitions_by_name ON transitions(name, time);
    CREATE INDEX transitions_by_container ON transitions(container, transition);
    CREATE TABLE probes(
      container TEXT NOT NULL, probe TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, critical INTEGER NOT NULL,
      state TEXT NOT NULL, since INTEGER NOT NULL, checked INTEGER, latency INTEGER, latency_p50 INTEGER,
      latency_p95 INTEGER, failures INTEGER NOT NULL, reason TEXT NOT NULL, output BLOB,
      PRIMARY KEY(container, probe)) WITHOUT ROWID;
    CREATE TABLE prober(
      prober INTEGER PRIMARY KEY CHECK(prober = 0), alive_at INTEGER NOT NULL, engine_away_since INTEGER,
      engine_error TEXT);
    CREATE TABLE gaps(gap_from INTEGER NOT NULL, gap_until INTEGER NOT NULL, reason TEXT NOT NULL);
    CREATE TABLE silences(
      silence INTEGER PRIMARY KEY AUTOINCREMENT, pattern TEXT NOT NULL, silent_from INTEGER NOT NULL,
      silent_until INTEGER NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL);
    CREATE TABLE actions(
      action INTEGER PRIMARY KEY, time INTEGER NOT NULL, container TEXT NOT NULL, name TEXT NOT NULL,
      kind TEXT NOT NULL, reason TEXT NOT NULL, outcome TEXT);
    CREATE TABLE channels(channel TEXT PRIMARY KEY, reported INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE alerts(
      channel TEXT NOT NULL, container TEXT NOT NULL, name TEXT NOT NULL, project TEXT, resource TEXT,
      state TEXT NOT NULL, exit_code INTEGER, since INTEGER NOT NULL, transition INTEGER NOT NULL,
      sent_at INTEGER NOT NULL, reminders INTEGER NOT NULL, flapping_since INTEGER, PRIMARY KEY(channel, container)) WITHOUT ROWID;
    """
}
