import TestSupport
import Testing
import TokenIndex

@Suite struct DamageTests {
  /// Runs of one block, of few, and of many, each with all forms of postings, in small chunks.
  private static func runs() throws -> [StoredRun] {
    try [1, 2, 16, 130].map { blocks in
      var random = SplitMix64(seed: UInt64(blocks))
      let model = ModelRun(
        blocks: (0..<blocks).map { Population.mixed.keys(block: $0, count: 200, random: &random) })
      return try model.mergedAtOnce(RunParameters(chunkBytes: 300))
    }
  }

  /// Looks keys of all buckets up; true if each lookup threw.
  @discardableResult
  private static func lookUp(_ chunk: [UInt8], shape: RunShape, first: Int) -> Bool {
    var found = BlockSet(capacity: shape.blocks)
    var answers = 0
    for bucket in first..<min(first + 3, shape.buckets) {
      for rest in [0, 77, 1 << (32 - shape.bucketBits) - 1] {
        let key = UInt32(truncatingIfNeeded: bucket << (32 - shape.bucketBits) | rest)
        do throws(IndexDamage) {
          try RunLookup.addBlocks(of: key, in: chunk.span.bytes, shape: shape, to: &found)
          answers += 1
        } catch {
          #expect(!error.description.isEmpty)
        }
      }
    }
    return answers == 0
  }

  /// Merges a run of the single chunk; whatever comes of it.
  private static func merge(_ chunk: [UInt8], shape: RunShape) {
    let inputs = [MergeInput(shape: shape, firstBlock: 0), MergeInput(shape: shape, firstBlock: 1)]
    _ = try? RunMerger().merge(inputs, blocks: shape.blocks + 1) {
      $2 = chunk
    } emit: { _, _ in
    }
  }

  /// The chunk with the checksum that its bytes should have.
  private static func repaired(_ chunk: [UInt8], shape: RunShape) -> [UInt8] {
    guard chunk.count >= 4 else { return chunk }
    var chunk = chunk
    let checksum = ChunkChecksum.compute(chunk.span.bytes, shape: shape)
    for place in 0..<4 { chunk[place] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * place)) }
    return chunk
  }

  @Test func eachFlippedBitIsNoticed() throws {
    for run in try Self.runs() {
      for (first, chunk) in run.chunks.prefix(5) {
        for bit in 0..<(chunk.count * 8) {
          var damaged = chunk
          damaged[bit >> 3] ^= 1 << UInt8(bit & 7)
          #expect(Self.lookUp(damaged, shape: run.shape, first: first))
        }
      }
    }
  }

  @Test func eachByteMayBeAnythingUnderARightChecksum() throws {
    for run in try Self.runs() {
      for (first, chunk) in run.chunks.prefix(5) {
        for place in 4..<chunk.count {
          for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
            var damaged = chunk
            damaged[place] = value
            damaged = Self.repaired(damaged, shape: run.shape)
            Self.lookUp(damaged, shape: run.shape, first: first)
            Self.merge(damaged, shape: run.shape)
          }
        }
      }
    }
  }

  @Test func eachTruncationIsNoticed() throws {
    for run in try Self.runs() {
      for (first, chunk) in run.chunks.prefix(5) {
        for count in 0..<chunk.count {
          let cut = Array(chunk[..<count])
          #expect(Self.lookUp(cut, shape: run.shape, first: first))
          #expect(Self.lookUp(Self.repaired(cut, shape: run.shape), shape: run.shape, first: first))
          Self.merge(Self.repaired(cut, shape: run.shape), shape: run.shape)
        }
        #expect(Self.lookUp(Self.repaired(chunk + [0], shape: run.shape), shape: run.shape, first: first))
      }
    }
  }

  @Test func randomBitsUnderARightHeaderDoNoHarm() throws {
    var random = SplitMix64(seed: 9)
    for run in try Self.runs() {
      for (first, chunk) in run.chunks.prefix(3) {
        let header = 12 + chunk.bucketCount * 2
        for _ in 0..<2_000 {
          var damaged = chunk
          let mask = UInt8(truncatingIfNeeded: random.next() & random.next())
          for place in header..<chunk.count {
            damaged[place] = UInt8(truncatingIfNeeded: random.next()) & mask
          }
          damaged = Self.repaired(damaged, shape: run.shape)
          Self.lookUp(damaged, shape: run.shape, first: first)
          Self.merge(damaged, shape: run.shape)
        }
      }
    }
  }

  @Test func randomBytesDoNoHarm() throws {
    var random = SplitMix64(seed: 10)
    for run in try Self.runs() {
      for _ in 0..<5_000 {
        let bytes = (0..<Int(random.next() % 64)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        Self.lookUp(Self.repaired(bytes, shape: run.shape), shape: run.shape, first: 0)
        Self.merge(Self.repaired(bytes, shape: run.shape), shape: run.shape)
      }
    }
  }

  @Test func aChunkIsRefusedWithTheShapeOfAnotherRun() throws {
    let runs = try Self.runs()
    #expect(Self.lookUp(runs[2].chunks[0].bytes, shape: runs[3].shape, first: 0))
    #expect(Self.lookUp(runs[0].chunks[0].bytes, shape: runs[1].shape, first: 0))
  }

  @Test func aChunkOfOtherBucketsIsRefused() throws {
    let run = try Self.runs()[3]
    let key = UInt32(run.chunks[1].firstBucket << (32 - run.shape.bucketBits))
    let chunk = run.chunks[0].bytes
    var found = BlockSet(capacity: run.shape.blocks)
    #expect(throws: IndexDamage.self) {
      try RunLookup.addBlocks(of: key, in: chunk.span.bytes, shape: run.shape, to: &found)
    }
  }

  @Test func aMergeStopsAtMorePairsThanTheShapeSays() throws {
    let run = try Self.runs()[3]
    let shape = try RunShape(
      keys: 1, pairs: 5, width: run.shape.width, bucketBits: run.shape.bucketBits, blocks: run.shape.blocks)
    #expect(throws: IndexDamage.tooManyPairs(input: 0, expected: 5)) {
      try RunMerger().merge([MergeInput(shape: shape, firstBlock: 0)], blocks: shape.blocks) {
        _, bucket, chunk in
        chunk += try #require(run.chunks.first { $0.firstBucket == bucket }).bytes
      } emit: { _, _ in
      }
    }
  }

  @Test(arguments: [
    (-1, 0, 8, 0, 1), (1, 0, 8, 0, 1), (1, 1, 33, 0, 1), (1, 1, 0, 0, 1), (1, 1, 8, 9, 1), (1, 1, 8, 0, 0),
    (1, 1, 8, 0, 65_537), (257, 257, 8, 0, 1), (2, 9, 8, 0, 4), (.max, .max, 32, 32, 65_536),
  ])
  func aShapeThatNoRunHasIsRefused(keys: Int, pairs: Int, width: Int, bucketBits: Int, blocks: Int) {
    #expect(throws: IndexDamage.self) {
      try RunShape(keys: keys, pairs: pairs, width: width, bucketBits: bucketBits, blocks: blocks)
    }
  }
}
