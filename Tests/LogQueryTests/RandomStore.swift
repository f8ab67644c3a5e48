import FoundationEssentials
import Glibc
import LogQuery
import LogStore
import LogWire
import TestSupport

/// A store of random lines, written in random steps with crashes among them, and the same lines as a plain list.
final class RandomStore {
  static let start: Int64 = 1_795_442_523_000_000_000

  let layout: StoreLayout
  /// What the store holds, in no order.
  private(set) var lines: [Hit] = []
  /// How often the store was left as a crash leaves it.
  private(set) var crashes = 0

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
    var writer: ShardWriter?
    var containers: Set<ContainerInfo> = []
    /// Where each container is, as the open segment says.
    var state: [String: Place] = [:]
    /// Its lines, in the order of their commits.
    var lines: [Hit] = []
    /// What was there after each commit.
    var history: [(state: [String: Place], lines: Int)] = [([:], 0)]

    init(layout: StoreLayout, number: Int) {
      self.layout = layout
      self.number = number
    }

    /// The writer, made anew if there is none or it is wanted so.
    func writer(now: Int64, isNew: Bool = false) throws -> ShardWriter {
      if !isNew, let writer { return writer }
      let made = try ShardWriter(
        layout: layout, shard: number, sizes: RandomStore.sizes, now: Timestamp(nanoseconds: now))
      writer = made
      return made
    }

