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
    let rows = try select ?? connection.prepare(Self.query)
    select = rows
    try rows.bind(Int64(catalog.count), at: 1)
    defer { rows.reset() }
    while try rows.step() {
      try Self.check(rows, number: catalog.count, path: connection.path)
      let level = UInt8(truncatingIfNeeded: rows.integer(at: 1))
      rows.withBytes(at: 2) { catalog.append($0, level: level) }
    }
  }

  /// The templates from a number on, to be checked with ``check(_:number:path:)``.
  static let query =
    "SELECT template, level, text, checksum FROM templates WHERE template>=?1 ORDER BY template"

  /// Whether a row of ``query`` is the template with that number, as it was written.
  static func check(_ row: Statement, number: Int, path: String) throws(StoreError) {
    let sum = row.withBytes(at: 2) { checksum(number: row.integer(at: 0), level: row.integer(at: 1), $0) }
    guard row.integer(at: 0) == number, row.integer(at: 3) == sum else {
      throw .damagedTemplates(path: path, number: number)
    }
  }

  /// What stands in the column `checksum`.
  static func checksum(number: Int64, level: Int64, _ text: RawSpan) -> Int64 {
    var checksum = RowChecksum()
    checksum.add(number)
    checksum.add(level)
    checksum.add(text)
    return checksum.value
  }
}
