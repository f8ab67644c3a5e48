internal import SQLite

/// The tables of a segment. docs/store-format.md describes them; change both together.
enum SegmentSchema {
  /// `PRAGMA user_version`. A reader refuses others.
  static let version: Int64 = 2
  /// `PRAGMA application_id`: "LSLG".
  static let applicationID: Int64 = 0x4C53_4C47

  /// Small, since the last page of each block is half empty on average.
  static let pageSize: Int64 = 4096
  /// What a chunk of the index may have so that its row has a page to itself and no more.
  static let chunkBytes = 4040

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
    CREATE TABLE templates(
      template INTEGER PRIMARY KEY, level INTEGER NOT NULL, text BLOB NOT NULL, checksum INTEGER NOT NULL);
    CREATE TABLE blocks(
      block INTEGER PRIMARY KEY, container INTEGER NOT NULL, epoch INTEGER NOT NULL,
      first_ordinal INTEGER NOT NULL, lines INTEGER NOT NULL, min_time INTEGER NOT NULL,
      max_time INTEGER NOT NULL, streams INTEGER NOT NULL, codec INTEGER NOT NULL, text_bytes INTEGER NOT NULL,
      levels BLOB NOT NULL, checksum INTEGER NOT NULL);
    CREATE INDEX blocks_by_container ON blocks(container, epoch, first_ordinal);
    CREATE INDEX text_blocks ON blocks(codec, block) WHERE codec<>2;
    CREATE TABLE block_data(block INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5(
      tokens, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '_'");
    CREATE TABLE runs(
      run INTEGER PRIMARY KEY, level INTEGER NOT NULL, first_block INTEGER NOT NULL, blocks INTEGER NOT NULL,
      keys INTEGER NOT NULL, pairs INTEGER NOT NULL, width INTEGER NOT NULL, bucket_bits INTEGER NOT NULL,
      checksum INTEGER NOT NULL);
    CREATE TABLE run_data(chunk INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE run_containers(
      run INTEGER NOT NULL, container INTEGER NOT NULL, epoch INTEGER NOT NULL, first_ordinal INTEGER NOT NULL,
      next_ordinal INTEGER NOT NULL, min_time INTEGER NOT NULL, max_time INTEGER NOT NULL,
      streams INTEGER NOT NULL, text_blocks INTEGER NOT NULL, templates BLOB NOT NULL,
      checksum INTEGER NOT NULL,
      PRIMARY KEY(run, container, epoch)
    ) WITHOUT ROWID;
    CREATE TABLE tail(
      piece INTEGER PRIMARY KEY, container INTEGER NOT NULL, epoch INTEGER NOT NULL,
      first_ordinal INTEGER NOT NULL, lines INTEGER NOT NULL, text_bytes INTEGER NOT NULL, data BLOB NOT NULL);
    CREATE INDEX tail_by_container ON tail(container, epoch, first_ordinal);
    CREATE TABLE imports(
      container TEXT NOT NULL, format TEXT NOT NULL, inode INTEGER NOT NULL, head_hash INTEGER NOT NULL,
      head_bytes INTEGER NOT NULL, path TEXT NOT NULL, offset INTEGER NOT NULL, records INTEGER NOT NULL,
      lines INTEGER NOT NULL, time INTEGER, mid_line INTEGER NOT NULL, updated INTEGER NOT NULL,
      PRIMARY KEY(container, format, inode, head_hash)
    ) WITHOUT ROWID;
    """

  /// Creates a segment without anything in it, durably. What is there already is removed.
  static func create(path: String) throws {
    for suffix in ["", "-wal", "-shm"] { try SystemCall.unlink(path + suffix) }
    do {
      let connection = try Connection(path: path, mode: .create)
      try create(in: connection)
      try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try SystemCall.synchronize(path)
  }

  /// Creates the tables in a new file.
  private static func create(in connection: Connection) throws {
    // Incremental: what merged runs leave free is given back when the segment is sealed. OFF: the file is written to the disk
    // as a whole, before it gets its name.
    try connection.execute(
      """
      PRAGMA page_size=\(pageSize); PRAGMA auto_vacuum=INCREMENTAL; PRAGMA synchronous=OFF;
      PRAGMA journal_mode=WAL
      """)
    try connection.transaction {
      try connection.execute(sql)
      try connection.execute("PRAGMA application_id=\(applicationID); PRAGMA user_version=\(version)")
    }
  }

  /// Refuses what is no segment, and segments of other versions.
  static func check(_ connection: Connection) throws {
    guard try connection.integer("PRAGMA application_id") == applicationID else {
      throw StoreError.notASegment(path: connection.path)
    }
    let found = try connection.integer("PRAGMA user_version") ?? 0
    guard found == version else {
      throw StoreError.schema(path: connection.path, version: found, supported: version)
    }
  }
}
