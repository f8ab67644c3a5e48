import LogQuery
import Terminal
import Testing

struct QueryDiagnosticTests {
  private static func diagnostic(_ text: String) throws -> [Substring] {
    let error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: text) }
    return error.diagnostic.split(separator: "\n")
  }

  @Test func caretStandsBelowThePlace() throws {
    #expect(
      try Self.diagnostic("error OR") == [
        "nothing stands after OR",
        "  error OR",
        "        ^",
        "hint: OR needs an operand there; for the word itself write or",
      ])
  }

  @Test func caretCountsColumnsAndNotBytes() throws {
    let lines = try Self.diagnostic("日本 é (")
    #expect(lines[1] == "  日本 é (")
    #expect(lines[2] == "         ^")
  }

  @Test func queryIsShownInert() throws {
    let lines = try Self.diagnostic("\u{1B}[2J\t(")
    #expect(lines[1] == "  \\x1b[2J (")
    #expect(lines[2] == "          ^")
  }

  @Test func longQueryIsShownAroundThePlace() throws {
    let text = String(repeating: "é ", count: 1000) + "( " + String(repeating: "é ", count: 1000)
    let lines = try Self.diagnostic(text)
    #expect(lines[1].utf8.count < 140)
    #expect(lines[2].count - 1 == lines[1].prefix { $0 != "(" }.count)
  }
}
