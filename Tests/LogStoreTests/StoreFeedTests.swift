import LogStore
import LogWire
import SQLite
import Synchronization
import TestSupport
import Testing

struct StoreFeedTests {
  /// Reads a store as the forwarder does, some steps at a time.
  private final class Consumer {
    private let feed: StoreFeed
    private(set) var next: [StoreFeed.Key: Int64] = [:]
    private(set) var lines: [StoredLine] = []
    private(set) var problems: [String] = []

    convenience init(_ store: TestStore) { self.init(store.layout) }

    init(_ layout: StoreLayout) { feed = StoreFeed(layout: layout) }

    /// Reads at most `count` pieces.
    func read(_ count: Int = .max) throws {
      var left = count
      for (key, end) in try feed.poll(problems: &problems).sorted(by: { $0.key.id < $1.key.id }) {
        while left > 0, next[key] ?? 0 < end {
          guard let piece = try feed.lines(of: key, from: next[key] ?? 0, problems: &problems) else { break }
          try Mismatch.unless(
            piece.container.id == key.id && piece.epoch == key.epoch && piece.firstOrdinal >= next[key] ?? 0
              && piece.lines.count > 0, "\(key) from \(next[key] ?? 0): \(piece.firstOrdinal)")
          for (index, line) in piece.lines.testLines.enumerated() {
            lines.append(
              StoredLine(id: key.id, epoch: key.epoch, ordinal: piece.firstOrdinal + Int64(index), line: line)
            )
          }
          next[key] = piece.firstOrdinal + Int64(piece.lines.count)
          left -= 1
        }
      }
    }

