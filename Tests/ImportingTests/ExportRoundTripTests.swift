import Importing
import LogQuery
import LogStore
import LogWire
import TestSupport
import Testing

struct ExportRoundTripTests {
  private static let containers = [
    ContainerInfo(
      id: String(repeating: "a", count: 64), name: "web", project: "shop", labels: ["k": "v\"\n"]),
    ContainerInfo(
      id: String(repeating: "b", count: 64), name: "wéb", resource: "\u{1}", image: "x:1", tty: true),
    ContainerInfo(id: String(repeating: "c", count: 64), name: "job", logDriver: "journald"),
  ]

  /// A collector's store of random lines.
  private func fill(_ layout: StoreLayout, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var time: Int64 = 1_795_442_523_000_000_000
    let writer = try ShardWriter(layout: layout, shard: 0, now: Timestamp(nanoseconds: time))
    for _ in 0..<random.number(1...12) {
      let batches = Self.containers.filter { _ in random.chance(2, in: 3) }.map { container in
        let lines = (0..<random.number(0...200)).map { _ in
          time += Int64(random.number(0...1_000_000))
          var line = random.line(near: time)
          if line.flags.contains(.crlf) { line.flags.remove(.lf) }
          return line
        }
        return ContainerBatch(container: container, lines: LineBatch(lines), openSince: nil)
      }
      try writer.commit(batches, now: Timestamp(nanoseconds: time))
      if random.chance(1, in: 4) { try writer.startNewSegment(now: Timestamp(nanoseconds: time)) }
    }
  }

  @Test func exportImportedAndExportedAgainIsTheSame() throws {
    for seed in 0..<UInt64(40) {
      let scene = try ImportScene()
      let original = StoreLayout(path: scene.folder.file("original"))
      try fill(original, seed: seed)
      let (bytes, lines) = try scene.exported(from: original)
      let path = try scene.write(bytes, to: "all.ndjson")
      var settings = ImportSettings()
      settings.format = .export
      // Broken off now and then.
      while try scene.run([path], settings, steps: Int(seed % 5) + 2).report.isInterrupted {}
      #expect(try scene.exported().lines == lines)
      #expect(try scene.exported().bytes == bytes, "seed \(seed)")
      #expect(try scene.run([path], settings).report.lines == 0)
    }
  }

  @Test func aContainerThatIsCollectedTooKeepsItsPosition() throws {
    let scene = try ImportScene()
    try fill(scene.layout, seed: 7)
    let web = Self.containers[0]
    let now = Timestamp(nanoseconds: 1_895_442_523_000_000_000)
    let before = try ShardWriter(layout: scene.layout, shard: 0, now: now).position(of: web, now: now)
    let path = try scene.write(scene.exported().bytes, to: "all.ndjson")
    try scene.run([path])
    // Also in a shard that does not know it yet.
    for shard in [0, 1] {
      let writer = try ShardWriter(layout: scene.layout, shard: shard, now: now)
      #expect(try writer.position(of: web, now: now) == before)
    }
  }
}
