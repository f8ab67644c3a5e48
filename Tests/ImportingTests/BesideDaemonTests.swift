import Importing
import LogQuery
import LogStore
import LogWire
import Platform
import Synchronization
import TestSupport
import Testing

/// An import while a collector writes, and looks after the imported segments.
struct BesideDaemonTests {
  private static let info = ContainerInfo(id: String(repeating: "c", count: 64), name: "live")

  private static func write(to layout: StoreLayout, until end: Beside.End) throws -> Int {
    let writer = try ShardWriter(layout: layout, shard: 0, limits: .init(segmentBytes: 400_000), now: .now())
    let maintenance = ShardMaintenance(layout: layout, shard: 0, retention: .init())
    var lines = 0
    repeat {
      var batch = LineBatch()
      for _ in 0..<500 {
        batch.append(
          message: Array("live line \(lines)".utf8).span.bytes, time: .now(), stream: .stdout, flags: .lf)
        lines += 1
      }
      try writer.commit([ContainerBatch(container: info, lines: batch, openSince: nil)], now: .now())
      _ = try maintenance.run(openSerial: writer.openSerial, now: .now())
    } while !end.isReached
    return lines
  }

  @Test func importAndDaemonDoNotDisturbEachOther() async throws {
    let scene = try ImportScene()
    let text = (0..<120_000).flatMap {
      Array("line \($0) of a log that is imported, id=\($0 &* 2_654_435_761)\n".utf8)
    }
    let path = try scene.write(text, to: "api.log")
    let layout = scene.layout
    let live = Atomic(0)
    let runs = Atomic(0)
    try await Beside.run(beside: [
      { end in live.store(try Self.write(to: layout, until: end), ordering: .releasing) },
      { end in
        // So old that each segment is to be sealed as soon as it can be.
        let limits = ShardWriter.Limits(segmentAge: .zero)
        let maintenance = ImportMaintenance(layout: layout, limits: limits, retention: .init())
        while !end.isReached {
          for case .setAside(let path, let reason) in try maintenance.run(now: .now()) {
            throw Mismatch(description: "\(path): \(reason)")
          }
        }
      },
      { end in
        while !end.isReached {
          let report = try SearchEngine(layout: layout).count(SearchRequest())
          try Mismatch.unless(report.problems.isEmpty, "\(report.problems)")
        }
      },
    ]) {
      // Many short ones, as if each were interrupted.
      var isOver = false
      while !isOver {
        var left = 2
        let importer = try Importer(
          layout: layout, settings: .init(), limits: .init(segmentBytes: 300_000), notify: { _ in },
          isInterrupted: {
            left -= 1
            return left < 0
          })
        try importer.run([path])
        isOver = !importer.report.isInterrupted
        runs.add(1, ordering: .relaxed)
      }
    }
    #expect(runs.load(ordering: .relaxed) > 2)
    #expect(try scene.raw("api") == text)
    let hits = try scene.hits("live")
    #expect(hits.map(\.ordinal) == Array(0..<Int64(live.load(ordering: .acquiring))))
  }

  /// The daemon takes the lock for a moment every few seconds: no reason to refuse an import.
  @Test func importWaitsForTheDaemonThatSeals() async throws {
    let scene = try ImportScene()
    let path = try scene.write("hello\n", to: "x.log")
    let layout = scene.layout
    let lock = Mutex<ShardLock?>(
      try ShardLock(layout: layout, shard: StoreLayout.importShard, for: .maintenance))
    try await Beside.run(beside: [{ _ in lock.withLock { $0 = nil } }]) {
      try Importer(layout: layout, settings: .init(), notify: { _ in }, isInterrupted: { false }).run([path])
    }
    #expect(try scene.hits().count == 1)
  }
}
