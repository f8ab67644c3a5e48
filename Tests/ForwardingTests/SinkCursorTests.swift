import Forwarding
import LogStore
import Testing

@Suite("How far a sink was fed")
struct SinkCursorTests {
  static let key = StoreFeed.Key(id: "abc", epoch: 1)
  static let second: Int64 = 1_000_000_000

  @Test func whatWasSentBecomesDurableOnlyAfterAWhile() {
    var cursor = SinkCursor(settled: [:])
    cursor.advance(Self.key, to: 10)
    #expect(cursor.next(of: Self.key) == 10)
    #expect(cursor.settle(now: 0).isEmpty)
    #expect(cursor.settle(now: SinkCursor.settling - 1).isEmpty)
    #expect(cursor.settle(now: SinkCursor.settling) == [Self.key: 10])
    #expect(cursor.settle(now: SinkCursor.settling * 2).isEmpty)
  }

  @Test func aFailureTakesItBackToWhatIsDurable() {
    var cursor = SinkCursor(settled: [Self.key: 5])
    cursor.advance(Self.key, to: 10)
    _ = cursor.settle(now: 0)
    cursor.rewind()
    #expect(cursor.next(of: Self.key) == 5)
    #expect(cursor.settle(now: SinkCursor.settling * 2).isEmpty)
  }

  @Test func nothingThatWasSentIsForgottenWhileSnapshotsAreTaken() {
    var cursor = SinkCursor(settled: [:])
    var durable: [StoreFeed.Key: Int64] = [:]
    for step in 1...200 {
      cursor.advance(Self.key, to: Int64(step))
      durable.merge(cursor.settle(now: Int64(step) * Self.second / 10)) { max($0, $1) }
      #expect((durable[Self.key] ?? 0) <= Int64(step))
    }
    _ = cursor.settle(now: 30 * Self.second)
    durable.merge(cursor.settle(now: 60 * Self.second)) { max($0, $1) }
    #expect(durable == [Self.key: 200])
  }
}
