import LogStore
import LogWire
import SQLite
import Testing

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

  @Test func blockIsFoundByEachOfItsTokens() throws {
    var random = SeededRandom(seed: 20)
    let blocks = (0..<12).map { block in
      (0..<5).map { _ in
        random.bytes(random.number(0...40))
          + Array(" only\(block) \(String(repeating: "é", count: 50)) ".utf8)
      }
    }
    let store = try store(blocks: blocks)
    let reader = try reader(store)
    for (index, messages) in blocks.enumerated() {
      for token in Set(messages.flatMap(Self.tokens)) {
        let word = Array(token.prefix(Token.indexedLength))
        let start = Array(token.prefix(random.number(1...token.count)).prefix(Token.indexedLength))
        #expect(try reader.blocks(words: .word(word)).contains { $0.block == Int64(index + 1) }, "\(token)")
        #expect(
          try reader.blocks(words: .prefix(start)).contains { $0.block == Int64(index + 1) }, "\(start)*")
      }
      let only = WordExpression.word(Array("only\(index)".utf8))
      #expect(try reader.blocks(words: only).map(\.block) == [Int64(index + 1)])
      let impossible = WordExpression.all([only, .word(Array("only\((index + 1) % 12)".utf8))])
      #expect(try reader.blocks(words: impossible).isEmpty)
      let either = WordExpression.either([only, .word(Array("nowhere".utf8)), .prefix(Array("only1".utf8))])
      #expect(try reader.blocks(words: either).count >= 3)
      #expect(try reader.blocks(words: .either([only, .any])).count == 12)
    }
  }

  @Test func deepAndLongExpressionsAreUnderstood() throws {
    let store = try store(blocks: [[Array("a b c d".utf8)], [Array("a b".utf8)]])
    let reader = try reader(store)
    var deep = WordExpression.word(Array("a".utf8))
    for level in 0..<80 {
      let word = WordExpression.word(Array((level.isMultiple(of: 4) ? "b" : "c").utf8))
      deep = level.isMultiple(of: 2) ? .all([word, deep]) : .either([word, deep])
      #expect(try reader.blocks(words: deep).contains { $0.block == 1 }, "level \(level)")
    }
    let words = (0..<8000).map { WordExpression.word(Array("w\($0)".utf8)) }
    #expect(try reader.blocks(words: .either(words + [.word(Array("d".utf8))])).map(\.block) == [1])
    #expect(try reader.blocks(words: .all(words)).isEmpty)
  }

  @Test func blocksAreChosenByTimeAndContainer() throws {
    let store = try TestStore()
    let writer = try store.writer()
    for (index, name) in ["web", "db", "web"].enumerated() {
      let lines = (0..<1100).map { _ in TestLine("x", at: TestStore.start + Int64(index) * 10) }
      try writer.commit([ContainerBatch(name, lines)], now: TestStore.time())
    }
    let reader = try reader(store)
    func time(_ offset: Int64) -> Timestamp { Timestamp(nanoseconds: TestStore.start + offset) }
    #expect(try reader.blocks(since: time(10)).map(\.block) == [2, 3])
    #expect(try reader.blocks(since: time(11)).map(\.block) == [3])
    #expect(try reader.blocks(until: time(10)).map(\.block) == [1, 2])
    #expect(try reader.blocks(until: time(9)).map(\.block) == [1])
    let web = try #require(try reader.containers().first { $0.value.name == "web" }?.key)
    #expect(try reader.blocks(containers: [web]).map(\.block) == [1, 3])
    #expect(try reader.blocks(containers: []).isEmpty)
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
    message.split { Token.folded[Int($0)] == 0 }.map { token in token.map { Token.folded[Int($0)] } }
  }
}
