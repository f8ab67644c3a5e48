import FoundationEssentials
import Glibc
import LogQuery
import LogStore
import LogWire
import SQLite
import TestSupport
import Testing

/// The process is killed, or the machine loses power, while the index is merged or a segment is sealed: whatever part of the
/// write-ahead log is left, each line is found, and the next start goes on.
struct IndexCrashTests {
  private static let frame = 24 + 4096

  /// A store with a block for each commit, so that there is much to merge.
  private final class Scene {
    let folder: TestFolder
    let layout: StoreLayout
    let writer: ShardWriter
    private(set) var lines = 0

    static var sizes: ShardWriter.Sizes {
      var sizes = ShardWriter.Sizes()
      sizes.foldLines = 1
      return sizes
    }

    init(blocks: Int) throws {
      folder = try TestFolder()
      layout = StoreLayout(path: folder.file("store"))
      writer = try ShardWriter(layout: layout, shard: 0, sizes: Self.sizes, now: .init(nanoseconds: 1))
      for block in 0..<blocks { try commit(block) }
    }

    func commit(_ block: Int) throws {
      var batch = LineBatch()
      for line in 0..<30 {
        let message =
          block % 10 == 0
          ? "\(lines) words of prose"
          : "request id=\(lines) hash=\(UInt64(lines + 1) &* 0x9E37_79B9_7F4A_7C15) n\(line % 9)=\(block % 7) done"
        batch.append(
          message: Array(message.utf8).span.bytes, time: .init(nanoseconds: Int64(lines)), stream: .stdout,
          flags: .lf)
        lines += 1
      }
      let info = ContainerInfo(id: String(repeating: "\(block % 2)", count: 64), name: "web")
      try writer.commit(
        [ContainerBatch(container: info, lines: batch, openSince: nil)], now: .init(nanoseconds: 1))
    }

