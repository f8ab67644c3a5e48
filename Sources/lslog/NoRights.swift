internal import DaemonConfiguration
internal import SQLite

/// The user may not read or write a file of the store.
struct NoRights: Error, CustomStringConvertible {
  let path: String
  let verb: String

  /// What is missing, and what to do.
  var description: String { "no right to \(verb) \(path); run it as the user of lslogd, or with sudo" }
}

extension StoreMissing {
  /// What it means that a file of the store can't be opened for reading.
  static func orNoRights(_ error: SQLiteError, _ location: StoreLocation) -> any Error {
    // To read what nobody else has open, SQLite must make a file beside it.
    if error.isReadOnly { return NoRights(path: error.path, verb: "read") }
    return error.isCannotOpen ? StoreMissing(location: location, detail: error.description) : error
  }
}
