import FoundationEssentials
import LogQuery
import LogStore
import LogWire
import TestSupport

/// A store of random lines, written in random steps, and the same lines as a plain list.
final class RandomStore {
  static let start: Int64 = 1_795_442_523_000_000_000

  let layout: StoreLayout
  /// What the store holds, in no order.
  private(set) var lines: [Hit] = []

  /// Small, so that few lines make a block, and few more a merged run.
  static var sizes: ShardWriter.Sizes {
    var sizes = ShardWriter.Sizes()
    (sizes.foldLines, sizes.foldBytes, sizes.blockBytes) = (250, 16 << 10, 12 << 10)
    return sizes
  }

  private static let containers = [
    ContainerInfo(id: id("0a"), name: "web", project: "shop", resource: "frontend"),
    ContainerInfo(id: id("0b"), name: "api-1", project: "shop", resource: "api", labels: ["a": "b"]),
    ContainerInfo(id: id("0c"), name: "api-2", project: "blog", resource: "api"),
    ContainerInfo(id: id("0d"), name: "job"),
  ]

  private static func id(_ start: String) -> String { start + String(repeating: "7", count: 62) }

  /// One shard being written.
  private final class Shard {
    let layout: StoreLayout
    let number: Int
    var writer: ShardWriter
    var containers: Set<ContainerInfo> = []

    init(layout: StoreLayout, number: Int, now: Int64) throws {
      self.layout = layout
      self.number = number
      writer = try ShardWriter(
        layout: layout, shard: number, sizes: RandomStore.sizes, now: Timestamp(nanoseconds: now))
    }

    func restart(now: Int64) throws {
      writer = try ShardWriter(
        layout: layout, shard: number, sizes: RandomStore.sizes, now: Timestamp(nanoseconds: now))
    }
  }

  private let folder: TestFolder
  private var random: SplitMix64
  private var text: RandomQuery
  private var shards: [Shard] = []
  private var positions: [String: (epoch: Int64, ordinal: Int64)] = [:]
  /// The clock that stamps the lines, and the one of the daemon.
  private var clock = RandomStore.start
  private var now = RandomStore.start

  init(seed: UInt64) throws {
    random = SplitMix64(seed: seed)
    text = RandomQuery(random: SplitMix64(seed: seed ^ 0xF00D))
    folder = try TestFolder()
    layout = StoreLayout(path: folder.file("store"))
    try write(to: layout, shards: 0..<number(1...3), steps: number(2...25))
    if number(0...2) == 0 {
      // The containers are read anew by a daemon that knows nothing: other numberings of the same containers.
      let other = StoreLayout(path: folder.file("other"))
      clock -= Int64(number(0...20)) * 1_000_000_000
      positions = [:]
      try write(to: other, shards: 7..<8, steps: number(1...8))
      shards = []
      try FileManager.default.moveItem(atPath: other.shardFolder(7), toPath: layout.shardFolder(7))
    }
    if number(0...1) == 0 { shards = [] }
  }

  private func number(_ range: ClosedRange<Int>) -> Int { random.number(range) }

  private func write(to layout: StoreLayout, shards numbers: Range<Int>, steps: Int) throws {
    shards = try numbers.map { try Shard(layout: layout, number: $0, now: now) }
    for _ in 0..<steps {
      now += 1_000_000_000
      let shard = shards[number(0...shards.count - 1)]
      switch number(0...9) {
      case 0: try shard.writer.startNewSegment(now: Timestamp(nanoseconds: now))
      case 1:
        _ = try ShardMaintenance(layout: layout, shard: shard.number, retention: .init())
          .run(openSerial: shard.writer.openSerial, now: Timestamp(nanoseconds: now))
      case 2: clock -= Int64(number(0...5)) * 1_000_000_000
      default: try commit(to: shard)
      }
    }
  }

  private func commit(to shard: Shard) throws {
    let batches = try (0..<number(1...3)).map { _ in
      let container = Self.containers[number(0...Self.containers.count - 1)]
      // As after a change of the number of collectors.
      if shard.containers.insert(container).inserted {
        for other in shards where other !== shard { other.containers.remove(container) }
        try shard.restart(now: now)
        _ = try shard.writer.position(of: container, now: Timestamp(nanoseconds: now))
      }
      return try batch(of: container)
    }
    for batch in batches { try shard.writer.commit([batch], now: Timestamp(nanoseconds: now)) }
  }

  private func batch(of container: ContainerInfo) throws -> ContainerBatch {
    var lines = LineBatch()
    var position = positions[container.id] ?? (now, 0)
    // Enough for a block now and then.
    for _ in 0..<(number(0...39) == 0 ? 1100 : number(0...60)) {
      clock += Int64(number(0...3)) * 10_000_000
      let time = Timestamp(nanoseconds: clock + Int64(number(-3...3)) * 10_000_000)
      let stream = number(0...3) == 0 ? LogStream.stderr : .stdout
      let flags = LineFlags(rawValue: UInt8(number(0...31)))
      let message = text.line()
      lines.append(message: message.span.bytes, time: time, stream: stream, flags: flags)
      self.lines.append(
        Hit(
          time: time, container: container, stream: stream, flags: flags, epoch: position.epoch,
          ordinal: position.ordinal, message: message))
      position.ordinal += 1
    }
    positions[container.id] = position
    return ContainerBatch(container: container, lines: lines, openSince: nil)
  }

  /// A random request that has a fair chance to find something here.
  func request() throws -> SearchRequest {
    var request = SearchRequest(order: number(0...1) == 0 ? .oldestFirst : .newestFirst)
    if number(0...4) > 0 {
      text.isCaseSensitive = number(0...3) == 0
      request.query = Query(
        expression: text.expression(depth: number(0...2)), isCaseSensitive: text.isCaseSensitive)
    }
    if number(0...2) == 0 { request.since = time() }
    if number(0...2) == 0 { request.until = time() }
    if number(0...3) == 0 { request.stream = number(0...1) == 0 ? .stdout : .stderr }
    if number(0...1) == 0 { request.limit = [0, 1, 2, 3, 10, 50, 100_000][number(0...6)] }
    if number(0...2) == 0 {
      request.containers = try ContainerFilter(
        names: [[], ["web"], ["api-*"], ["0d77", "web"], ["nobody"]][number(0...4)],
        projects: [[], [], ["shop"], ["b*"]][number(0...3)], resources: [[], [], ["api"]][number(0...2)])
    }
    return request
  }

  private func time() -> Timestamp {
    let time = lines.randomElement(using: &random)?.time.nanoseconds ?? Self.start
    return Timestamp(nanoseconds: time + Int64(number(-1...1)))
  }
}