    var open: SegmentFile {
      get throws { try #require(try layout.segments(ofShard: 0).first) }
    }

    func logSize() throws -> Int {
      var status = stat()
      return stat(try open.path + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }

    /// Runs `body` while somebody reads the first segment, so that all that is written stays in its write-ahead log.
    func whileRead(_ body: () throws -> Void) throws {
      try Connection(path: open.path, mode: .readWrite).execute("PRAGMA wal_checkpoint(TRUNCATE)")
      let reader = try #require(try StoreReader(layout: layout).open(open))
      try reader.snapshot {
        _ = try reader.endBlock()
        try body()
      }
    }
  }

  private func maintain(_ layout: StoreLayout, openSerial: UInt32) throws -> [ShardMaintenance.Action] {
    try ShardMaintenance(layout: layout, shard: 0, retention: .init()).run(
      openSerial: openSerial, now: .init(nanoseconds: 2))
  }

  private func expectAll(_ layout: StoreLayout, _ lines: Int, _ when: String) throws {
    let engine = SearchEngine(layout: layout)
    func count(_ query: String) throws -> Int {
      let request = SearchRequest(query: try Query(parsing: query))
      let report = try engine.count(request)
      var found = 0
      let searched = try engine.search(request) { _ in
        found += 1
        return true
      }
      #expect(
        report.problems.isEmpty && searched.problems.isEmpty,
        "\(when): \(report.problems) \(searched.problems)")
      #expect(report.hits == found, "\(when): \(query)")
      return found
    }
    #expect(try count("*") == lines, "\(when)")
    #expect(try count("done OR prose") == lines, "\(when)")
    for id in stride(from: 0, to: lines, by: 997) { #expect(try count("\(id)") >= 1, "\(when): \(id)") }
  }

  /// Cuts the write-ahead log of the first segment at each frame, and in the middle of some.
  private func forEachCut(_ scene: Scene, _ body: (StoreLayout, Int) throws -> Void) throws {
    let size = try scene.logSize()
    let frames = (size - 32) / Self.frame
    #expect(frames > 5)
    var random = SplitMix64(seed: 5)
    let cuts = Set((0...frames).shuffled(using: &random).prefix(8) + [0, 1, frames - 1, frames]).sorted()
    for cut in cuts {
      let copy = try scene.folder.copy()
      let layout = StoreLayout(path: copy.file("store"))
      let length = 32 + cut * Self.frame + (cut.isMultiple(of: 3) ? 0 : random.number(0...Self.frame - 1))
      truncate(try #require(try layout.segments(ofShard: 0).first).path + "-wal", off_t(min(length, size)))
      try body(layout, cut)
    }
  }

  /// How many chunks of the first segment belong to no run.
  private func unknownChunks(_ layout: StoreLayout) throws -> Int64? {
    let open = try #require(try layout.segments(ofShard: 0).first)
    return try Connection(path: open.path, mode: .readWrite).integer(
      "SELECT count(*) FROM run_data WHERE chunk>>24 NOT IN (SELECT run FROM runs)")
  }

  @Test func mergedRunIsThereWholeOrNotAtAll() throws {
    let scene = try Scene(blocks: 150)
    try scene.whileRead {
      #expect(try maintain(scene.layout, openSerial: 1).isEmpty)
      try forEachCut(scene) { layout, cut in
        try expectAll(layout, scene.lines, "cut \(cut)")
        let writer = try ShardWriter(layout: layout, shard: 0, sizes: Scene.sizes, now: .init(nanoseconds: 3))
        #expect(writer.incidents.isEmpty)
        _ = try maintain(layout, openSerial: 1)
        try expectAll(layout, scene.lines, "cut \(cut), merged again")
        #expect(try unknownChunks(layout) == 0, "cut \(cut)")
      }
    }
  }

  @Test func sealingGoesOnWhereItWasCutOff() throws {
    let scene = try Scene(blocks: 150)
    try scene.writer.startNewSegment(now: .init(nanoseconds: 2))
    try scene.whileRead {
      guard case .sealingPostponed = try maintain(scene.layout, openSerial: 2).first else {
        Issue.record("sealed under a reader")
        return
      }
      try forEachCut(scene) { layout, cut in
        try expectAll(layout, scene.lines, "cut \(cut)")
        let writer = try ShardWriter(layout: layout, shard: 0, sizes: Scene.sizes, now: .init(nanoseconds: 3))
        #expect(writer.openSerial == 2 && writer.incidents.isEmpty)
        guard case .sealed = try maintain(layout, openSerial: 2).first else {
          Issue.record("cut \(cut): not sealed")
          return
        }
        try expectAll(layout, scene.lines, "cut \(cut), sealed")
      }
    }
  }

  /// What is written while a segment is open ends anywhere: a block and its index are there together.
  @Test func blockIsThereWithItsIndexOrNotAtAll() throws {
    let scene = try Scene(blocks: 0)
    try scene.whileRead {
      for block in 0..<40 { try scene.commit(block) }
      try forEachCut(scene) { layout, cut in
        let stored = try Int(SearchEngine(layout: layout).count(SearchRequest()).hits)
        #expect(stored.isMultiple(of: 30))
        try expectAll(layout, stored, "cut \(cut)")
      }
    }
  }

  @Test func sealedSegmentHasFewRuns() throws {
    let scene = try Scene(blocks: 300)
    // Merged on the way now and then, as a daemon does.
    _ = try maintain(scene.layout, openSerial: 1)
    for block in 300..<345 { try scene.commit(block) }
    try scene.writer.startNewSegment(now: .init(nanoseconds: 2))
    _ = try maintain(scene.layout, openSerial: 2)
    let segment = try #require(try StoreReader(layout: scene.layout).open(scene.open))
    let runs = try segment.runs()
    #expect(runs.reduce(0) { $0 + $1.blocks.count } == 345)
    #expect(runs.count <= 5, "\(runs.map(\.blocks.count))")
    try expectAll(scene.layout, scene.lines, "sealed")
  }
}