    func note() { history.append((state, lines.count)) }
  }

  /// A numbering of a container's lines, and the ordinal of the next one.
  private struct Place: Equatable {
    var epoch: Int64
    var ordinal: Int64
  }

  /// The open segment does not say what is stored: this is no state between two commits.
  private struct TornCommit: Error {
    var shard: Int
    var state: [String: Place]
  }

  private let folder: TestFolder
  private var random: SplitMix64
  private var text: RandomQuery
  private var shards: [Shard] = []
  private var positions: [String: Place] = [:]
  /// The clock that stamps the lines, and the one of the daemon.
  private var clock = RandomStore.start
  private var now = RandomStore.start

  init(seed: UInt64, steps: ClosedRange<Int> = 2...25) throws {
    random = SplitMix64(seed: seed)
    text = RandomQuery(random: SplitMix64(seed: seed ^ 0xF00D))
    folder = try TestFolder()
    layout = StoreLayout(path: folder.file("store"))
    try write(to: layout, shards: 0..<number(1...3), steps: number(steps))
    lines = shards.flatMap(\.lines)
    if number(0...2) == 0 {
      // The containers are read anew by a daemon that knows nothing: other numberings of the same containers.
      let other = StoreLayout(path: folder.file("other"))
      clock -= Int64(number(0...20)) * 1_000_000_000
      positions = [:]
      try write(to: other, shards: 7..<8, steps: number(1...8))
      lines += shards.flatMap(\.lines)
      shards = []
      try FileManager.default.moveItem(atPath: other.shardFolder(7), toPath: layout.shardFolder(7))
    }
    if number(0...1) == 0 { shards = [] }
  }

  /// Ends the writers, as a daemon does that stops.
  func close() { shards = [] }

  private func number(_ range: ClosedRange<Int>) -> Int { random.number(range) }

  private func write(to layout: StoreLayout, shards numbers: Range<Int>, steps: Int) throws {
    shards = numbers.map { Shard(layout: layout, number: $0) }
    for shard in shards { _ = try shard.writer(now: now) }
    for _ in 0..<steps {
      now += 1_000_000_000
      let shard = shards[number(0...shards.count - 1)]
      switch number(0...9) {
      case 0: try shard.writer(now: now).startNewSegment(now: Timestamp(nanoseconds: now))
      case 1:
        _ = try ShardMaintenance(layout: layout, shard: shard.number, retention: .init())
          .run(openSerial: shard.writer(now: now).openSerial, now: Timestamp(nanoseconds: now))
      case 2: clock -= Int64(number(0...5)) * 1_000_000_000
      case 3 where number(0...2) == 0:
        try crash(layout)
      default: try commit(to: shard)
      }
    }
    // The last one is not repaired by a writer.
    if number(0...2) == 0 { try crash(layout) }
  }

  // MARK: - Crashes

  /// Leaves the files as they are, but for the end of each open segment's write-ahead log, perhaps in the middle of a
  /// transaction; and forgets the lines that are lost so.
  private func crash(_ layout: StoreLayout) throws {
    crashes += 1
    let image = folder.file("image")
    try FileManager.default.copyItem(atPath: layout.path, toPath: image)
    // Not before the files are copied: what is closed is tidied up.
    for shard in shards { shard.writer = nil }
    try FileManager.default.removeItem(atPath: layout.path)
    try FileManager.default.moveItem(atPath: image, toPath: layout.path)
    positions = [:]
    for shard in shards { try cut(shard) }
  }

  private func cut(_ shard: Shard) throws {
    guard let open = try shard.layout.segments(ofShard: shard.number).last else { return }
    let log = open.path + "-wal"
    var status = stat()
    if stat(log, &status) == 0, number(0...2) > 0 {
      truncate(log, off_t(number(0...Int(status.st_size))))
    }
    let stored = try state(of: open, shard)
    guard let moment = shard.history.last(where: { $0.state == stored }) else {
      throw TornCommit(shard: shard.number, state: stored)
    }
    shard.state = moment.state
    shard.lines.removeLast(shard.lines.count - moment.lines)
    shard.containers = []
    shard.note()
  }

  private func state(of file: SegmentFile, _ shard: Shard) throws -> [String: Place] {
    guard let segment = try StoreReader(layout: shard.layout).open(file) else { return [:] }
    let containers = try segment.containers()
    var state: [String: Place] = [:]
    for (number, position) in try segment.positions() {
      state[containers[number]?.id ?? ""] = Place(epoch: position.epoch, ordinal: position.nextOrdinal)
    }
    return state
  }

  // MARK: - Lines

  private func commit(to shard: Shard) throws {
    let batches = try (0..<number(1...3)).map { _ in
      let container = Self.containers[number(0...Self.containers.count - 1)]
      // As after a change of the number of collectors.
      if shard.containers.insert(container).inserted {
        for other in shards where other !== shard { other.containers.remove(container) }
        _ = try shard.writer(now: now, isNew: true)
        try locate(container, shard)
      }
      return batch(of: container, shard)
    }
    for batch in batches {
      try shard.writer(now: now).commit([batch.batch], now: Timestamp(nanoseconds: now))
      shard.lines += batch.hits
      shard.state[batch.batch.container.id] = batch.end
      shard.note()
    }
  }

  /// Asks where the container's log is to be read on.
  private func locate(_ container: ContainerInfo, _ shard: Shard) throws {
    let position = try shard.writer(now: now).position(of: container, now: Timestamp(nanoseconds: now))
    let place = position.map { Place(epoch: $0.epoch, ordinal: $0.nextOrdinal) }
    if let known = positions[container.id], known != place {
      throw TornCommit(shard: shard.number, state: [container.id: known])
    }
    positions[container.id] = place
    shard.state[container.id] = place
    shard.note()
  }

  private func batch(of container: ContainerInfo, _ shard: Shard) -> Written {
    var lines = LineBatch()
    var hits: [Hit] = []
    var position = positions[container.id] ?? Place(epoch: now, ordinal: 0)
    // Enough for a block now and then.
    for _ in 0..<(number(0...39) == 0 ? 1100 : number(0...60)) {
      clock += Int64(number(0...3)) * 10_000_000
      let time = Timestamp(nanoseconds: clock + Int64(number(-3...3)) * 10_000_000)
      let stream = number(0...3) == 0 ? LogStream.stderr : .stdout
      let flags = LineFlags(rawValue: UInt8(number(0...31)))
      let message = text.line()
      lines.append(message: message.span.bytes, time: time, stream: stream, flags: flags)
      hits.append(
        Hit(
          time: time, container: container, stream: stream, flags: flags, epoch: position.epoch,
          ordinal: position.ordinal, message: message))
      position.ordinal += 1
    }
    positions[container.id] = position
    return Written(
      batch: ContainerBatch(container: container, lines: lines, openSince: nil), hits: hits, end: position)
  }

  /// A batch, and what the store is expected to make of it.
  private struct Written {
    var batch: ContainerBatch
    var hits: [Hit]
    var end: Place
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
