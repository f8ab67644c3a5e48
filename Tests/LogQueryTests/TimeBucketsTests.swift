import LogQuery
import LogWire
import Testing

struct TimeBucketsTests {
  private static let second: Int64 = 1_000_000_000

  private static func time(_ nanoseconds: Int64) -> Timestamp { Timestamp(nanoseconds: nanoseconds) }

  @Test func bucketsCoverTheRange() {
    let buckets = TimeBuckets(from: Self.time(10), to: Self.time(89), count: 8)
    #expect(buckets.width == 10)
    let places = [10, 19, 20, 89, 1000, -5].map { buckets.index(of: Self.time($0)) }
    #expect(places == [0, 0, 1, 7, 7, 0])
    #expect(buckets.time(of: 3) == Self.time(40))
  }

  @Test func allOfTimeHasRoom() {
    let buckets = TimeBuckets(from: .distantPast, to: .distantFuture, count: 8)
    #expect(buckets.index(of: .distantPast) == 0)
    #expect(buckets.index(of: .distantFuture) == 7)
    #expect(buckets.time(of: 100) == .distantFuture)
    let one = TimeBuckets.always
    #expect(one.index(of: .distantPast) == 0)
    #expect(one.index(of: .distantFuture) == 0)
  }

  @Test func oneMomentIsOneBucket() {
    let buckets = TimeBuckets(from: Self.time(7), to: Self.time(7), count: 8)
    #expect(buckets.index(of: Self.time(7)) == 0)
  }

  /// What is asked for, and the buckets, in milliseconds.
  struct RoundCase: Sendable {
    let first: Int64
    let last: Int64
    let maximum: Int
    let start: Int64
    let width: Int64
    let count: Int
  }

  private static let hour: Int64 = 3_600_000
  private static let day: Int64 = 24 * hour

  static let cases = [
    RoundCase(first: 100, last: 100, maximum: 40, start: 100, width: 1, count: 1),
    RoundCase(first: 101, last: 139, maximum: 40, start: 101, width: 1, count: 39),
    RoundCase(first: 101, last: 400, maximum: 40, start: 100, width: 10, count: 31),
    RoundCase(first: 100_500, last: 130_000, maximum: 40, start: 100_000, width: 1000, count: 31),
    RoundCase(first: 3_599_000, last: 7_201_000, maximum: 3, start: 0, width: hour, count: 3),
    RoundCase(first: -1000, last: 10_000, maximum: 4, start: -5000, width: 5000, count: 4),
    RoundCase(first: 5000, last: 400 * day, maximum: 40, start: 0, width: 14 * day, count: 29),
  ]

  @Test(arguments: cases)
  func roundBucketsHaveWidthsOfClocks(_ test: RoundCase) {
    let millisecond: Int64 = 1_000_000
    let buckets = TimeBuckets(
      roundFrom: Self.time(test.first * millisecond), to: Self.time(test.last * millisecond),
      atMost: test.maximum, calendar: .utc)
    #expect(buckets.start == Self.time(test.start * millisecond))
    #expect(buckets.width == UInt64(test.width * millisecond))
    #expect(buckets.count == test.count)
  }

  @Test func roundBucketsBeginWithTheHoursOfTheCalendar() {
    let india = CivilCalendar(
      civilTime: { CivilCalendar.utc.civilTime($0 + 19_800) },
      seconds: { CivilCalendar.utc.seconds($0)?.advanced(by: -19_800) })
    let first = Self.time(1_795_442_523_000_000_000)
    let last = Self.time(first.nanoseconds + 36_000 * Self.second)
    let buckets = TimeBuckets(roundFrom: first, to: last, atMost: 11, calendar: india)
    #expect(buckets.width == 3_600_000_000_000)
    #expect(buckets.start.nanoseconds / Self.second % 3600 == 1800)
  }

  @Test func allOfTimeHasRoundBuckets() {
    let buckets = TimeBuckets(roundFrom: .distantPast, to: .distantFuture, atMost: 40, calendar: .utc)
    #expect(buckets.count <= 40)
    #expect(buckets.index(of: .distantFuture) < buckets.count)
  }
}
