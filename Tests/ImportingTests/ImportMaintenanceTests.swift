import Importing
import LogStore
import LogWire
import TestSupport
import Testing

struct ImportMaintenanceTests {
  private static let day: Int64 = 86_400_000_000_000
  private static let begun = Timestamp(nanoseconds: 1_795_442_523_000_000_000)

  private func maintenance(_ scene: ImportScene, _ retention: ShardMaintenance.Retention = .init())
    -> ImportMaintenance
  {
    ImportMaintenance(
      layout: scene.layout, limits: .init(segmentAge: .seconds(86_400)), retention: retention)
  }

  private func segments(_ scene: ImportScene) throws -> [SegmentName] {
    try scene.layout.segments(ofShard: StoreLayout.importShard).map(\.name)
  }

  /// A day after everything.
  private func later(_ days: Int64) -> Timestamp {
    Timestamp(nanoseconds: Self.begun.nanoseconds + 400 * days * Self.day)
  }

  @Test func littleThatWasLeftOpenIsSealedInTime() throws {
    let scene = try ImportScene()
    try scene.run([scene.write("2026-11-23T12:00:00Z hello\n", to: "x.log")])
    #expect(try segments(scene).map(\.isOpen) == [true])
    #expect(try maintenance(scene).run(now: Self.begun).isEmpty)
    #expect(try maintenance(scene).run(now: later(1)).count == 1)
    #expect(try segments(scene).map(\.isOpen) == [false, true])
    // An open segment without lines is left as it is.
    #expect(try maintenance(scene).run(now: later(2)).isEmpty)
    #expect(try scene.hits().count == 1)
    #expect(try scene.run([scene.folder.file("x.log")]).report.lines == 0)
  }

  @Test func retentionDeletesImportedLines() throws {
    let scene = try ImportScene()
    try scene.run([scene.write("2026-11-23T12:00:00Z hello\n", to: "x.log")])
    _ = try maintenance(scene).run(now: later(1))
    let old = ShardMaintenance.Retention(age: .seconds(86_400))
    #expect(try maintenance(scene, old).run(now: Self.begun).isEmpty)
    guard case .deleted = try maintenance(scene, old).run(now: later(1)).first else {
      Issue.record("nothing deleted")
      return
    }
    #expect(try scene.hits().isEmpty)
    // It is remembered that the file was imported.
    #expect(try scene.run([scene.folder.file("x.log")]).report.lines == 0)
  }

  @Test func whileAnImportRunsNothingIsSealed() throws {
    let scene = try ImportScene()
    try scene.run([scene.write("2026-11-23T12:00:00Z hello\n", to: "x.log")])
    let lock = try ShardLock(layout: scene.layout, shard: StoreLayout.importShard)
    #expect(try maintenance(scene).run(now: later(1)).isEmpty)
    withExtendedLifetime(lock) {}
  }

  @Test func storeWithoutImportsIsLeftAlone() throws {
    let scene = try ImportScene()
    _ = try ShardWriter(layout: scene.layout, shard: 0, now: Self.begun)
    #expect(try maintenance(scene).run(now: later(1)).isEmpty)
    #expect(try scene.layout.shards() == [0])
  }
}
