import LogQuery
import LogWire
import Terminal
import Testing

struct HistogramOutputTests {
  private static func group(_ name: String?, _ counts: [Int]) -> Histogram.Group {
    Histogram.Group(name: name, counts: counts)
  }

  private static func histogram(_ groups: [Histogram.Group], by grouping: HitGrouping? = nil) -> Histogram {
    var histogram = Histogram()
    let start = Timestamp(nanoseconds: 1_795_442_520_000_000_000)
    histogram.buckets = TimeBuckets(start: start, width: 60_000_000_000, count: 3)
    histogram.grouping = grouping
    histogram.groups = groups
    return histogram
  }

  private static func rows(_ histogram: Histogram, width: Int) -> [String] {
    let text = HistogramText(calendar: .utc, isColored: false, width: width).text(histogram)
    return text.split(separator: "\n").map { String($0) }
  }

  @Test func longestBarReachesTheEdge() {
    let rows = Self.rows(Self.histogram([Self.group(nil, [24, 0, 3])]), width: 39)
    #expect(rows.count == 4)
    #expect(rows[0] == "TIME                 HITS")
    #expect(rows[1] == "2026-11-23 14:02:00    24  ████████████")
    #expect(rows[2] == "2026-11-23 14:03:00     0")
    #expect(rows[3] == "2026-11-23 14:04:00     3  █▌")
  }

  @Test func groupsStandInColumns() {
    let groups = [Self.group("error", [2, 0, 0]), Self.group(nil, [118, 0, 15])]
    let rows = Self.rows(Self.histogram(groups, by: .level), width: 52)
    #expect(rows[0] == "TIME                 HITS  ERROR  NONE")
    #expect(rows[1] == "2026-11-23 14:02:00   120      2   118  ████████████")
    #expect(rows[2] == "2026-11-23 14:03:00     0      .     .")
    #expect(rows[3] == "2026-11-23 14:04:00    15      .    15  █▌")
  }

  @Test func manyGroupsAreAddedUp() {
    let groups = (0..<12).map { Self.group("c\($0)", [1, 0, 0]) }
    let rows = Self.rows(Self.histogram(groups, by: .container), width: 100)
    #expect(rows[0].hasSuffix("c6  OTHERS"))
    #expect(rows[1].contains(" 1       5  █"))
  }

  @Test func groupsWithoutRoomAreAddedUp() {
    let groups = (0..<4).map { Self.group("a-container-\($0)", [1, 0, 0]) }
    let rows = Self.rows(Self.histogram(groups, by: .container), width: 80)
    #expect(rows[0].hasSuffix("a-container-1  OTHERS"))
    #expect(rows[1].count == 80)
  }

  @Test func namesAreInert() {
    let rows = Self.rows(Self.histogram([Self.group("a\u{1B}", [1, 0, 0])], by: .container), width: 80)
    #expect(rows[0].hasSuffix("a\\x1b"))
  }

  @Test func nothingIsShownOfNothing() {
    let none = Self.histogram([])
    #expect(HistogramText(calendar: .utc, isColored: false, width: 80).text(none).isEmpty)
    #expect(HistogramJSON.text(none).isEmpty)
  }

  @Test func piecesBelowASecondHaveMilliseconds() {
    var histogram = Self.histogram([Self.group(nil, [1, 2, 3])])
    let start = Timestamp(nanoseconds: 1_795_442_520_000_000_000)
    histogram.buckets = TimeBuckets(start: start, width: 5_000_000, count: 3)
    let rows = Self.rows(histogram, width: 60)
    #expect(rows[2].hasPrefix("2026-11-23 14:02:00.005     2  █"))
    #expect(
      HistogramJSON.text(histogram).hasPrefix(#"{"time":"2026-11-23T14:02:00.000000000Z","seconds":0.005,"#))
  }

  @Test func objectsAreOfBuckets() {
    let text = HistogramJSON.text(Self.histogram([Self.group(nil, [24, 0, 3])]))
    let rows = text.split(separator: "\n").map { String($0) }
    #expect(rows.count == 3)
    #expect(rows[0] == #"{"time":"2026-11-23T14:02:00.000000000Z","seconds":60,"count":24}"#)
    #expect(rows[1] == #"{"time":"2026-11-23T14:03:00.000000000Z","seconds":60,"count":0}"#)
  }

  @Test func objectsAreOfGroups() {
    let groups = [Self.group("warn", [2, 0, 0]), Self.group(nil, [1, 0, 0])]
    let text = HistogramJSON.text(Self.histogram(groups, by: .level))
    let rows = text.split(separator: "\n").map { String($0) }
    #expect(rows.count == 2)
    #expect(rows[0] == #"{"time":"2026-11-23T14:02:00.000000000Z","seconds":60,"level":"warn","count":2}"#)
    #expect(rows[1] == #"{"time":"2026-11-23T14:02:00.000000000Z","seconds":60,"count":1}"#)
  }
}
