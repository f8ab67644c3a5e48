import LogStore
import LogWire
import SQLite
import TestSupport
import Testing

/// A transaction fails after blocks, templates and runs were written in it.
struct FailedCommitTests {
  /// Lines of a few hundred templates, a different few hundred for each number.
  private func batch(_ number: Int) -> ContainerBatch {
    ContainerBatch(
      "web",
      (0..<1200).map { line in
        TestLine(
          "event \(Self.word(number * 300 + line % 300)) took \(line) ms", at: TestStore.start + Int64(line))
      })
  }

  /// A number in letters.
  private static func word(_ number: Int) -> String {
    String(
      String.UnicodeScalarView(String(number).unicodeScalars.map { Unicode.Scalar(UInt8($0.value) + 0x31) }))
  }

  /// Fails each commit when it inserts into `table`, until the trigger is dropped.
  private func obstruct(_ store: TestStore, _ table: String, how: String) throws {
    try store.database(try store.segments()[0]).execute(
      "CREATE TRIGGER obstacle BEFORE INSERT ON \(table) BEGIN SELECT RAISE(\(how), 'obstacle'); END")
  }

  private func clear(_ store: TestStore) throws {
    try store.database(try store.segments()[0]).execute("DROP TRIGGER obstacle")
  }

  @Test(
    arguments: ["ABORT", "ROLLBACK"],
    ["templates", "blocks", "block_data", "runs", "run_data", "positions"])
  func commitAfterOneThatFailedIsRight(how: String, table: String) throws {
    let store = try TestStore()
    var writer = try store.writer()
    var stored: [StoredLine] = []
    func commit(_ number: Int) throws {
      let batch = batch(number)
      try writer.commit([batch], now: TestStore.time())
      for line in batch.lines.testLines {
        stored.append(
          StoredLine(
            id: batch.container.id, epoch: TestStore.start, ordinal: Int64(stored.count), line: line))
      }
    }
    var failures = 0
    for number in 0..<34 {
      if number % 5 == 1 || number % 16 == 15 {
        try obstruct(store, table, how: how)
        // Others than those that come then: what was added of them must be forgotten.
        for attempted in [number + 500, number + 600] {
          do { try commit(attempted) } catch is SQLiteError { failures += 1 }
        }
        try clear(store)
      }
      try commit(number)
    }
    #expect(failures >= 2)
    #expect(try store.lines() == stored)
    // A new writer finds the templates numbered as this one has them.
    writer = try store.writer(at: 1)
    try commit(34)
    #expect(try store.lines() == stored)
  }

  /// Each attempt learns the templates anew; none must be charged for twice.
  @Test func repeatedFailuresDoNotExhaustWhatAContainerMayLearn() throws {
    let store = try TestStore()
    let writer = try store.writer()
    try writer.commit(["first"])
    try obstruct(store, "positions", how: "ABORT")
    // Mostly new, so that it is charged for.
    let news = ContainerBatch(
      "web", (0..<1100).map { TestLine("event \(Self.word($0)) at last", at: TestStore.start) })
    for _ in 0..<5 {
      #expect(throws: SQLiteError.self) { try writer.commit([news], now: TestStore.time()) }
    }
    try clear(store)
    try writer.commit([news], now: TestStore.time())
    #expect(
      try store.database(try store.segments()[0]).integer("SELECT count(*) FROM blocks WHERE codec=2") == 1)
  }
}
