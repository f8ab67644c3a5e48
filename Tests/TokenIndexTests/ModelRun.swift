import Testing
import TokenIndex

/// What a run should hold: the keys of each block.
struct ModelRun {
  var blocks: [[UInt32]]

  /// The blocks of each key, if keys are cut to `width` bits.
  func index(width: Int) -> [UInt32: Set<Int>] {
    var index: [UInt32: Set<Int>] = [:]
    for (block, keys) in blocks.enumerated() {
      for key in keys { index[key >> UInt32(32 - width), default: []].insert(block) }
    }
    return index
  }

  /// The keys that occur.
  var keys: Set<UInt32> {
    Set(blocks.joined())
  }

  /// Merges the runs of the blocks at once.
  func mergedAtOnce(_ parameters: RunParameters) throws -> StoredRun {
    try StoredRun(merging: levelZero(parameters), parameters: parameters)
  }

  /// Merges the runs of the blocks in groups, the results in groups, and so on, until one is left.
  func mergedInLevels(_ levels: [(fanIn: Int, parameters: RunParameters)]) throws -> StoredRun {
    var runs = levelZero(RunParameters())
    for level in levels {
      runs = try stride(from: 0, to: runs.count, by: level.fanIn).map { start in
        let end = min(start + level.fanIn, runs.count)
        return try StoredRun(merging: Array(runs[start..<end]), parameters: level.parameters)
      }
    }
    return try #require(runs.count == 1 ? runs.first : nil)
  }

  private func levelZero(_ parameters: RunParameters) -> [StoredRun] {
    blocks.map { StoredRun(keys: $0, parameters: parameters) }
  }

  /// What is wrong with the answers of `run`, which must be those of the model with keys cut as in `run`, no more and
  /// no less; for some 300 keys of the model: in a cluster, where all are in one bucket, each lookup reads them all.
  func differences(from run: StoredRun) throws -> [String] {
    let expected = index(width: run.shape.width)
    var wrong: [String] = []
    if run.shape.keys != expected.count { wrong.append("\(run.shape.keys) keys of \(expected.count)") }
    let pairs = expected.values.reduce(0) { $0 + $1.count }
    if run.shape.pairs != pairs { wrong.append("\(run.shape.pairs) pairs of \(pairs)") }
    let keys = keys.sorted()
    for index in stride(from: 0, to: keys.count, by: max(1, keys.count / 300)) {
      let key = keys[index]
      for probe in [key, key ^ 1, key &+ 1] {
        let wanted = expected[probe >> UInt32(32 - run.shape.width)] ?? []
        let found = try run.blocks(of: probe)
        if found != wanted { wrong.append("\(probe): \(found.sorted()) not \(wanted.sorted())") }
      }
    }
    return wrong
  }
}
