internal import SQLite

/// `health.db`: the state of each container, every transition, and who was told of it. docs/store-format.md describes
/// the tables.
///
/// The prober writes; `lslog health silence` writes silences; any number of readers. A database is used by one thread.
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
      "\(path): the file has schema \(version), this version knows \(HealthSchema.version); "
        + (version > HealthSchema.version
          ? "use a newer lslog" : "lslogd brings it up to date when it is started")
    }
  }

  let connection: Connection
  /// Whether the tables were seen: a reader may come before the writer has made them.
  private var sawTables: Bool
  /// By their text, those that are run again and again.
  private var statements: [String: Statement] = [:]

  /// Opens the file; for writing, creates it if it is new, and brings one of an earlier version up to date.
  ///
  /// - Throws: ``SchemaError`` and `SQLiteError`.
  package init(path: String, access: Access) throws {
    connection = try Connection(path: path, mode: access == .write ? .create : .readOnly)
    let version = try connection.integer("PRAGMA user_version") ?? 0
    let isReadable =
      access == .write ? version <= HealthSchema.version : [0, HealthSchema.version].contains(version)
    guard isReadable else { throw SchemaError(path: path, version: version) }
    sawTables = version > 0
    guard access == .write else { return }
    try connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
    try HealthSchema.prepare(connection, from: version)
    sawTables = true
  }

  func hasTables() throws -> Bool {
    if !sawTables { sawTables = try connection.integer("PRAGMA user_version") ?? 0 > 0 }
    return sawTables
  }

  /// A statement that is compiled once. Not to be stepped through while it is asked for again.
  func prepared(_ sql: String) throws -> Statement {
    if let known = statements[sql] { return known }
    let statement = try connection.prepare(sql)
    statements[sql] = statement
    return statement
  }

  /// A number that is another one whenever another connection has written.
  package func version() throws -> Int64 {
    try connection.integer("PRAGMA data_version") ?? 0
  }

  /// Runs `body`, whose reads see one moment of the database.
  package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    try connection.snapshot(body)
  }
}
