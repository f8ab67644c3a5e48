import FoundationEssentials
import LogQuery
import LogStore
import LogWire
import TestSupport

/// A store of lines of a few kinds, as programs write them, and the same lines as a plain list: what templates are good for.
final class KindsStore {
  static let start = RandomStore.start
  static let second: Int64 = 1_000_000_000

  let layout: StoreLayout
  private(set) var lines: [Hit] = []
  private let folder: TestFolder
  private var random: SplitMix64
  private var writer: ShardWriter
  private var clock = KindsStore.start
  private var ordinals: [String: Int64] = [:]

  private static let containers = [
    ContainerInfo(id: String(repeating: "a", count: 64), name: "api", project: "shop", resource: "api"),
    ContainerInfo(id: String(repeating: "b", count: 64), name: "web", project: "shop"),
    ContainerInfo(id: String(repeating: "c", count: 64), name: "job"),
  ]

  init(seed: UInt64) throws {
    random = SplitMix64(seed: seed)
    folder = try TestFolder()
    layout = StoreLayout(path: folder.file("store"))
    writer = try ShardWriter(
      layout: layout, shard: 0, sizes: RandomStore.sizes, now: Timestamp(nanoseconds: clock))
  }

  /// Stores more lines, and moves the clock on by a second or so for each hundred.
  func write(_ count: Int, _ line: (inout SplitMix64) -> String = KindsStore.line) throws {
    var left = count
    while left > 0 {
      let part = min(left, random.number(1...150))
      left -= part
      let container = Self.containers[random.number(0...2)]
      try writer.commit([batch(of: container, part, line)], now: Timestamp(nanoseconds: clock))
      if random.number(0...40) == 0 { try writer.startNewSegment(now: Timestamp(nanoseconds: clock)) }
    }
  }

  /// Makes blocks of all lines.
  func fold() throws { try writer.startNewSegment(now: Timestamp(nanoseconds: clock)) }

  /// Makes read-only files of all segments but the last, and gives their paths.
  func seal() throws -> [String] {
    _ = try ShardMaintenance(layout: layout, shard: 0, retention: .init())
      .run(openSerial: writer.openSerial, now: Timestamp(nanoseconds: clock))
    let folder = layout.shardFolder(0)
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".db") && !$0.hasSuffix("-open.db") }.map { "\(folder)/\($0)" }
  }

  var now: Timestamp { Timestamp(nanoseconds: clock) }

  func wait(seconds: Int64) { clock += seconds * Self.second }

  private func batch(
    of container: ContainerInfo, _ count: Int, _ line: (inout SplitMix64) -> String
  ) -> ContainerBatch {
    var batch = LineBatch()
    for _ in 0..<count {
      clock += Int64(random.number(0...20)) * 1_000_000
      let message = Array(line(&random).utf8)
      let time = Timestamp(nanoseconds: clock)
      let stream = random.number(0...5) == 0 ? LogStream.stderr : .stdout
      batch.append(message: message.span.bytes, time: time, stream: stream, flags: .lf)
      lines.append(
        Hit(
          time: time, container: container, stream: stream, flags: .lf, epoch: 0,
          ordinal: ordinals[container.id, default: 0], message: message))
      ordinals[container.id, default: 0] += 1
    }
    return ContainerBatch(container: container, lines: batch, openSince: nil)
  }

  /// A line of one of some kinds.
  static func line(_ random: inout SplitMix64) -> String {
    let number = random.number(0...5000)
    switch random.number(0...6) {
    case 0: return "INFO [api] request completed status=\(200 + 100 * (number % 4)) took=\(number)ms"
    case 1: return "ERROR [db] connection refused host=db-\(number % 3) attempt=\(number % 7)"
    case 2:
      return
        #"{"level":"warn","msg":"slow query","user":{"id":\#(number)},"ok":\#(number % 3 == 0 ? "null" : "true")}"#
    case 3: return #"{"level":"info","msg":"say \"hi\"","tags":["a\#(number % 9)","b"],"ok":"null"}"#
    case 4: return "10.0.0.\(number % 200) - GET /users/\(Self.names[number % 5]) 200 \(number)"
    case 5: return "took \(number % 2 == 0 ? "\(number)" : "\(number).5") seconds, cache miss"
    default: return "nothing to see here"
    }
  }

  private static let names = ["eve", "bob", "joe", "ann", "kim"]
}
