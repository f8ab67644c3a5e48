internal import CSQLite

/// The blob of one row at a time, read part by part.
///
/// Holds a read transaction as long as it lives. Used by the thread of its connection.
/// Source: https://www.sqlite.org/c3ref/blob_open.html
package final class Blob {
  private let connection: Connection
  private let name: String
  private let handle: OpaquePointer
  private var row: Int64

  /// Opens the blob in `column` of the row with rowid `row`.
  ///
  /// - Throws: `SQLiteError`, also if there is no such row.
  package init(connection: Connection, table: String, column: String, row: Int64) throws(SQLiteError) {
    var opened: OpaquePointer?
    let code = sqlite3_blob_open(connection.handle, "main", table, column, row, 0, &opened)
    name = "\(table).\(column)"
    guard code == SQLITE_OK, let opened else {
      throw connection.error(code, action: "open \(table).\(column) of row \(row)")
    }
    self.connection = connection
    self.row = row
    handle = opened
  }

  deinit {
    sqlite3_blob_close(handle)
  }

  /// Goes to another row, which takes less than opening.
  package func move(to row: Int64) throws(SQLiteError) {
    guard row != self.row else { return }
    let code = sqlite3_blob_reopen(handle, row)
    guard code == SQLITE_OK else {
      self.row = -1
      throw connection.error(code, action: "open \(name) of row \(row)")
    }
    self.row = row
  }

  /// How many bytes there are.
  package var count: Int { Int(sqlite3_blob_bytes(handle)) }

  /// The bytes in `range`; fewer where the blob ends.
  package func read(_ range: Range<Int>) throws(SQLiteError) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    var code = SQLITE_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { target, written in
      code = sqlite3_blob_read(handle, target.baseAddress, Int32(range.count), Int32(range.lowerBound))
      written = code == SQLITE_OK ? range.count : 0
    }
    guard code == SQLITE_OK else { throw connection.error(code, action: "read \(name) of row \(row)") }
    return bytes
  }
}
