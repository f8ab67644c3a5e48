import LogQuery
import LogWire
import Testing

struct TimeExpressionTests {
  /// UTC+1 the whole year round, so that local time is not UTC.
  private static let hourEast = CivilCalendar(
    civilTime: { seconds in CivilCalendar.utc.civilTime(seconds + 3600) },
    seconds: { time in CivilCalendar.utc.seconds(time).map { $0 - 3600 } })

  /// 2026-11-23 14:02:03.5 there.
  private static let expression = TimeExpression(
    now: Timestamp(nanoseconds: 1_795_438_923_500_000_000), calendar: hourEast)

  struct Case: CustomTestStringConvertible {
    let text: String
    let time: String

    init(_ text: String, _ time: String) {
      self.text = text
      self.time = time
    }

    var testDescription: String { text }
  }

  static let cases = [
    Case("now", "2026-11-23T13:02:03.500000000Z"),
    Case("10m", "2026-11-23T12:52:03.500000000Z"),
    Case("2h", "2026-11-23T11:02:03.500000000Z"),
    Case("3d", "2026-11-20T13:02:03.500000000Z"),
    Case("1w", "2026-11-16T13:02:03.500000000Z"),
    Case("90s", "2026-11-23T13:00:33.500000000Z"),
    Case("500ms", "2026-11-23T13:02:03.000000000Z"),
    Case("1h30m", "2026-11-23T11:32:03.500000000Z"),
    Case("today", "2026-11-22T23:00:00.000000000Z"),
    Case("yesterday", "2026-11-21T23:00:00.000000000Z"),
    Case("yesterday 14:02", "2026-11-22T13:02:00.000000000Z"),
    Case("today 00:00:01", "2026-11-22T23:00:01.000000000Z"),
    Case("14:02", "2026-11-23T13:02:00.000000000Z"),
    Case("14:02:03.25", "2026-11-23T13:02:03.250000000Z"),
    Case("23:59", "2026-11-23T22:59:00.000000000Z"),
    Case("2026-11-23", "2026-11-22T23:00:00.000000000Z"),
    Case("2026-11-23 14:02", "2026-11-23T13:02:00.000000000Z"),
    Case("2026-11-23T14:02:03", "2026-11-23T13:02:03.000000000Z"),
    Case("2026-11-23 14:02:03.123456789", "2026-11-23T13:02:03.123456789Z"),
    Case("2026-11-23 14:02:03.1234567891", "2026-11-23T13:02:03.123456789Z"),
    Case("2026-11-23T14:02:03.5Z", "2026-11-23T14:02:03.500000000Z"),
    Case("2026-11-23t14:02:03z", "2026-11-23T14:02:03.000000000Z"),
    Case("2026-11-23T14:02:03+02:00", "2026-11-23T12:02:03.000000000Z"),
    Case("2026-11-23T14:02:03-09:30", "2026-11-23T23:32:03.000000000Z"),
    Case("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000000Z"),
    Case("2024-02-29", "2024-02-28T23:00:00.000000000Z"),
  ]

  @Test(arguments: cases)
  func timeIsUnderstood(_ testCase: Case) throws {
    #expect(try Self.expression.timestamp(testCase.text).description == testCase.time)
  }

  @Test func yesterdayOfTheFirstOfTheYearIsTheLastOfTheYearBefore() throws {
    let newYear = TimeExpression(now: Timestamp(nanoseconds: 1_767_225_600_000_000_000), calendar: .utc)
    #expect(try newYear.timestamp("yesterday").description == "2025-12-31T00:00:00.000000000Z")
  }

  @Test(arguments: [
    "", " ", "foo", "10", "10x", "m", "-10m", "30m1h", "1.5h", "14", "14:2", "14:02:", "14:02:03.", "14:02Z",
    "todayish",
    "today14:02", "2026-11", "2026-11-23 ", "2026-11-23Z", "2026-11-23T14:02:03.5Zx",
    "2026-11-23T14:02:03+2:00",
    "2026-11-23T14:02:03+25:00", "2026/11/23", "१२:०२",
  ])
  func otherTextIsRefused(_ text: String) throws {
    let error = try #require(throws: TimeExpressionError.self) { try Self.expression.timestamp(text) }
    #expect(error.code == .unknownForm)
    #expect(error.description.contains("RFC 3339"))
  }

  @Test(arguments: [
    "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31", "2026-01-00", "24:00", "12:60", "12:00:61",
    "2026-11-23T25:00:00Z",
  ])
  func timeThatDoesNotExistIsRefused(_ text: String) throws {
    let error = try #require(throws: TimeExpressionError.self) { try Self.expression.timestamp(text) }
    #expect(error.code == .noSuchTime)
  }

  @Test(arguments: ["9999-01-01", "1600-01-01", "200000d", "0000-01-01T00:00:00Z"])
  func timeBeyondTheCountIsRefused(_ text: String) throws {
    let error = try #require(throws: TimeExpressionError.self) { try Self.expression.timestamp(text) }
    #expect(error.code == .outOfRange)
  }

  @Test func rangeHasBothEnds() throws {
    let range = try TimeRange(since: "2h", until: "now", relativeTo: Self.expression)
    #expect(range.since?.description == "2026-11-23T11:02:03.500000000Z")
    #expect(range.until?.description == "2026-11-23T13:02:03.500000000Z")
    #expect(try TimeRange(since: nil, until: nil, relativeTo: Self.expression) == .always)
  }

  @Test func rangeThatEndsBeforeItBeginsIsRefused() throws {
    let error = try #require(throws: TimeExpressionError.self) {
      try TimeRange(since: "1h", until: "2h", relativeTo: Self.expression)
    }
    #expect(error.code == .rangeIsBackwards)
  }

  @Test func rangeOfOneMomentIsAllowed() throws {
    #expect(throws: Never.self) { try TimeRange(since: "now", until: "now", relativeTo: Self.expression) }
  }
}
