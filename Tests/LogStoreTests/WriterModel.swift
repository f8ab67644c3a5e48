import LogStore
import LogWire
import TestSupport

/// What a store must hold, kept as a plain list.
struct WriterModel {
  private var stored: [StoredLine] = []
  private var epochs: [String: Int64] = [:]

  /// By container, numbering and ordinal.
  var lines: [StoredLine] { stored.sorted { ($0.id, $0.epoch, $0.ordinal) < ($1.id, $1.epoch, $1.ordinal) } }

  /// Random batches, taken as stored: short ones mostly, a container perhaps twice.
  mutating func batches(_ random: inout SplitMix64, at seconds: Int64) -> [ContainerBatch] {
    (0..<random.number(1...4)).map { _ in
      let name = ["web", "db", "worker"].randomElement(using: &random) ?? "web"
      let count = random.chance(1, in: 20) ? random.number(1000...1500) : random.number(0...30)
      let lines = (0..<count).map { _ in random.line(near: TestStore.start + seconds * TestStore.second) }
      take(name, lines, at: seconds)
      return ContainerBatch(name, lines)
    }
  }

  private mutating func take(_ name: String, _ lines: [TestLine], at seconds: Int64) {
    let id = ContainerInfo(name).id
    let epoch = epochs[id] ?? TestStore.time(seconds).nanoseconds
    epochs[id] = epoch
    let first = Int64(stored.count { $0.id == id })
    for (index, line) in lines.enumerated() {
      stored.append(StoredLine(id: id, epoch: epoch, ordinal: first + Int64(index), line: line))
    }
  }
}
