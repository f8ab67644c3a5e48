import FoundationEssentials
import Glibc
import LogStore
import LogWire
import SQLite
import TestSupport
import Testing

/// On a file system of 3 MiB, which only root may mount.
struct DiskFullTests {
  /// A small file system in memory, unmounted at the end.
  private final class SmallDisk {
    let path: String

    init?() {
      path = "/tmp/lslog-disk-\(UUID().uuidString)"
      guard geteuid() == 0, mkdir(path, 0o700) == 0 else { return nil }
      guard mount("tmpfs", path, "tmpfs", 0, "size=3m") == 0 else {
        rmdir(path)
        return nil
      }
    }

    deinit {
      umount2(path, Int32(MNT_DETACH))
      rmdir(path)
    }
  }

  @Test func fullDiskIsAnErrorThatStoresNothingAndPasses() throws {
    guard let disk = SmallDisk() else { return }
    var random = SplitMix64(seed: 30)
    let layout = StoreLayout(path: disk.path)
    // Small segments: the disk is full in every step, also while a segment is folded or a new one is made.
    func open() throws -> ShardWriter {
      try ShardWriter(layout: layout, shard: 0, limits: .init(segmentBytes: 300_000), now: TestStore.time())
    }
    var writer = try open()
    let filler = disk.path + "/filler"
    var committed: [[UInt8]] = []
    var failures = 0
    for round in 0..<120 {
      let lines = (0..<random.number(1...1200)).map { _ in
        TestLine(random.bytes(random.number(0...60)), at: TestStore.start)
      }
      if round % 4 == 3 { Self.fill(filler) }
      while true {
        do {
          try writer.commit([ContainerBatch("web", lines)], now: TestStore.time())
          committed += lines.map(\.message)
          break
        } catch let error as SQLiteError {
          #expect(error.isDiskFull, "\(error)")
          failures += 1
        } catch let error as StoreError {
          Issue.record("\(error)")
        }
        unlink(filler)
        _ = try? ShardMaintenance(layout: layout, shard: 0, retention: .init(bytes: 1_000_000))
          .run(openSerial: writer.openSerial, now: TestStore.time())
      }
      unlink(filler)
      guard random.chance(1, in: 4) else { continue }
      writer = try open()
      let position = try writer.position(of: ContainerInfo("web"), now: TestStore.time())
      #expect(position?.nextOrdinal == Int64(committed.count), "round \(round)")
    }
    #expect(failures > 5)
    let kept = try Self.messages(layout)
    #expect(kept == Array(committed.suffix(kept.count)))
    #expect(kept.count > 1000)
  }

  /// Takes all the space there is.
  private static func fill(_ path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let bytes = [UInt8](repeating: 1, count: 4096)
    while write(descriptor, bytes, bytes.count) > 0 {}
    close(descriptor)
  }

  /// The messages of the one container, checking that they are numbered without a gap.
  private static func messages(_ layout: StoreLayout) throws -> [[UInt8]] {
    var problems: [String] = []
    let feed = StoreFeed(layout: layout)
    var messages: [[UInt8]] = []
    for (key, end) in try feed.poll(problems: &problems) {
      var next: Int64?
      while let lines = try feed.lines(of: key, from: next ?? 0, problems: &problems) {
        #expect(next == nil || lines.firstOrdinal == next)
        messages += lines.lines.testLines.map(\.message)
        next = lines.firstOrdinal + Int64(lines.lines.count)
      }
      #expect(next == end)
    }
    #expect(problems.isEmpty)
    return messages
  }
}
