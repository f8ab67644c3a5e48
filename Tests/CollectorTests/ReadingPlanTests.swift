import Collector
import LogStore
import LogWire
import Testing

@Suite("Where a reading begins")
struct ReadingPlanTests {
  func stored(lines: Int64) -> ContainerPosition {
    var batch = LineBatch()
    let message: [UInt8] = [1]
    batch.append(
      message: message.span.bytes, time: Timestamp(nanoseconds: 7), stream: .stdout, flags: .lf)
    var position = ReadPosition()
    position.advance(over: batch)
    return ContainerPosition(epoch: 1, nextOrdinal: lines, position: position)
  }

  @Test func aContainerWithoutAPositionIsReadFromItsBeginning() {
    let plan = ReadingPlan(nil)
    #expect(plan.tail == nil && plan.since == nil && plan.follows && !plan.hasGap)
  }

  @Test func aShortLogIsReadFromThePosition() {
    let plan = ReadingPlan(stored(lines: 10))
    #expect(plan.tail == nil && plan.since == 7)
  }

  @Test func aLongLogIsReadFromItsEndFurtherAndFurtherBack() {
    var plan = ReadingPlan(stored(lines: 1_000_000))
    var tails: [Int?] = []
    for _ in 0..<6 {
      tails.append(plan.tail)
      #expect(plan.tail == nil || plan.since == nil)
      plan.widen()
    }
    #expect(tails == [512, 8192, 131_072, 2_097_152, nil, nil])
  }

  @Test func theLogOfAContainerThatEndedIsNotFollowed() {
    var plan = ReadingPlan(stored(lines: 10), follows: false)
    #expect(!plan.follows)
    plan.widen()
    #expect(!plan.follows && plan.hasGap)
  }

  @Test func aGapIsAcceptedOnlyAfterTheBacklogWasReadToItsEnd() {
    var plan = ReadingPlan(stored(lines: 10))
    plan.widen()
    #expect(!plan.follows && !plan.hasGap)
    plan.widen()
    #expect(plan.follows && plan.hasGap && plan.since == 7)
    #expect(plan.filter.isPassing)
  }
}
