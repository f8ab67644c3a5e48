import TestSupport
import Testing
import TokenIndex

@Suite struct RunTests {
  struct Case: CustomTestStringConvertible {
    var population: Population
    var blocks: Int
    var keys: Int

    var testDescription: String { "\(population), \(blocks) blocks of \(keys) keys" }

    var model: ModelRun {
      var random = SplitMix64(seed: UInt64(blocks * 1_000 + keys))
      return ModelRun(
        blocks: (0..<blocks).map { population.keys(block: $0, count: keys, random: &random) })
    }
  }

  static let cases: [Case] = Population.allCases.flatMap { population in
    [(1, 3_000), (2, 2_000), (7, 700), (16, 500), (128, 150), (256, 60), (1_000, 20)].map {
      Case(population: population, blocks: $0.0, keys: $0.1)
    }
  }

  @Test(arguments: cases) func findsEachBlockOfEachKeyAndNoOthersButOfKeysCutAlike(_ test: Case) throws {
    for bits in [0, 3, 8] {
      let run = try test.model.mergedAtOnce(RunParameters(fingerprintBits: bits, everywherePercent: 100))
      #expect(try test.model.differences(from: run) == [])
    }
  }

  @Test(arguments: cases) func aRunWithWholeKeysIsExact(_ test: Case) throws {
    let run = try test.model.mergedAtOnce(RunParameters(leastWidth: 32, everywherePercent: 100))
    #expect(run.shape.keys == 0 || run.shape.width == 32)
    #expect(try test.model.differences(from: run) == [])
  }

  @Test(arguments: cases) func keysNearlyEverywhereMayBeEverywhere(_ test: Case) throws {
    let run = try test.model.mergedAtOnce(RunParameters(leastWidth: 32))
    for (key, blocks) in test.model.index(width: 32) {
      let found = try run.blocks(of: key)
      #expect(found == blocks || found.count == test.blocks && blocks.count * 4 > test.blocks * 3)
    }
  }

  @Test(arguments: cases) func chunksFollowEachOtherAndAreNoLongerThanAsked(_ test: Case) throws {
    for bytes in [64, 500, 4_000, 20_000] {
      let run = try test.model.mergedAtOnce(RunParameters(chunkBytes: bytes))
      var next = 0
      for chunk in run.chunks {
        #expect(chunk.firstBucket == next)
        #expect(chunk.bytes.count <= bytes || chunk.bytes.bucketCount == 1)
        next += chunk.bytes.bucketCount
      }
      #expect(next == run.shape.buckets || run.shape.keys == 0 && next == 0)
      for key in test.model.keys.prefix(200) { #expect(try !run.blocks(of: key).isEmpty) }
    }
  }

  @Test(arguments: [Population.uniform, .clustered, .dense, .mixed])
  func aBlockOfManyKeysIsExact(_ population: Population) throws {
    var random = SplitMix64(seed: 300)
    let model = ModelRun(blocks: [population.keys(block: 0, count: 300_000, random: &random)])
    #expect(try model.differences(from: StoredRun(keys: model.blocks[0])) == [])
  }

  @Test(arguments: 3...8) func absentKeysAreFoundAsOftenAsCalculated(_ bits: Int) throws {
    var random = SplitMix64(seed: 77)
    let model = ModelRun(blocks: (0..<32).map { _ in (0..<2_500).map { _ in random.key() } })
    let run = try model.mergedAtOnce(RunParameters(fingerprintBits: bits))
    #expect(run.shape.falseRate < 1.42 / Double(1 << bits))
    #expect(run.shape.falseRate > 0.65 / Double(1 << bits))
    let present = model.keys
    let probes = (0..<100_000).map { _ in random.key() }.filter { !present.contains($0) }
    let found = try probes.filter { try !run.blocks(of: $0).isEmpty }.count
    let expected = run.shape.falseRate * Double(probes.count)
    #expect(abs(Double(found) - expected) < 5 * expected.squareRoot())
  }

  @Test func aCollectorIsEmptyAgainAfterRemoval() {
    let collector = KeyCollector()
    for key in 0..<UInt32(100_000) { collector.add(key % 70_000) }
    #expect(collector.count == 70_000)
    collector.add(5)
    collector.add(70_000)
    #expect(collector.count == 70_001)
    collector.removeAll()
    #expect(collector.count == 0)
    for key in (0..<UInt32(4_096)).reversed() { collector.add(key) }
    collector.add(.max)
    #expect(collector.count == 4_097)
  }

  @Test(arguments: [1, 4_096, 16_383, 16_384, 16_385, 32_768, 65_536, 131_072, 196_608])
  func aCollectorMayBeAskedAtAnyCount(_ count: Int) throws {
    let collector = KeyCollector()
    let keys = (0..<UInt32(count)).map { $0 &* 0x9E37_79B1 }
    for key in keys + keys { collector.add(key) }
    #expect(collector.count == count)
    let model = ModelRun(blocks: [keys])
    #expect(try model.differences(from: StoredRun(keys: keys)) == [])
  }

  @Test func aCollectorOfFewKeysManyTimesStaysSmall() {
    let collector = KeyCollector()
    for round in 0..<UInt32(60) {
      for key in 0..<UInt32(20_000) { collector.add(key &* 0x9E37_79B1 &+ round % 2) }
    }
    #expect(collector.count == 40_000)
  }
}

extension [UInt8] {
  /// The number of buckets in the header of a chunk.
  var bucketCount: Int {
    Int(self[8]) | Int(self[9]) << 8 | Int(self[10]) << 16 | Int(self[11] & 0x7F) << 24
  }
}
