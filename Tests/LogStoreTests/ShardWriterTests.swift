import LogStore
import LogWire
import SQLite
import TestSupport
import Testing

struct ShardWriterTests {
  @Test func linesAndPositionAreThereAtOnce() throws {
    let store = try TestStore()
    let writer = try store.writer()
    #expect(try writer.position(of: ContainerInfo("web"), now: TestStore.time()) == nil)
    let lines = [TestLine("a", at: TestStore.start), TestLine("b", at: TestStore.start + 1)]
    var batch = ContainerBatch("web", lines)
    batch.openSince = TestStore.time(7)
    try writer.commit([batch], now: TestStore.time())
    var expected = ReadPosition()
    expected.advance(over: LineBatch(lines))
    expected.openSince = TestStore.time(7)
    let position = try #require(try writer.position(of: ContainerInfo("web"), now: TestStore.time()))
    #expect(position == ContainerPosition(epoch: TestStore.start, nextOrdinal: 2, position: expected))
    #expect(try store.messages() == ["a", "b"])
    #expect(try store.writer().position(of: ContainerInfo("web"), now: TestStore.time()) == position)
  }

  @Test func openLineAloneMovesThePosition() throws {
    let store = try TestStore()
    let writer = try store.writer()
    var batch = ContainerBatch("web", [])
    batch.openSince = TestStore.time(3)
    try writer.commit([batch], now: TestStore.time())
    let position = try #require(try store.writer().position(of: ContainerInfo("web"), now: TestStore.time()))
    #expect(position.nextOrdinal == 0 && position.position.resumeTime == TestStore.time(3))
  }

  @Test func everyLineOfRandomBatchesIsStoredOnce() throws {
    for seed in UInt64(0)..<12 {
      var random = SplitMix64(seed: seed)
      let store = try TestStore()
      let limits = ShardWriter.Limits(segmentBytes: random.chance(1, in: 2) ? 200_000 : 1 << 30)
      var writer = try store.writer(limits: limits)
      var model = WriterModel()
      for step in 0..<Int64(60) {
        switch random.number(0...11) {
        case 0: writer = try store.writer(limits: limits, at: step)
        case 1: try writer.startNewSegment(now: TestStore.time(step))
        case 2: try store.maintain(openSerial: writer.openSerial, at: step)
        case 3:
          // Not to copy what comes and goes.
          writer.finishBackground()
          #expect(try store.crashed().lines() == model.lines, "seed \(seed), step \(step)")
        default:
          let batches = model.batches(&random, at: step)
          try writer.commit(batches, now: TestStore.time(step))
        }
      }
      #expect(try store.lines() == model.lines, "seed \(seed)")
      writer.finishBackground()
      writer = try store.crashed().writer(limits: limits, at: 60)
      #expect(try store.lines() == model.lines, "seed \(seed)")
    }
  }

  @Test func tailBecomesABlockWhenItIsLongEnough() throws {
    let store = try TestStore()
    let writer = try store.writer()
    try writer.commit(["first"])
    try writer.commit(["second"])
    var reader = try #require(try StoreReader(layout: store.layout).open(try store.segments()[0]))
    #expect(try reader.blocks().isEmpty)
    #expect(try reader.tail().map(\.lines.count) == [2])
    let many = (0..<2000).map { "line \($0)" }
    try writer.commit(many)
    reader = try #require(try StoreReader(layout: store.layout).open(try store.segments()[0]))
    #expect(try reader.blocks().map(\.lines) == [2002])
    #expect(try reader.tail().isEmpty)
    #expect(try store.messages() == ["first", "second"] + many)
  }

  @Test func bigBatchBecomesSeveralBlocks() throws {
    let store = try TestStore()
    let writer = try store.writer()
    let long = String(repeating: "0123456789", count: 10_000)
    let messages = (0..<30).map { "\($0) \(long)" } + [String(repeating: "x", count: 1 << 20), "end"]
    try writer.commit(messages)
    let reader = try #require(try StoreReader(layout: store.layout).open(try store.segments()[0]))
    #expect(try reader.blocks().count > 10)
    #expect(try store.messages() == messages)
  }

  @Test func batchOfManyEmptyLinesIsCutToo() throws {
    let store = try TestStore()
    try store.writer().commit([String](repeating: "", count: 200_000))
    let reader = try #require(try StoreReader(layout: store.layout).open(try store.segments()[0]))
    #expect(try reader.blocks().allSatisfy { $0.lines <= 1 << 16 })
    #expect(try store.messages().count == 200_000)
  }

