internal import LogStore
internal import SQLite

/// The durable cursors of the sinks, in `forward.db`: how far each container was sent to each sink.
final class CursorStore {
  private static let schemaVersion: Int64 = 1
  private let connection: Connection
  private let upsert: Statement

  /// Opens the file, creating it if it is new.
  init(path: String) throws {
    connection = try Connection(path: path, mode: .create)
    try connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
    let version = try connection.integer("PRAGMA user_version") ?? 0
    guard version <= Self.schemaVersion else {
      throw StoreError.schema(path: path, version: version, supported: Self.schemaVersion)
    }
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS cursors(
        sink TEXT NOT NULL, container TEXT NOT NULL, epoch INTEGER NOT NULL, next_ordinal INTEGER NOT NULL,
        PRIMARY KEY(sink, container, epoch)) WITHOUT ROWID;
      PRAGMA user_version=\(Self.schemaVersion)
      """)
    upsert = try connection.prepare("INSERT OR REPLACE INTO cursors VALUES(?1,?2,?3,?4)")
  }

  /// The cursors of a sink: the ordinal of the next line to be sent.
  func cursors(of sink: String) throws -> [StoreFeed.Key: Int64] {
    var cursors: [StoreFeed.Key: Int64] = [:]
    let rows = try connection.prepare("SELECT container, epoch, next_ordinal FROM cursors WHERE sink=?1")
    try rows.bind(sink, at: 1)
    while try rows.step() {
      cursors[StoreFeed.Key(id: rows.text(at: 0), epoch: rows.integer(at: 1))] = rows.integer(at: 2)
    }
    return cursors
  }

  /// Stores cursors, all or nothing.
  func store(_ cursors: [StoreFeed.Key: Int64], of sink: String) throws {
    try connection.transaction {
      for (key, ordinal) in cursors {
        try upsert.bind(sink, at: 1)
        try upsert.bind(key.id, at: 2)
        try upsert.bind(key.epoch, at: 3)
        try upsert.bind(ordinal, at: 4)
        try upsert.run()
      }
    }
  }
}
