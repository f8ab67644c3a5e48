import FoundationEssentials
import LogStore
import LogWire
import SQLite
import TestSupport

/// A store in a folder of its own, which is deleted with it.
final class TestStore {
  /// A day in 2026.
  static let start: Int64 = 1_795_442_523_000_000_000
  static let second: Int64 = 1_000_000_000
  static let day: Int64 = 86_400 * second

  let layout: StoreLayout
  private let folder: TestFolder

  convenience init() throws {
    self.init(in: try TestFolder())
  }

  private init(in folder: TestFolder) {
    self.folder = folder
    layout = StoreLayout(path: folder.path)
  }

  /// Small, so that few lines make a block.
  static var sizes: ShardWriter.Sizes {
    var sizes = ShardWriter.Sizes()
    (sizes.foldLines, sizes.foldBytes, sizes.blockBytes) = (1024, 128 << 10, 256 << 10)
    return sizes
  }

  static func time(_ seconds: Int64 = 0) -> Timestamp { Timestamp(nanoseconds: start + seconds * second) }

  func writer(
    shard: Int = 0, limits: ShardWriter.Limits = .init(), sizes: ShardWriter.Sizes = TestStore.sizes,
    at seconds: Int64 = 0
  ) throws -> ShardWriter {
    try ShardWriter(layout: layout, shard: shard, limits: limits, sizes: sizes, now: Self.time(seconds))
  }

  @discardableResult
  func maintain(
    shard: Int = 0, openSerial: UInt32, retention: ShardMaintenance.Retention = .init(), at seconds: Int64 = 0
  ) throws -> [ShardMaintenance.Action] {
    try ShardMaintenance(layout: layout, shard: shard, retention: retention)
      .run(openSerial: openSerial, now: Self.time(seconds))
  }

  /// What a crash at this moment would leave: the files as they are.
  func crashed() throws -> TestStore { TestStore(in: try folder.copy()) }

  /// The names of the files of a shard, in order.
  func files(shard: Int = 0) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: layout.shardFolder(shard)).sorted()
  }

  func segments(shard: Int = 0) throws -> [SegmentFile] { try layout.segments(ofShard: shard) }

  /// The database of a segment, to be looked at or tampered with.
  func database(_ segment: SegmentFile) throws -> Connection {
    try Connection(path: segment.path, mode: .readWrite)
  }

  /// Every line of the store, by container, numbering and ordinal.
  func lines() throws -> [StoredLine] {
    var problems: [String] = []
    var lines: [StoredLine] = []
    var batch = LineBatch()
    for segment in try StoreReader(layout: layout).openSegments(problems: &problems) {
      let containers = try segment.containers()
      func add(_ container: Int64, _ epoch: Int64, _ first: Int64, _ batch: LineBatch) {
        for (index, line) in batch.testLines.enumerated() {
          lines.append(
            StoredLine(
              id: containers[container]?.id ?? "?", epoch: epoch, ordinal: first + Int64(index), line: line))
        }
      }
      for block in try segment.blocks() {
        try segment.decode(block, into: &batch)
        add(block.container, block.epoch, block.firstOrdinal, batch)
      }
      for tail in try segment.tail() { add(tail.container, tail.epoch, tail.firstOrdinal, tail.lines) }
    }
    if !problems.isEmpty { throw Problems(problems: problems) }
    return lines.sorted { ($0.id, $0.epoch, $0.ordinal) < ($1.id, $1.epoch, $1.ordinal) }
  }

  /// The messages of the one container of the store, checking that they are numbered from 0 without a gap.
  func messages() throws -> [String] {
    let lines = try lines()
    guard lines.map(\.ordinal) == Array(0..<Int64(lines.count)) else {
      throw Problems(problems: ["ordinals: \(lines.map(\.ordinal))"])
    }
    return lines.map { String(decoding: $0.line.message, as: UTF8.self) }
  }

  struct Problems: Error {
    let problems: [String]
  }
}

extension ShardWriter {
  /// Commits lines of one container, a second apart.
  func commit(_ messages: [String], of name: String = "web", at seconds: Int64 = 0) throws {
    let lines = messages.enumerated().map { index, message in
      TestLine(message, at: TestStore.start + (seconds + Int64(index)) * TestStore.second)
    }
    try commit([ContainerBatch(name, lines)], now: TestStore.time(seconds))
  }
}

extension [ShardMaintenance.Action] {
  /// The actions in one word each.
  var kinds: [String] {
    map { action in
      switch action {
      case .sealed: "sealed"
      case .sealingPostponed: "postponed"
      case .deleted: "deleted"
      case .setAside: "set aside"
      case .indexDamaged: "index damaged"
      }
    }
  }
}

extension SegmentReader {
  /// All blocks of the segment.
  func blocks() throws -> [BlockSummary] { try summaries(of: 1..<endBlock()) }
}
