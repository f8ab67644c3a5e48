internal import CSQLite

/// A compiled statement. Owns the handle and finalizes it once, when it is released.
///
/// Parameters are numbered from 1 and columns from 0, as in SQLite. Bytes are bound as blobs, never as text:
/// text ends at the first NUL. Bound bytes are copied.
package final class Statement {
  private let connection: Connection
  private let sql: String
  private let handle: OpaquePointer

  init(connection: Connection, sql: String) throws(SQLiteError) {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v2(connection.handle, sql, -1, &prepared, nil)
    guard code == SQLITE_OK, let prepared else { throw connection.error(code, action: sql) }
    self.connection = connection
    self.sql = sql
    handle = prepared
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Runs to the next row. False when there is none; the statement is then ready to be run again.
  package func step() throws(SQLiteError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    guard code == SQLITE_DONE else {
      let failure = connection.error(code, action: sql)
      sqlite3_reset(handle)
      throw failure
    }
    sqlite3_reset(handle)
    return false
  }

  /// Runs a statement that gives no rows.
  package func run() throws(SQLiteError) {
    while try step() {}
  }

  /// Ends a run before its last row, so that locks are given up.
  package func reset() {
    sqlite3_reset(handle)
  }
}

// MARK: - Parameters

extension Statement {
  package func bind(_ value: Int64, at index: Int32) throws(SQLiteError) {
    try check(sqlite3_bind_int64(handle, index, value))
  }

  package func bind(_ value: Int64?, at index: Int32) throws(SQLiteError) {
    guard let value else { return try check(sqlite3_bind_null(handle, index)) }
    try bind(value, at: index)
  }

  package func bind(_ value: String?, at index: Int32) throws(SQLiteError) {
    guard var value else { return try check(sqlite3_bind_null(handle, index)) }
    let code = value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        sqlite3_bind_text(handle, index, characters.baseAddress, Int32(characters.count), Self.transient)
      }
    }
    try check(code)
  }

  /// Binds bytes as a blob.
  package func bind(_ value: RawSpan, at index: Int32) throws(SQLiteError) {
    let code = value.withUnsafeBytes { bytes in
      // A nil pointer would bind NULL.
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, index, 0)
        : sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), Self.transient)
    }
    try check(code)
  }

  /// Binds bytes as a blob.
  package func bind(_ value: [UInt8], at index: Int32) throws(SQLiteError) {
    try bind(value.span.bytes, at: index)
  }

  /// Binds bytes that are known to be text without NULs, such as the words of a block.
  package func bind(text value: RawSpan, at index: Int32) throws(SQLiteError) {
    let code = value.withUnsafeBytes { bytes in
      sqlite3_bind_text64(
        handle, index, bytes.bindMemory(to: CChar.self).baseAddress, UInt64(bytes.count), Self.transient,
        UInt8(SQLITE_UTF8))
    }
    try check(code)
  }

  /// Binds bytes that are known to be text without NULs.
  package func bind(text value: [UInt8], at index: Int32) throws(SQLiteError) {
    try bind(text: value.span.bytes, at: index)
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    guard code == SQLITE_OK else { throw connection.error(code, action: "bind to \(sql)") }
  }

  // SQLITE_TRANSIENT, a cast macro that is not imported: SQLite copies the bytes.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

// MARK: - Columns of the current row

extension Statement {
  package func integer(at column: Int32) -> Int64 {
    sqlite3_column_int64(handle, column)
  }

  package func optionalInteger(at column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : integer(at: column)
  }

  package func text(at column: Int32) -> String {
    optionalText(at: column) ?? ""
  }

  package func optionalText(at column: Int32) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Lends the bytes of a blob or text column; they are valid until the next step.
  package func withBytes<Result, Failure: Error>(
    at column: Int32, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = sqlite3_column_blob(handle, column)
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    return try body(bytes.bytes)
  }

  package func bytes(at column: Int32) -> [UInt8] {
    withBytes(at: column) { span in span.withUnsafeBytes { Array($0) } }
  }
}
