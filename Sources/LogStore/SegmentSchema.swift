internal import SQLite

/// The tables of a segment. docs/store-format.md describes them; change both together.
enum SegmentSchema {
  /// `PRAGMA user_version`. A reader refuses a higher one.
  static let version: Int64 = 1
  /// `PRAGMA application_id`: "LSLG".
  static let applicationID: Int64 = 0x4C53_4C47

  static let pageSize: Int64 = 8192

  static let sql = """
    CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE containers(
      container INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, project TEXT, resource TEXT,
      image TEXT NOT NULL, tty INTEGER NOT NULL, log_driver TEXT NOT NULL);
    CREATE TABLE labels(
      container INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(container, key)
    ) WITHOUT ROWID;
    CREATE TABLE positions(
      container INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, next_ordinal INTEGER NOT NULL,
      updated INTEGER NOT NULL, open_since INTEGER, window BLOB NOT NULL);
    CREATE TABLE blocks(
      block INTEGER PRIMARY KEY, container INTEGER NOT NULL, epoch INTEGER NOT NULL,
      first_ordinal INTEGER NOT NULL, lines INTEGER NOT NULL, min_time INTEGER NOT NULL,
      max_time INTEGER NOT NULL, streams INTEGER NOT NULL, codec INTEGER NOT NULL,
      text_bytes INTEGER NOT NULL);
    CREATE INDEX blocks_by_container ON blocks(container, epoch, first_ordinal);
    CREATE TABLE block_data(block INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5(
      tokens, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '_'");
    CREATE TABLE tail(
      container INTEGER NOT NULL, epoch INTEGER NOT NULL, ordinal INTEGER NOT NULL, time INTEGER NOT NULL,
      stream INTEGER NOT NULL, flags INTEGER NOT NULL, message BLOB NOT NULL,
      PRIMARY KEY(container, epoch, ordinal)
    ) WITHOUT ROWID;
    """

  /// Creates the tables in a new file. Call before anything else is written.
  static func create(in connection: Connection) throws {
    try connection.execute("PRAGMA page_size=\(pageSize); PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
    try connection.transaction {
      try connection.execute(sql)
      try connection.execute("PRAGMA application_id=\(applicationID); PRAGMA user_version=\(version)")
    }
  }

  /// Refuses what is no segment, and segments from the future.
  static func check(_ connection: Connection) throws {
    guard try connection.integer("PRAGMA application_id") == applicationID else {
      throw StoreError.notASegment(path: connection.path)
    }
    let found = try connection.integer("PRAGMA user_version") ?? 0
    guard found <= version else {
      throw StoreError.schema(path: connection.path, version: found, supported: version)
    }
  }
}
