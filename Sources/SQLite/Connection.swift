internal import CSQLite
internal import Glibc

/// An open database file. Owns the handle and closes it once, when it is released.
///
/// Not `Sendable`: a connection is used by one thread at a time (it is opened without SQLite's own mutex).
package final class Connection {
  /// How a file is opened.
  package enum Mode: Sendable {
    /// Created if missing.
    case create
    case readWrite
    /// Never writes the database; may need to create the `-shm` file of a WAL database.
    case readOnly
    /// The file never changes while it is open: no locks, no `-wal`, no `-shm`. For sealed files only.
    case immutable
  }

  package let path: String
  let handle: OpaquePointer
  /// Pages in the write-ahead log after the last commit of this connection, if ``countLogPages()`` was called; else 0.
  package internal(set) var logPages = 0

  /// Opens `path`.
  ///
  /// - Parameter busyTimeoutMilliseconds: how long a call waits for another connection's lock.
  package init(path: String, mode: Mode, busyTimeoutMilliseconds: Int32 = 5000) throws(SQLiteError) {
    self.path = path
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    var name = path
    switch mode {
    case .create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    case .readWrite: flags |= SQLITE_OPEN_READWRITE
    case .readOnly: flags |= SQLITE_OPEN_READONLY
    case .immutable:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      name = Self.immutableURI(path)
    }
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(handle: opened, code: code, path: path, action: "open")
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    waitWhenBusy(milliseconds: busyTimeoutMilliseconds)
  }

  /// Looks again each millisecond. SQLite's own waits grow to 100 ms, which is what a commit would then be late.
  private func waitWhenBusy(milliseconds: Int32) {
    sqlite3_busy_handler(
      handle,
      { limit, count in
        guard count < Int32(Int(bitPattern: limit)) else { return 0 }
        usleep(1000)
        return 1
      }, UnsafeMutableRawPointer(bitPattern: Int(milliseconds)))
  }

  deinit {
    // v2: waits for statements that are still alive, in whatever order they are released.
    sqlite3_close_v2(handle)
  }

  /// `file:…?immutable=1`, with the characters escaped that mean something in a URI.
  private static func immutableURI(_ path: String) -> String {
    var uri = "file:"
    for character in path.unicodeScalars {
      switch character {
      case "%": uri += "%25"
      case "?": uri += "%3f"
      case "#": uri += "%23"
      default: uri.unicodeScalars.append(character)
      }
    }
    return uri + "?immutable=1"
  }

  /// Runs one or more statements, ignoring their rows.
  package func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, action: sql) }
  }

  /// Compiles one statement, to be run any number of times.
  package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    try Statement(connection: self, sql: sql)
  }

  /// The first column of the first row as an integer; nil if there is no row or it is NULL.
  package func integer(_ sql: String) throws(SQLiteError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step() else { return nil }
    return statement.optionalInteger(at: 0)
  }

  /// The first column of the first row as text; nil if there is no row or it is NULL.
  package func text(_ sql: String) throws(SQLiteError) -> String? {
    let statement = try prepare(sql)
    guard try statement.step() else { return nil }
    return statement.optionalText(at: 0)
  }

  /// Runs `body` in a transaction that takes the write lock at once; rolls back if it throws.
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // SQLite may have rolled back by itself (disk full); a second time is an error of no interest.
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  /// Runs `body` on one snapshot of the database.
  package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN")
    defer { sqlite3_exec(handle, "COMMIT", nil, nil, nil) }
    return try body()
  }

  /// The rowid of the last insert.
  package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// How many rows the last statement changed.
  package var changes: Int { Int(sqlite3_changes64(handle)) }

  func error(_ code: Int32, action: String) -> SQLiteError {
    SQLiteError(handle: handle, code: code, path: path, action: action)
  }
}
