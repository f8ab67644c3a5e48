import SQLite
import Testing

struct StatementTests {
  private let database: Connection

  init() throws {
    database = try Connection(path: ":memory:", mode: .create)
  }

  /// What SQLite says of a parameter: its type and its bytes in hexadecimal.
  private func typeAndBytes(_ bind: (Statement) throws -> Void) throws -> [String] {
    let statement = try database.prepare("SELECT typeof(?1), hex(?1)")
    try bind(statement)
    #expect(try statement.step())
    return [statement.text(at: 0), statement.text(at: 1)]
  }

  @Test func everyKindOfValueIsBoundAsWhatItIs() throws {
    #expect(try typeAndBytes { try $0.bind(Int64.min, at: 1) }[0] == "integer")
    #expect(try typeAndBytes { try $0.bind(Int64?.none, at: 1) } == ["null", ""])
    #expect(try typeAndBytes { try $0.bind(Int64?.some(7), at: 1) } == ["integer", "37"])
    #expect(try typeAndBytes { try $0.bind(String?.none, at: 1) } == ["null", ""])
    #expect(try typeAndBytes { try $0.bind("é", at: 1) } == ["text", "C3A9"])
    #expect(try typeAndBytes { try $0.bind([0, 0xFF, 0], at: 1) } == ["blob", "00FF00"])
    #expect(try typeAndBytes { try $0.bind(text: [0x61, 0xFF], at: 1) } == ["text", "61FF"])
  }

  @Test func emptyIsNotNull() throws {
    #expect(try typeAndBytes { try $0.bind("", at: 1) } == ["text", ""])
    #expect(try typeAndBytes { try $0.bind(String("a".dropFirst()), at: 1) } == ["text", ""])
    #expect(try typeAndBytes { try $0.bind([], at: 1) } == ["blob", ""])
    #expect(try typeAndBytes { try $0.bind(text: [], at: 1) } == ["text", ""])
  }

  @Test func columnsAreReadBack() throws {
    let row = try database.prepare(
      "SELECT 9223372036854775807, 'a' || char(0) || 'b', x'00ff', NULL, '', x''")
    #expect(try row.step())
    #expect(row.integer(at: 0) == .max)
    #expect(row.text(at: 1) == "a\0b")
    #expect(row.bytes(at: 2) == [0, 0xFF])
    #expect(row.optionalInteger(at: 3) == nil && row.optionalText(at: 3) == nil && row.bytes(at: 3) == [])
    #expect(row.optionalText(at: 4) == "" && row.bytes(at: 5) == [])
    #expect(try !row.step())
  }

  @Test func statementIsReadyAgainAfterItsEndAndAfterAFailure() throws {
    try database.execute("CREATE TABLE t(x UNIQUE)")
    let insert = try database.prepare("INSERT INTO t VALUES(?1)")
    try insert.bind(1, at: 1)
    try insert.run()
    #expect(database.lastInsertedRow == 1 && database.changes == 1)
    let error = #expect(throws: SQLiteError.self) { try insert.run() }
    #expect(error?.code == 19)
    try insert.bind(2, at: 1)
    try insert.run()
    #expect(try database.integer("SELECT sum(x) FROM t") == 3)
  }

  @Test func statementMayOutliveItsUseOfTheConnection() throws {
    var connection: Connection? = try Connection(path: ":memory:", mode: .create)
    let statement = try #require(try connection?.prepare("SELECT 1"))
    connection = nil
    #expect(try statement.step())
    #expect(connection == nil)
  }

  @Test func errorNamesTheFileAndTheStatement() {
    let error = #expect(throws: SQLiteError.self) { try database.prepare("SELECT x FROM nowhere") }
    let text = error?.description ?? ""
    for part in [":memory:", "no such table: nowhere", "SELECT x"] { #expect(text.contains(part), "\(text)") }
    #expect(throws: SQLiteError.self) { try database.prepare("") }
    #expect(throws: SQLiteError.self) { try database.prepare("SELECT ?1").bind(1, at: 2) }
  }
}