  @Test func newSegmentIsStartedBySizeAndByAge() throws {
    let store = try TestStore()
    let bySize = try store.writer(limits: .init(segmentBytes: 400_000))
    var random = SplitMix64(seed: 11)
    var messages: [String] = []
    for _ in 0..<20 {
      let noise = (0..<1000).map { _ in String(random.next(), radix: 16) + String(random.next(), radix: 16) }
      try bySize.commit(noise)
      messages += noise
    }
    #expect(bySize.openSerial > 1)
    let byAge = try store.writer(limits: .init(segmentAge: .seconds(60)))
    let serial = byAge.openSerial
    try byAge.commit(["young"], at: 30)
    try byAge.commit(["old"], at: 61)
    try byAge.commit(["in the next"], at: 62)
    #expect(byAge.openSerial == serial + 1)
    #expect(try store.messages() == messages + ["young", "old", "in the next"])
  }

  @Test func segmentWithoutLinesIsNotReplaced() throws {
    let store = try TestStore()
    let writer = try store.writer(limits: .init(segmentBytes: 1, segmentAge: .seconds(1)))
    try writer.commit([], at: 100)
    #expect(writer.openSerial == 1)
  }

  /// The caller repeats a commit that threw. It must not have stored anything then.
  @Test func failureToStartANewSegmentStoresNothing() throws {
    let store = try TestStore()
    let writer = try store.writer(limits: .init(segmentBytes: 1))
    // A folder where the new file is to be made can't be replaced by it.
    let obstacle = store.layout.shardFolder(0) + "/00000002-open.db.new"
    try TestStore.makeFolder(obstacle)
    var stored: [String] = []
    for message in ["a", "b", "c"] {
      for _ in 0..<3 {
        do {
          try writer.commit([message])
          stored.append(message)
          break
        } catch is StoreError {}
      }
    }
    #expect(try store.messages() == stored)
    try TestStore.remove(obstacle)
    try writer.commit(["d"])
    #expect(try store.messages() == stored + ["d"])
    #expect(writer.openSerial == 2)
  }

  @Test func containerThatIsSilentForMonthsKeepsItsPosition() throws {
    let store = try TestStore()
    let info = ContainerInfo("quiet")
    var writer = try store.writer()
    try writer.commit(["a"], of: "quiet")
    var seconds: Int64 = 0
    for _ in 0..<4 {
      seconds += 40 * 86_400
      try writer.commit(["b"], of: "busy", at: seconds)
      // The collector of a container that exists asks for its position at its start.
      #expect(try writer.position(of: info, now: TestStore.time(seconds))?.nextOrdinal == 1)
      try writer.startNewSegment(now: TestStore.time(seconds))
      writer = try store.writer(at: seconds)
      try writer.commit(["c"], of: "busy", at: seconds)
      try writer.startNewSegment(now: TestStore.time(seconds))
    }
    #expect(try writer.position(of: info, now: TestStore.time(seconds))?.nextOrdinal == 1)
  }

  @Test func oldLogThatIsReadLateKeepsItsPosition() throws {
    let store = try TestStore()
    let writer = try store.writer(at: 100 * 86_400)
    try writer.commit(
      [ContainerBatch("old", [TestLine("a", at: TestStore.start)])], now: TestStore.time(100 * 86_400))
    try writer.startNewSegment(now: TestStore.time(100 * 86_400))
    #expect(
      try writer.position(of: ContainerInfo("old"), now: TestStore.time(100 * 86_400))?.nextOrdinal == 1)
  }

  @Test func positionOfAContainerThatIsGoneIsDroppedInTheEnd() throws {
    let store = try TestStore()
    var writer = try store.writer()
    try writer.commit(["a"], of: "gone")
    writer = try store.writer(at: 1)
    let later: Int64 = 40 * 86_400
    try writer.commit(["b"], of: "busy", at: later)
    try writer.startNewSegment(now: TestStore.time(later))
    let reader = try #require(try StoreReader(layout: store.layout).open(try store.segments()[1]))
    #expect(try reader.containers().values.map(\.name) == ["busy"])
  }

  @Test func changedContainerIsStoredAsItIsNow() throws {
    let store = try TestStore()
    let writer = try store.writer()
    var batch = ContainerBatch("web", [TestLine("a", at: TestStore.start)])
    batch.container.labels = ["a": "1", "b": "2"]
    try writer.commit([batch], now: TestStore.time())
    batch.container.name = "renamed"
    batch.container.labels = ["b": "3", "ключ": "значение"]
    batch.container.project = ""
    try writer.commit([batch], now: TestStore.time())
    let reader = try #require(try StoreReader(layout: store.layout).open(try store.segments()[0]))
    #expect(try Array(reader.containers().values) == [batch.container])
  }
}