    /// The lines in the order they came within each container.
    var byContainer: [StoredLine] {
      lines.enumerated().sorted { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) }.map(\.element)
    }
  }

  @Test func everyLineComesOnceAndInOrderWhateverTheWriterDoes() throws {
    for seed in UInt64(100)..<112 {
      var random = SplitMix64(seed: seed)
      let store = try TestStore()
      var writer = try store.writer()
      var model = WriterModel()
      let consumers = [Consumer(store), Consumer(store)]
      for step in 0..<Int64(80) {
        switch random.number(0...11) {
        case 0: writer = try store.writer(at: step)
        case 1: try writer.startNewSegment(now: TestStore.time(step))
        case 2: try store.maintain(openSerial: writer.openSerial, at: step)
        case 3, 4: try consumers[0].read(random.number(1...3))
        case 5: try consumers[1].read()
        default: try writer.commit(model.batches(&random, at: step), now: TestStore.time(step))
        }
      }
      for consumer in consumers {
        try consumer.read()
        #expect(consumer.byContainer == model.lines, "seed \(seed)")
        #expect(consumer.problems.isEmpty)
      }
    }
  }

  @Test func retentionBetweenReadsLeavesAGapAndNothingElse() throws {
    for seed in UInt64(200)..<208 {
      var random = SplitMix64(seed: seed)
      let store = try TestStore()
      let writer = try store.writer()
      var model = WriterModel()
      let consumer = Consumer(store)
      for step in 0..<Int64(80) {
        switch random.number(0...9) {
        case 0: try writer.startNewSegment(now: TestStore.time(step))
        case 1:
          let bytes = try store.layout.segments().reduce(0) { $0 + $1.size }
          try store.maintain(openSerial: writer.openSerial, retention: .init(bytes: bytes * 2 / 3), at: step)
        case 2: try consumer.read(random.number(1...4))
        default: try writer.commit(model.batches(&random, at: step), now: TestStore.time(step))
        }
      }
      try consumer.read()
      #expect(consumer.problems.isEmpty)
      let read = consumer.byContainer
      #expect(read == read.sorted { ($0.id, $0.ordinal) < ($1.id, $1.ordinal) })
      #expect(Set(read).count == read.count && Set(read).isSubset(of: Set(model.lines)))
      #expect(Set(read).isSuperset(of: Set(try store.lines())), "what is left in the store was read")
    }
  }

  /// Lines of three containers, in template blocks and tails, over several segments.
  private struct Source: Sendable {
    static let names = ["web", "db", "worker"]

    static func line(_ container: Int, _ number: Int) -> TestLine {
      TestLine(
        number % 400 < 9
          ? "\(container) prose in which nothing else is like line \(number)"
          : "request \(number) of \(names[container]) path=/a/\(number % 17) status=\(200 + number % 3)",
        at: TestStore.start + Int64(number) * 1_000_000)
    }

    static func write(to layout: StoreLayout, _ serial: borrowing Atomic<Int>) throws -> [Int] {
      var sizes = TestStore.sizes
      sizes.foldLines = 300
      let writer = try ShardWriter(
        layout: layout, shard: 0, limits: .init(segmentBytes: 150_000), sizes: sizes, now: TestStore.time())
      var random = SplitMix64(seed: 40)
      var counts = [0, 0, 0]
      for _ in 0..<700 {
        let batches = (0..<3).filter { _ in random.chance(2, in: 3) }.map { container in
          let count = random.number(1...160)
          defer { counts[container] += count }
          return ContainerBatch(
            names[container], (0..<count).map { line(container, counts[container] + $0) })
        }
        try writer.commit(batches, now: TestStore.time())
        serial.store(Int(writer.openSerial), ordering: .releasing)
      }
      return counts
    }
  }

  /// Writer, sealing, retention and a sink, each on a thread of its own.
  @Test(arguments: [Int64?.none, 150_000])
  func eachLineComesOnceBesideTheWriterAndTheMaintenance(bytes: Int64?) async throws {
    let store = try TestStore()
    let layout = store.layout
    let serial = Atomic(0)
    let written = Mutex<[Int]>([])
    let read = Mutex<[StoredLine]>([])
    let deleted = Atomic(0)
    try await Beside.run(beside: [
      { end in
        while !end.isReached {
          let actions = try ShardMaintenance(layout: layout, shard: 0, retention: .init(bytes: bytes)).run(
            openSerial: UInt32(serial.load(ordering: .acquiring)), now: TestStore.time())
          deleted.add(actions.kinds.count { $0 == "deleted" }, ordering: .relaxed)
        }
      },
      { end in
        let consumer = Consumer(layout)
        var isLast = false
        while !isLast {
          isLast = end.isReached
          try consumer.read(isLast ? .max : 5)
        }
        try Mismatch.unless(consumer.problems.isEmpty, "\(consumer.problems.prefix(3))")
        let lines = consumer.byContainer
        read.withLock { $0 = lines }
      },
    ]) {
      let counts = try Source.write(to: layout, serial)
      written.withLock { $0 = counts }
    }
    let lines = read.withLock { $0 }
    let counts = written.withLock { $0 }
    var last: [String: Int64] = [:]
    for line in lines {
      #expect(line.ordinal > last[line.id] ?? -1, "in order, and once")
      last[line.id] = line.ordinal
      let container = try #require(Source.names.firstIndex { ContainerInfo($0).id == line.id })
      guard line.line == Source.line(container, Int(line.ordinal)) else {
        Issue.record("\(line) is another line")
        return
      }
    }
    if deleted.load(ordering: .relaxed) == 0 {
      #expect(lines.count == counts.reduce(0, +))
      #expect(last.values.sorted() == counts.map { Int64($0) - 1 }.sorted())
    }
    #expect(Set(lines).isSuperset(of: Set(try store.lines())), "what is left in the store was read")
  }

  @Test func containerThatMovesBetweenShardsIsReadInOrder() throws {
    let store = try TestStore()
    var expected: [String] = []
    for round in 0..<6 {
      let writer = try store.writer(shard: round % 2, at: Int64(round))
      _ = try writer.position(of: ContainerInfo("web"), now: TestStore.time(Int64(round)))
      let messages = (0..<(round == 2 ? 1500 : 3)).map { "\(round).\($0)" }
      try writer.commit(messages, at: Int64(round))
      if round == 3 { try writer.startNewSegment(now: TestStore.time(Int64(round))) }
      expected += messages
    }
    let consumer = Consumer(store)
    try consumer.read()
    #expect(consumer.lines.map { String(decoding: $0.line.message, as: UTF8.self) } == expected)
  }

  /// Three blocks in a sealed segment, and a line in the open one.
  private func storeWithBlocks() throws -> TestStore {
    let store = try TestStore()
    let writer = try store.writer()
    for block in 0..<3 { try writer.commit((0..<1100).map { "\(block).\($0)" }, at: Int64(block)) }
    try writer.startNewSegment(now: TestStore.time(3))
    try writer.commit(["last"], at: 4)
    return store
  }

  @Test func damagedBlockIsSkippedAndReported() throws {
    let store = try storeWithBlocks()
    try store.database(try store.segments()[0]).execute("UPDATE block_data SET data=x'00' WHERE block=2")
    let consumer = Consumer(store)
    try consumer.read()
    #expect(consumer.lines.map(\.ordinal) == Array(0..<1100) + Array(2200..<3301))
    #expect(!consumer.problems.isEmpty && consumer.problems.allSatisfy { $0.contains("block 2 is damaged") })
  }

  @Test func damagedSegmentIsSkippedAndReported() throws {
    let store = try storeWithBlocks()
    try store.maintain(openSerial: 2)
    try TestStore.write([UInt8](repeating: 0x5A, count: 8192), to: try store.segments()[0].path)
    let consumer = Consumer(store)
    try consumer.read()
    #expect(consumer.lines.map(\.ordinal) == [3300])
    #expect(!consumer.problems.isEmpty)
  }

  @Test func twoNumberingsOfAContainerAreReadApart() throws {
    let store = try TestStore()
    try store.writer(shard: 0).commit(["a", "b"])
    try store.writer(shard: 1, at: 9).commit(["a again", "b again", "c"], at: 9)
    let consumer = Consumer(store)
    try consumer.read()
    #expect(consumer.next.values.sorted() == [2, 3])
    #expect(consumer.lines.count == 5)
  }
}
