internal import DaemonConfiguration
internal import HealthStore
internal import LogStore
internal import LogWire
internal import SQLite

/// The silences in a store.
struct StoredSilences {
  private let path: String
  private let reader: HealthDatabase

  /// - Throws: ``StoreMissing`` if there is no store or the prober has not written to it: none is made here.
  init(location: StoreLocation) throws {
    path = StoreLayout(path: location.path).healthDatabase
    do {
      reader = try HealthDatabase(path: path, access: .read)
    } catch let error as SQLiteError {
      throw StoreMissing.orNoRights(error, location)
    }
  }

  /// Those that are not over, by number.
  func list(now: Timestamp) throws -> [Silence] { try reader.silences(at: now) }

  /// Stores a silence and gives it its number.
  ///
  /// - Throws: ``NoRights`` if the file may not be written.
  func add(_ silence: Silence) throws -> Silence {
    var silence = silence
    silence.number = try writing { try $0.add(silence) }
    return silence
  }

  /// Ends a silence. False if there is none of that number, or it is over.
  ///
  /// - Throws: ``NoRights`` if the file may not be written.
  func end(_ number: Int64, now: Timestamp) throws -> Bool {
    try writing { try $0.end(silence: number, at: now) }
  }

  /// Whether a silence is one of a container that is there.
  func isAnyContainer(of silence: Silence) throws -> Bool {
    let selection = try HealthSelection(names: [silence.pattern], projects: [])
    return try reader.storedRows().contains(where: selection.includes)
  }

  private func writing<Result>(_ body: (HealthDatabase) throws -> Result) throws -> Result {
    do {
      return try body(HealthDatabase(path: path, access: .write))
    } catch let error as SQLiteError where error.isCannotOpen || error.isReadOnly {
      throw NoRights(path: path, verb: "write")
    }
  }
}
