import FoundationEssentials
import TestSupport
import Testing

/// `lslog patterns` and what `lslog search` prints instead of hits, as programs.
@Suite(.needsPrograms) struct ViewsTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func command(_ name: String, _ arguments: [String]) -> Command {
    Command(
      Testbed.program("lslog"), [name, "--store", folder.file("store"), "--utc"] + arguments,
      environment: ["LSLOG_RUNTIME_DIR": folder.path])
  }

  private func importLines() async throws {
    var text = ""
    for number in 0..<3000 {
      let time = "2026-11-23T12:\(10 + number / 100):\(10 + number % 50)Z"
      text += "\(time) INFO request done status=\(number % 3 == 0 ? 500 : 200) took=\(number % 7).5\n"
    }
    text += "2026-11-23T12:45:00Z ERROR disk 3 is full\n"
    try Data(text.utf8).write(to: URL(filePath: folder.file("app.log")))
    let command = Command(
      Testbed.program("lslog"), ["import", "--store", folder.file("store"), folder.file("app.log")])
    try await command.succeed()
  }

  private func lines(_ name: String, _ arguments: [String]) async throws -> [String] {
    try await command(name, arguments).succeed().text.split(separator: "\n").map { String($0) }
  }

  @Test func viewsCountTheLinesOfTheStore() async throws {
    try await importLines()
    let patterns = try await lines("patterns", ["--new-since", "2026-11-23 12:44"])
    #expect(patterns.count == 4)
    #expect(patterns[2] == "    <*> ERROR disk <*> is full", "\(patterns)")
    let histogram = try await lines("search", ["--histogram", "--by", "level"])
    #expect(histogram.first == "TIME                 HITS  ERROR  INFO", "\(histogram)")
    let objects = try await lines("search", ["--histogram", "-o", "json"])
    #expect(objects.first == #"{"time":"2026-11-23T12:10:00.000000000Z","seconds":30,"count":40}"#)
    let top = try await lines("search", ["--top", "status", "status:*"])
    #expect(top == ["COUNT   SHARE  VALUE", " 2000  66.7 %  200", " 1000  33.3 %  500", "3,000 hits"])
    let fields = try await lines("search", ["--fields"])
    #expect(fields.last == "3,001 hits; no field in 1", "\(fields)")
  }

  @Test(arguments: [
    ["--top", "nope"], ["--fields", "disk"], ["--histogram", "nothing"], ["--count", "nothing"],
  ])
  func nothingFoundIsStatusOne(_ arguments: [String]) async throws {
    try await importLines()
    #expect(try await command("search", arguments).run().status == 1)
  }

  @Test(arguments: [
    ["--histogram", "--count"], ["--by", "level"], ["--histogram", "-n", "3"], ["--top", "."],
    ["--fields", "--reverse"], ["--top", "status", "-o", "raw"],
  ])
  func optionsThatDoNotGoTogetherAreRefused(_ arguments: [String]) async throws {
    #expect(try await command("search", arguments).run().status == 2)
  }

  @Test func patternsAreRefusedTwoBeginnings() async throws {
    let both = try await command("patterns", ["--since", "1h", "--new-since", "1h"]).run()
    #expect(both.status == 2)
    #expect(both.errors.contains("leave out --since"), "\(both.errors)")
  }
}
