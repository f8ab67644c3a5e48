internal import CSQLite

/// A call to SQLite that failed: what was done, on which file, and what SQLite says of it.
///
/// Source: https://www.sqlite.org/rescode.html
package struct SQLiteError: Error, Sendable, CustomStringConvertible {
  /// The primary result code, such as `SQLITE_BUSY` (5).
  package let code: Int32
  package let extendedCode: Int32
  /// SQLite's message for the last failure of the connection.
  package let message: String
  /// The file of the connection.
  package let path: String
  /// The statement or the step that failed.
  package let action: String

  /// Builds the error from the state of `handle` right after the call that failed.
  init(handle: OpaquePointer?, code: Int32, path: String, action: String) {
    self.code = code & 0xFF
    extendedCode = handle.map { sqlite3_extended_errcode($0) } ?? code
    message = String(cString: handle.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
    self.path = path
    self.action = action.count > 100 ? "\(action.prefix(100))…" : action
  }

  /// The file is damaged, or no database at all.
  package var isCorruption: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
  /// There is no space for the write. The transaction was rolled back or must be.
  package var isDiskFull: Bool {
    code == SQLITE_FULL || extendedCode == Self.ioErrorWrite || extendedCode == Self.ioErrorSharedMemorySize
  }
  /// Another connection holds a lock; trying again may help.
  package var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
  /// The file can't be opened: it is missing, or the rights are missing.
  package var isCannotOpen: Bool { code == SQLITE_CANTOPEN || code == SQLITE_PERM || code == SQLITE_AUTH }

  /// The file can be read and not written.
  package var isReadOnly: Bool { code == SQLITE_READONLY }

  // SQLITE_IOERR_WRITE and SQLITE_IOERR_SHMSIZE: macros that are not imported.
  private static let ioErrorWrite: Int32 = SQLITE_IOERR | (3 << 8)
  private static let ioErrorSharedMemorySize: Int32 = SQLITE_IOERR | (19 << 8)

  package var description: String {
    "\(path): \(message) (SQLite \(extendedCode), in: \(action))"
  }
}
