import LogQuery
import LogStore
import LogWire
import Synchronization
import TestSupport
import Testing

/// Merging, sealing and searching while a writer goes on: on threads of their own, as in the daemon.
struct BesideWriterTests {
  private static let commits = 400
  private static let container = ContainerInfo(id: String(repeating: "a", count: 64), name: "web")

  private static var sizes: ShardWriter.Sizes {
    var sizes = ShardWriter.Sizes()
    // A block for every second commit or so.
    sizes.foldLines = 10
    return sizes
  }

  private static func message(_ number: Int) -> String {
    number % 50 < 5 ? "some prose that is number \(number)" : "request id=\(number) shard=\(number % 3) done"
  }

  /// Commits lines, a few at a time, and says after each how many there are and which segment is open.
  private static func write(
    to layout: StoreLayout, _ committed: borrowing Atomic<Int>, _ serial: borrowing Atomic<Int>
  ) throws {
    let writer = try ShardWriter(
      layout: layout, shard: 0, sizes: sizes, now: .init(nanoseconds: 1)
    )
    var random = SplitMix64(seed: 77)
    var lines = 0
    for commit in 1...commits {
      var batch = LineBatch()
      for _ in 0..<random.number(1...14) {
        batch.append(
          message: Array(message(lines).utf8).span.bytes, time: .init(nanoseconds: Int64(lines)),
          stream: .stdout,
          flags: .lf)
        lines += 1
      }
      try writer.commit(
        [ContainerBatch(container: container, lines: batch, openSince: nil)], now: .init(nanoseconds: 1))
      if commit.isMultiple(of: 120) { try writer.startNewSegment(now: .init(nanoseconds: 1)) }
      committed.store(lines, ordering: .releasing)
      serial.store(Int(writer.openSerial), ordering: .releasing)
    }
    try writer.startNewSegment(now: .init(nanoseconds: 2))
    serial.store(Int(writer.openSerial), ordering: .releasing)
  }

  private final class Scene: Sendable {
    let folder: TestFolder
    let layout: StoreLayout
    let committed = Atomic(0)
    let serial = Atomic(0)

    init() throws {
      folder = try TestFolder()
      layout = StoreLayout(path: folder.path)
    }

    func maintain() throws -> [ShardMaintenance.Action] {
      try ShardMaintenance(layout: layout, shard: 0, retention: .init()).run(
        openSerial: UInt32(serial.load(ordering: .acquiring)), now: .init(nanoseconds: 3))
    }

    func ask(_ query: String) throws -> (found: [Int64], count: Int) {
      let request = SearchRequest(query: try Query(parsing: query))
      let engine = SearchEngine(layout: layout)
      var found: [Int64] = []
      let report = try engine.search(request) { hit in
        found.append(hit.ordinal)
        return true
      }
      let count = try engine.count(request)
      try Mismatch.unless(
        report.problems.isEmpty && count.problems.isEmpty, "\(report.problems) \(count.problems)")
      return (found, count.hits)
    }

    /// Asks for all lines, and for one: whatever was committed before is found, once and in order.
    func check(_ random: inout SplitMix64) throws {
      let before = committed.load(ordering: .acquiring)
      let (found, count) = try ask("done OR prose")
      try Mismatch.unless(
        found == Array(0..<Int64(found.count)) && found.count >= before && count >= found.count,
        "\(found.count) found and then \(count) counted of \(before)")
      guard before > 0 else { return }
      let line = random.number(0...before - 1)
      let (one, ones) = try ask("\(line)")
      try Mismatch.unless(one.contains(Int64(line)) && ones >= 1, "line \(line) of \(before) is not found")
    }
  }

  @Test func nothingIsLostWhileRunsAreMergedAndSegmentsSealed() async throws {
    let scene = try Scene()
    try await Beside.run(beside: [
      { end in while !end.isReached { _ = try scene.maintain() } },
      { end in
        var random = SplitMix64(seed: 1)
        while !end.isReached { try scene.check(&random) }
      },
    ]) {
      try Self.write(to: scene.layout, scene.committed, scene.serial)
    }
    while try scene.layout.segments(ofShard: 0).contains(where: {
      $0.name.isOpen && $0.name.serial < UInt32(scene.serial.load(ordering: .acquiring))
    }) {
      _ = try scene.maintain()
    }
    let lines = scene.committed.load(ordering: .acquiring)
    #expect(try scene.layout.segments(ofShard: 0).count > 2)
    // The same lines without anything beside the writer.
    let alone = try Scene()
    try Self.write(to: alone.layout, alone.committed, alone.serial)
    #expect(alone.committed.load(ordering: .acquiring) == lines)
    for query in ["*", "prose", "done", "1", "shard=2", "NOT prose", "numb*"] {
      let merged = try scene.ask(query)
      let unmerged = try alone.ask(query)
      #expect(merged == unmerged, "\(query)")
      #expect(merged.found.count == merged.count)
    }
  }
}
