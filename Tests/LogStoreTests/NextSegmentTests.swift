import LogStore
import LogWire
import SQLite
import TestSupport
import Testing

/// The next segment's file is made before it is needed, and is like one that was not.
struct NextSegmentTests {
  private let limits = ShardWriter.Limits(segmentAge: .seconds(100))

  @Test func segmentThatWasPreparedIsLikeOneThatWasNot() throws {
    let store = try TestStore()
    let writer = try store.writer(limits: limits)
    try writer.commit(["a"])
    try writer.commit(["b"], at: 50)
    writer.finishBackground()
    #expect(try store.files().contains("next.db.new"))
    #expect(try store.segments().count == 1, "it is no segment yet")
    try writer.commit(["c"], at: 100)
    // At once, so that nothing was prepared.
    try writer.startNewSegment(now: TestStore.time(101))
    try writer.commit(["d"], at: 101)
    let segments = try store.segments().map { try store.database($0) }
    #expect(segments.count == 3)
    for query in [
      "SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_schema ORDER BY name)", "PRAGMA page_size",
      "PRAGMA auto_vacuum",
      "PRAGMA journal_mode", "PRAGMA application_id", "PRAGMA user_version",
      "SELECT count(*) FROM containers",
    ] {
      let answers = try segments.map { try $0.text(query) }
      #expect(answers[0] != nil && Set(answers).count == 1, "\(query): \(answers)")
    }
    let created = try segments.map { try $0.integer("SELECT value FROM meta WHERE key='created'") }
    #expect(created == [0, 100, 101].map { TestStore.time($0).nanoseconds })
    #expect(try store.messages() == ["a", "b", "c", "d"])
  }

  @Test func writerThatEndsRemovesWhatItPrepared() throws {
    let store = try TestStore()
    do {
      let writer = try store.writer(limits: limits)
      try writer.commit(["a"])
      try writer.commit(["b"], at: 50)
    }
    #expect(try store.files() == ["00000001-open.db"])
  }
}
