import Collector
import Testing

@Suite("Which collector takes a container")
struct ShardAssignmentTests {
  static let ids = (0..<2000).map { "container-\($0)" }

  @Test func everyContainerIsTakenByExactlyOne() {
    for count in 1...8 {
      let shards = (0..<count).map { ShardAssignment(number: $0, count: count) }
      for id in Self.ids { #expect(shards.count { $0.takes(containerID: id) } == 1) }
    }
  }

  @Test func eachTakesAboutItsPart() {
    for number in 0..<4 {
      let shard = ShardAssignment(number: number, count: 4)
      #expect((350...650).contains(Self.ids.count { shard.takes(containerID: $0) }))
    }
  }

  @Test func theAnswerIsTheSameInEveryRelease() {
    #expect(ShardAssignment(number: 1, count: 3).takes(containerID: "0123456789abcdef") == false)
    #expect(ShardAssignment(number: 0, count: 3).takes(containerID: "0123456789abcdef"))
  }
}
