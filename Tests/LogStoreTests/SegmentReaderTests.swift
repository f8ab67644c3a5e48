import LineContent
import LogBlocks
import LogStore
import LogWire
import SQLite
import TestSupport
import Testing
import TokenIndex

struct SegmentReaderTests {
  private func reader(_ store: TestStore, _ index: Int = 0) throws -> SegmentReader {
    try #require(try StoreReader(layout: store.layout).open(try store.segments()[index]))
  }

  /// A store whose one segment has a block for each list of messages.
  private func store(blocks: [[[UInt8]]]) throws -> TestStore {
    let store = try TestStore()
    let writer = try store.writer()
    for messages in blocks {
      // Empty lines fill the batch up to a block of its own.
      let lines =
        messages.map { TestLine($0, at: TestStore.start) }
        + (0..<1100).map { _ in TestLine([], at: TestStore.start) }
      try writer.commit([ContainerBatch("web", lines)], now: TestStore.time())
    }
    return store
  }

  /// Every token of a block is in the index: among its keys, its words or its templates.
  @Test func blockIsFoundByEachOfItsTokens() throws {
    var random = SplitMix64(seed: 20)
    let blocks = (0..<40).map { block in
      (0..<5).map { _ in
        random.bytes(random.number(0...40))
          + Array(" only\(block) user=alice \(String(repeating: "é", count: 50)) ".utf8)
      }
    }
    let store = try store(blocks: blocks)
    try store.maintain(openSerial: 1)
    let reader = try reader(store)
    #expect(try reader.runs().map(\.level) == [1, 1] + Array(repeating: 0, count: 8))
    for (index, messages) in blocks.enumerated() {
      for token in Set(messages.flatMap(Self.tokens)) {
        #expect(try Self.isFound(token, block: index + 1, reader), "\(token) of block \(index + 1)")
      }
    }
    var few = BlockSet(capacity: 41)
    for run in try reader.runs() {
      try reader.addBlocks(of: TokenKey.token(Array("only7".utf8).span.bytes), in: run, to: &few)
    }
    #expect(few.contains(8) && few.count < 4, "an index that names all blocks is none")
  }

  private static func isFound(_ token: [UInt8], block: Int, _ reader: SegmentReader) throws -> Bool {
    var found = BlockSet(capacity: Int(try reader.endBlock()))
    for run in try reader.runs() {
      try reader.addBlocks(of: TokenKey.token(token.span.bytes), in: run, to: &found)
    }
    try reader.addTextBlocks(matching: .word(Array(token.prefix(64))), to: &found)
    if found.contains(block) { return true }
    let summary = try reader.summaries(of: Int64(block)..<Int64(block) + 1)[0]
    guard summary.hasTemplates else { return false }
    let catalog = try reader.templates()
    return try reader.head(of: summary).templates.contains { number in
      Self.tokens(Array(catalog.text(Int(number)))).contains(token)
    }
  }

  @Test func expressionsOfAnyDepthAreAsked() throws {
    let store = try TestStore()
    let writer = try store.writer()
    // Prose, so that the words are indexed as such.
    for first in [0, 1100, 2200] {
      let lines = (first..<first + 1100).map { TestLine(Self.prose($0) + " d", at: TestStore.start) }
      try writer.commit([ContainerBatch("web", lines)], now: TestStore.time())
    }
    let reader = try reader(store)
    func blocks(_ words: WordExpression) throws -> Int {
      var found = BlockSet(capacity: Int(try reader.endBlock()))
      try reader.addTextBlocks(matching: words, to: &found)
      return found.count
    }
    let all = try blocks(.any)
    #expect(all > 0)
    let word = WordExpression.word(Array("d".utf8))
    var deep = word
    for level in 0..<40 {
      deep = level.isMultiple(of: 2) ? .all([word, deep]) : .either([word, deep])
      #expect(try blocks(deep) == all, "level \(level)")
    }
    #expect(try blocks(.word(Array("nowhere".utf8))) == 0)
  }

  private static func prose(_ number: Int) -> String {
    var random = SplitMix64(seed: UInt64(number))
    return (0..<12).map { _ in
      String((0..<random.number(3...8)).map { _ in random.element(Array("abcdefghijklmnopqrstuvwxyz")) })
    }.joined(separator: " ")
  }

  @Test func blocksOfAContainerAreFoundByOrdinal() throws {
    let store = try TestStore()
    let writer = try store.writer()
    for (index, name) in ["web", "db", "web"].enumerated() {
      let lines = (0..<1100).map { _ in TestLine("x", at: TestStore.start + Int64(index) * 10) }
      try writer.commit([ContainerBatch(name, lines)], now: TestStore.time())
    }
    let reader = try reader(store)
    let web = try #require(try reader.containers().first { $0.value.name == "web" }?.key)
    let epoch = TestStore.start
    func block(from ordinal: Int64, epoch: Int64) throws -> Int64? {
      try reader.block(ofContainer: web, epoch: epoch, fromOrdinal: ordinal)?.block
    }
    #expect(try block(from: 0, epoch: epoch) == 1 && block(from: 1099, epoch: epoch) == 1)
    #expect(try block(from: 1100, epoch: epoch) == 3 && block(from: 2199, epoch: epoch) == 3)
    #expect(try block(from: 2200, epoch: epoch) == nil && block(from: 0, epoch: epoch + 1) == nil)
  }

  @Test func lineThatMovesFromTheTailToABlockIsSeenOnce() throws {
    let store = try TestStore()
    let writer = try store.writer()
    try writer.commit(["a"])
    let reader = try reader(store)
    let (blocks, tails) = try reader.snapshot {
      let blocks = try reader.blocks()
      try writer.commit((0..<1100).map { "\($0)" })
      return (blocks, try reader.tail())
    }
    #expect(blocks.isEmpty && tails.map(\.lines.count) == [1])
    #expect(try reader.blocks().count == 1)
  }

  private static func tokens(_ message: [UInt8]) -> [[UInt8]] {
    message.split { !TokenBytes.isToken($0) }.map(TokenBytes.lowercased)
  }
}
