internal import CSQLite

/// The write-ahead log of a database, and when it is written back.
///
/// Source: https://www.sqlite.org/wal.html
extension Connection {
  /// How much of a write-ahead log is in the database's file.
  package struct Checkpoint: Sendable, Equatable {
    /// The pages in the log.
    package let pages: Int
    /// How many of these are in the database's file, too.
    package let written: Int

    /// Whether the next writer begins the log anew, unless somebody reads it.
    package var isWhole: Bool { written == pages }
  }

  /// Writes back what no reader needs any more in the log; waits for nobody and lets nobody wait.
  package func checkpoint() throws(SQLiteError) -> Checkpoint {
    var (pages, written): (Int32, Int32) = (0, 0)
    let code = sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &written)
    guard code == SQLITE_OK else { throw error(code, action: "checkpoint") }
    return Checkpoint(pages: Int(max(pages, 0)), written: Int(max(written, 0)))
  }

  /// Has the pages of the log counted at each commit, in ``logPages``, and never writes them back at one.
  package func countLogPages() {
    _ = sqlite3_wal_hook(
      handle,
      { context, _, _, pages in
        guard let context else { return SQLITE_OK }
        Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages)
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Leaves the log as it is when the connection is closed, even if nobody else has the database open.
  package func keepLog() {
    _ = lslog_sqlite_keep_log(handle)
  }

  /// Writes the database's file to the disk; the log is another.
  package func synchronize() throws(SQLiteError) {
    let code = lslog_sqlite_synchronize(handle)
    guard code == SQLITE_OK else { throw error(code, action: "write to the disk") }
  }
}
