internal import LogBlocks
internal import SQLite

/// The templates of a segment, read as far as they are needed.
final class TemplateRows {
  let catalog = TemplateCatalog()
  private let connection: Connection
  private var select: Statement?

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Reads the templates that were added since the last call, or all.
  func load() throws {
    let rows =
      try select
      ?? connection.prepare(
        "SELECT template, level, text FROM templates WHERE template>=?1 ORDER BY template")
    select = rows
    try rows.bind(Int64(catalog.count), at: 1)
    defer { rows.reset() }
    while try rows.step() {
      guard rows.integer(at: 0) == catalog.count else {
        throw StoreError.damagedTemplates(path: connection.path, number: catalog.count)
      }
      let level = UInt8(truncatingIfNeeded: rows.integer(at: 1))
      rows.withBytes(at: 2) { catalog.append($0, level: level) }
    }
  }
}
