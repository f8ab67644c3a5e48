import LogQuery
import LogStore
import LogWire
import TestSupport

/// A store that is written step by step, a second each.
final class LogScene {
  static let start: Int64 = 1_795_442_523_000_000_000

  let layout: StoreLayout
  private let folder: TestFolder
  private let shard: Int
  private var writer: ShardWriter
  /// The seconds since ``start``.
  private(set) var clock: Int64 = 0

  init(shard: Int = 0) throws {
    folder = try TestFolder()
    layout = StoreLayout(path: folder.path)
    self.shard = shard
    writer = try ShardWriter(layout: layout, shard: shard, now: Timestamp(nanoseconds: Self.start))
  }

  /// Small blocks: every commit of so many lines makes one.
  static var sizes: ShardWriter.Sizes {
    var sizes = ShardWriter.Sizes()
    (sizes.foldLines, sizes.foldBytes, sizes.blockBytes) = (250, 16 << 10, 12 << 10)
    return sizes
  }

  static func container(_ name: String) -> ContainerInfo {
    ContainerInfo(id: name + String(repeating: "0", count: 64 - name.utf8.count), name: name)
  }

  var now: Timestamp { Timestamp(nanoseconds: Self.start + clock * 1_000_000_000) }

  /// Stores lines of a container in one transaction.
  ///
  /// - Parameter ago: how many seconds before now they were written.
  func write(_ name: String, _ messages: [String], ago: Int64 = 0) throws {
    clock += 1
    var lines = LineBatch()
    for message in messages {
      let time = Timestamp(nanoseconds: now.nanoseconds - ago * 1_000_000_000)
      lines.append(message: Array(message.utf8).span.bytes, time: time, stream: .stdout, flags: .lf)
    }
    let batch = ContainerBatch(container: Self.container(name), lines: lines, openSince: nil)
    try writer.commit([batch], now: now)
  }

  func startNewSegment() throws { try writer.startNewSegment(now: now) }

  /// Seals what is finished, and deletes what is too much.
  func maintain(retention: ShardMaintenance.Retention = .init()) throws {
    _ = try ShardMaintenance(layout: layout, shard: shard, retention: retention)
      .run(openSerial: writer.openSerial, now: now)
  }

  /// Ends the writer and starts it again, as after a restart of the daemon.
  func restart() throws {
    writer = try ShardWriter(layout: layout, shard: shard, sizes: Self.sizes, now: now)
  }

  /// What a search with context gives: hits in capitals, `--` for a gap.
  func context(_ request: SearchRequest, _ size: ContextSize) throws -> [String] {
    var found: [String] = []
    let report = try ContextSearch(layout: layout, size: size).search(request) { line in
      guard let hit = line.line else {
        found.append("--")
        return true
      }
      let text = String(decoding: hit.message, as: UTF8.self)
      found.append(line.isHit ? text.uppercased() : text)
      return true
    }
    return found + report.problems
  }
}
