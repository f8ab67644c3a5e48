import LogStore
import LogWire
import SQLite
import TestSupport
import Testing

/// When tails become blocks.
struct FoldTests {
  /// Else one commit would take as long as all others together.
  @Test func tailsOfContainersThatPrintAlikeBecomeBlocksInTurn() throws {
    let store = try TestStore()
    let writer = try store.writer()
    let database = try store.database(try store.segments()[0])
    var blocks: Int64 = 0
    let names = (0..<4).map { "web\($0)" }
    // A third of what a tail may have.
    let text = String(repeating: "word ", count: 90)
    for turn in 0..<40 {
      let lines = (0..<100).map { TestLine("\(turn) \($0) \(text)", at: TestStore.start + Int64(turn)) }
      try writer.commit(names.map { ContainerBatch($0, lines) }, now: TestStore.time())
      let now =
        try database.integer("SELECT count(DISTINCT container) FROM blocks WHERE block>\(blocks)") ?? 0
      #expect(now <= 2, "commit \(turn)")
      blocks = try database.integer("SELECT max(block) FROM blocks") ?? 0
    }
    let tails = try database.integer(
      "SELECT max(bytes) FROM (SELECT sum(text_bytes) AS bytes FROM tail GROUP BY container)")
    #expect(tails ?? 0 < 2 * Int64(TestStore.sizes.foldBytes))
    #expect(try store.lines().count == 40 * 4 * 100)
  }
}
