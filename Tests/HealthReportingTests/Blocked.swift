import SQLite

/// A database that somebody else writes.
enum Blocked {
  static func `while`(_ path: String, _ body: () async throws -> Void) async throws {
    let connection = try Connection(path: path, mode: .readWrite)
    try connection.execute("BEGIN IMMEDIATE")
    defer { try? connection.execute("ROLLBACK") }
    try await body()
  }
}
