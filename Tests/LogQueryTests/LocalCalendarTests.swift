import Glibc
import LogQuery
import LogWire
import Testing

/// The C library's time zone is one for the whole process: nothing else in these tests may look at it.
@Suite(.serialized)
struct LocalCalendarTests {
  /// Central European time, spelled so that no zone files are needed.
  init() {
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
    tzset()
  }

  private static func moment(_ text: String) throws -> String {
    let now = try TimeExpression(now: Timestamp(nanoseconds: 0), calendar: .utc).timestamp(
      "2026-03-30T10:00:00Z")
    return try TimeExpression(now: now, calendar: .local).timestamp(text).description
  }

  @Test func localMidnightsAreApartByMoreOrLessThanADayWhenTheClockIsSet() throws {
    #expect(try Self.moment("today") == "2026-03-29T22:00:00.000000000Z")
    // The clock was set forward on the 29th, which had 23 hours.
    #expect(try Self.moment("yesterday") == "2026-03-28T23:00:00.000000000Z")
  }

  @Test func hourThatIsLeftOutIsReadAsIfTheClockHadNotBeenSet() throws {
    #expect(try Self.moment("2026-03-29 02:30") == "2026-03-29T01:30:00.000000000Z")
  }

  @Test func hourThatIsShownTwiceIsTheFirstOfThem() throws {
    #expect(try Self.moment("2026-10-25 02:30") == "2026-10-25T00:30:00.000000000Z")
    #expect(try Self.moment("2026-10-25 03:30") == "2026-10-25T02:30:00.000000000Z")
  }

  @Test func localTimeIsShown() {
    #expect(CivilCalendar.local.civilTime(1_795_438_923).hour == 14)
    #expect(CivilCalendar.local.civilTime(1_784_988_123).hour == 16)
  }
}
