import TestSupport
import Testing
import TokenIndex

@Suite struct BlockSetTests {
  @Test(arguments: [0, 1, 63, 64, 65, 128, 1_000]) func behavesLikeASet(_ capacity: Int) {
    var random = SplitMix64(seed: UInt64(capacity))
    for _ in 0..<50 {
      var (left, right) = (BlockSet(capacity: capacity), BlockSet(capacity: capacity))
      var (leftModel, rightModel): (Set<Int>, Set<Int>) = ([], [])
      for _ in 0..<(capacity / 3) {
        let block = Int.random(in: 0..<capacity, using: &random)
        left.insert(block)
        leftModel.insert(block)
        let end = min(capacity, block + Int(random.next() % 90))
        if random.chance(1, in: 20) {
          right.insert(contentsOf: block..<end)
          rightModel.formUnion(block..<end)
        }
      }
      #expect(left.blocks == leftModel.sorted())
      #expect(right.blocks == rightModel.sorted())
      var (union, intersection) = (left, left)
      union.formUnion(right)
      intersection.formIntersection(right)
      #expect(union.blocks == leftModel.union(rightModel).sorted())
      #expect(intersection.blocks == leftModel.intersection(rightModel).sorted())
      #expect(intersection.isEmpty == leftModel.isDisjoint(with: rightModel))
      #expect((0..<capacity).allSatisfy { left.contains($0) == leftModel.contains($0) })
      left.removeAll()
      #expect(left == BlockSet(capacity: capacity))
    }
  }

  @Test func theNearestBlocksAreFoundFromEverywhere() {
    var set = BlockSet(capacity: 200)
    for block in [0, 5, 63, 64, 130, 199] { set.insert(block) }
    for start in 0...220 {
      #expect(set.first(from: start) == set.blocks.first { $0 >= start })
      #expect(set.last(before: start) == set.blocks.last { $0 < start })
    }
    #expect(BlockSet(capacity: 200).last(before: 200) == nil)
    #expect(BlockSet(capacity: 200).first(from: 0) == nil)
  }
}

extension BlockSet {
  /// The blocks ascending, whose number must be `count`.
  fileprivate var blocks: [Int] {
    var blocks: [Int] = []
    forEach { blocks.append($0) }
    #expect(blocks.count == count)
    return blocks
  }
}
