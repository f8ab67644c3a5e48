internal import DaemonConfiguration
internal import HealthStore
internal import LogStore
internal import LogWire
internal import SQLite

/// The states and transitions that the prober wrote to a store.
struct StoredHealth {
  private let database: HealthDatabase

  /// - Throws: ``StoreMissing`` if there is no store or the prober has not written to it.
  init(location: StoreLocation) throws {
    do {
      database = try HealthDatabase(path: StoreLayout(path: location.path).healthDatabase, access: .read)
    } catch let error as SQLiteError where error.isCannotOpen {
      throw StoreMissing(location: location, detail: error.description)
    }
  }

  /// One row for each container, by project and name; unknown where the prober can't tell.
  func rows(now: Timestamp) throws -> [HealthRow] {
    try database.rows(now: now)
  }

  /// The newest transitions, oldest of them first.
  func transitions(newest count: Int) throws -> [Transition] {
    try database.transitions(.init(newest: count))
  }
}
