import TestSupport
import Testing
import TokenIndex

@Suite struct MergeTests {
  private static let exact = RunParameters(leastWidth: 32, everywherePercent: 100)
  private static let final = RunParameters(everywherePercent: 100)

  /// Blocks of very different sizes, some of them empty.
  private static func unevenModel(seed: UInt64, blocks: Int) -> ModelRun {
    var random = SplitMix64(seed: seed)
    return ModelRun(
      blocks: (0..<blocks).map { block in
        let count = [0, 1, 10, 300, 3_000][Int(random.next() % 5)]
        let population: Population = random.chance(1, in: 4) ? .clustered : .mixed
        return population.keys(block: block, count: count, random: &random)
      })
  }

  @Test(arguments: [[16], [2, 3], [7, 7], [4, 4, 4], [1, 5, 100]])
  func mergingInLevelsGivesTheBytesOfMergingAtOnce(_ fanIns: [Int]) throws {
    for seed in 0..<3 {
      let model = Self.unevenModel(seed: UInt64(seed), blocks: fanIns.reduce(1, *))
      var levels = fanIns.map { (fanIn: $0, parameters: Self.exact) }
      levels[levels.count - 1].parameters = Self.final
      let inLevels = try model.mergedInLevels(levels)
      let atOnce = try model.mergedAtOnce(Self.final)
      #expect(try model.differences(from: inLevels) == [])
      #expect(try model.differences(from: atOnce) == [])
      #expect(inLevels.shape == atOnce.shape)
      #expect(inLevels.chunks.map(\.bytes) == atOnce.chunks.map(\.bytes))
    }
  }

  @Test(arguments: 0..<8) func randomTreesFindEveryKey(_ seed: Int) throws {
    let model = Self.unevenModel(seed: UInt64(100 + seed), blocks: 60)
    var random = SplitMix64(seed: UInt64(seed))
    var runs = model.blocks.map { StoredRun(keys: $0) }
    while runs.count > 1 {
      let start = Int.random(in: 0..<runs.count, using: &random)
      let end = min(runs.count, start + Int.random(in: 1...9, using: &random))
      let parameters = RunParameters(
        chunkBytes: [64, 1_000, 4_000][Int(random.next() % 3)], fingerprintBits: Int(random.next() % 9),
        leastWidth: [1, 16, 24, 32][Int(random.next() % 4)])
      let merged = try StoredRun(merging: Array(runs[start..<end]), parameters: parameters)
      runs.replaceSubrange(start..<end, with: [merged])
    }
    for (key, blocks) in model.index(width: 32) {
      #expect(try runs[0].blocks(of: key).isSuperset(of: blocks))
    }
  }

  @Test func aMergeOfDifferentWidthsHasTheLeast() throws {
    var random = SplitMix64(seed: 5)
    let model = ModelRun(blocks: (0..<6).map { _ in (0..<4_000).map { _ in random.key() } })
    let runs = try [32, 20, 27].enumerated().map { index, width in
      let blocks = model.blocks[(2 * index)..<(2 * index + 2)].map { StoredRun(keys: $0) }
      return try StoredRun(
        merging: blocks,
        parameters: RunParameters(fingerprintBits: 0, leastWidth: width, everywherePercent: 100))
    }
    #expect(runs.map(\.shape.width) == [32, 20, 27])
    let merged = try StoredRun(merging: runs, parameters: Self.exact)
    #expect(merged.shape.width == 20)
    #expect(try model.differences(from: merged) == [])
  }

  @Test func aSmallRunAmongLargeOnesIsMergedRight() throws {
    var random = SplitMix64(seed: 6)
    var model = ModelRun(blocks: (0..<8).map { _ in (0..<60_000).map { _ in random.key() } })
    model.blocks[3] = (0..<40).map { _ in random.key() }
    model.blocks[5] = [0, .max, 1 << 31]
    let merged = try model.mergedAtOnce(Self.exact)
    #expect(try model.differences(from: merged) == [])
    #expect(try model.differences(from: model.mergedAtOnce(Self.final)) == [])
  }

  @Test func blocksMayBePlacedAnywhereAndShared() throws {
    let shared: [UInt32] = [7, 8, 1 << 30]
    let runs = [StoredRun(keys: shared), StoredRun(keys: [8, 9]), StoredRun(keys: [])]
    let places = [5, 5, 0]
    let inputs = zip(runs, places).map { MergeInput(shape: $0.shape, firstBlock: $1) }
    var chunk: [UInt8] = []
    let shape = try RunMerger(Self.exact).merge(inputs, blocks: 9) {
      $2 = runs[$0].chunks[0].bytes
      #expect($1 == 0)
    } emit: {
      #expect($0 == 0)
      chunk = [UInt8](copying: $1)
    }
    #expect(shape.keys == 4)
    #expect(shape.pairs == 4)
    var found = BlockSet(capacity: 9)
    try RunLookup.addBlocks(of: 8, in: chunk.span.bytes, shape: shape, to: &found)
    #expect(found.count == 1 && found.contains(5))
  }

  @Test func mergingNothingGivesAnEmptyRun() throws {
    let empty = try StoredRun(merging: [StoredRun(keys: []), StoredRun(keys: [])], parameters: Self.final)
    #expect(empty.chunks.isEmpty)
    #expect(empty.shape.keys == 0)
    #expect(empty.shape.blocks == 2)
  }

  @Test func chunksAreReadInOrderAfterTheEstimate() throws {
    var random = SplitMix64(seed: 8)
    let runs = (0..<4).map { _ in StoredRun(keys: (0..<50_000).map { _ in random.key() }) }
    let inputs = runs.enumerated().map { MergeInput(shape: $1.shape, firstBlock: $0) }
    var reads = [[Int]](repeating: [], count: 4)
    _ = try RunMerger(Self.final).merge(inputs, blocks: 4) { input, bucket, chunk in
      reads[input].append(bucket)
      chunk += try #require(runs[input].chunks.first { $0.firstBucket == bucket }).bytes
    } emit: { _, _ in
    }
    for input in 0..<4 {
      let all = runs[input].chunks.map(\.firstBucket)
      #expect(reads[input].suffix(all.count) == all[...])
      #expect(reads[input].count < all.count + all.count / 4)
    }
  }
}
