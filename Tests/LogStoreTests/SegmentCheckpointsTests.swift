import FoundationEssentials
import LogStore
import LogWire
import SQLite
import TestSupport
import Testing

/// The write-ahead log of the open segment is written back beside the writer, and stays bounded.
struct SegmentCheckpointsTests {
  private static let page = 24 + 4096
  /// More than one commit has here.
  private static let commitPages = 60

  private static var sizes: ShardWriter.Sizes {
    var sizes = TestStore.sizes
    (sizes.checkpointPages, sizes.largeLogPages) = (10, 64)
    return sizes
  }

  /// Lines of `container` that hardly shrink, in so many commits.
  private func commit(
    _ count: Int, _ writer: ShardWriter, _ random: inout SplitMix64, then: () throws -> Void = {}
  )
    throws
  {
    for _ in 0..<count {
      let messages = (0..<200).map { _ in "\(random.next()) \(random.next()) \(random.next())" }
      try writer.commit(messages)
      try then()
    }
  }

  private func log(_ store: TestStore) throws -> Data {
    try Data(contentsOf: URL(filePath: try store.segments()[0].path + "-wal"))
  }

  /// How often the log began anew: a number in its header.
  /// Source: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
  private func beginnings(_ store: TestStore) throws -> UInt32 {
    try log(store).prefix(16).suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  @Test func logIsWrittenBackBesideTheWriter() throws {
    let store = try TestStore()
    let writer = try store.writer(sizes: Self.sizes)
    var random = SplitMix64(seed: 1)
    try commit(1, writer, &random)
    let before = try beginnings(store)
    try commit(40, writer, &random) { writer.finishBackground() }
    #expect(try beginnings(store) > before)
    #expect(try log(store).count < 2 * Self.commitPages * Self.page)
    #expect(try store.messages().count == 41 * 200)
  }

  @Test func logOfAWriterThatNeverPausesIsBounded() throws {
    let store = try TestStore()
    let writer = try store.writer(sizes: Self.sizes)
    var random = SplitMix64(seed: 2)
    try commit(150, writer, &random)
    #expect(try log(store).count < (4 * 64 + Self.commitPages) * Self.page)
    #expect(try store.messages().count == 150 * 200)
  }

  /// While somebody reads, the log can only grow.
  @Test func logBeginsAnewWhenItsReaderIsGone() throws {
    let store = try TestStore()
    let writer = try store.writer(sizes: Self.sizes)
    var random = SplitMix64(seed: 3)
    try commit(1, writer, &random)
    var before: UInt32 = 0
    let reader = try #require(try StoreReader(layout: store.layout).open(try store.segments()[0]))
    try reader.snapshot {
      let blocks = try reader.endBlock()
      try commit(60, writer, &random)
      #expect(try log(store).count > 4 * 64 * Self.page)
      before = try beginnings(store)
      #expect(try reader.endBlock() == blocks)
    }
    try commit(60, writer, &random)
    #expect(try beginnings(store) > before)
    #expect(try store.messages().count == 121 * 200)
  }

  @Test func killedBesideACheckpointLosesNothing() throws {
    let store = try TestStore()
    let writer = try store.writer(sizes: Self.sizes)
    var random = SplitMix64(seed: 4)
    try commit(30, writer, &random)
    writer.finishBackground()
    let crashed = try store.crashed()
    #expect(try crashed.writer().incidents.isEmpty)
    #expect(try crashed.messages().count == 30 * 200)
  }

  /// Closed by a writer that ends, the segment needs no log.
  @Test func nothingIsLeftInTheLogOfAWriterThatEnded() throws {
    let store = try TestStore()
    var random = SplitMix64(seed: 5)
    try commit(30, try store.writer(sizes: Self.sizes), &random)
    #expect(try store.files() == ["00000001-open.db"])
    #expect(try store.messages().count == 30 * 200)
  }
}
