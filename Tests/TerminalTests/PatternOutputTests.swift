import LogQuery
import LogWire
import Terminal
import Testing

struct PatternOutputTests {
  private static let start: Int64 = 1_795_442_523_000_000_000

  private static func pattern(
    _ template: String, _ example: String, _ trend: [Int], seconds: Int64 = 0
  ) -> Pattern {
    Pattern(
      template: Array(template.utf8), lines: trend.reduce(0, +), trend: trend,
      first: Timestamp(nanoseconds: start), last: Timestamp(nanoseconds: start + seconds * 1_000_000_000),
      example: Array(example.utf8))
  }

  private static func report(more: Int = 0) -> PatternReport {
    var report = PatternReport()
    report.patterns.append(
      pattern("sent \u{11} bytes", "INFO sent 5 bytes", [50, 0, 100, 150], seconds: 60))
    report.patterns.append(pattern("a\u{1B}b", "a\u{1B}b", [0, 1, 0, 0]))
    report.count = 2 + more
    report.lines = 400
    report.buckets = TimeBuckets(
      start: Timestamp(nanoseconds: start), width: 15_000_000_000, count: 4)
    return report
  }

  private static func rows(_ report: PatternReport, width: Int? = nil) -> [String] {
    let text = PatternText(calendar: .utc, isColored: false, width: width).text(report)
    return text.split(separator: "\n").map { String($0) }
  }

  @Test func patternsStandInATableWithExamples() {
    let rows = Self.rows(Self.report(more: 3))
    #expect(rows.count == 7)
    #expect(rows[0] == "  LINES   SHARE  TREND  LEVEL  FIRST AND LAST SEEN")
    #expect(rows[1] == "    300  75.0 %  ▃ ▆█   info   2026-11-23 14:02:03 – 14:03:03")
    #expect(rows[2] == "    sent <*> bytes")
    #expect(rows[3] == "    INFO sent 5 bytes")
    #expect(rows[4] == "      1   0.3 %   █            2026-11-23 14:02:03 – 14:02:03")
    #expect(rows[5] == "    a\\x1bb")
    #expect(rows[6] == "3 more patterns")
  }

  @Test func lastDayIsToldIfItIsAnother() {
    var report = Self.report()
    report.patterns = [Self.pattern("a", "a", [1], seconds: 86_400)]
    #expect(Self.rows(report)[1].hasSuffix("2026-11-23 14:02:03 – 2026-11-24 14:02:03"))
  }

  @Test func linesAreCutAtTheWidth() {
    let rows = Self.rows(Self.report(), width: 12)
    #expect(rows[2] == "    sent <*…")
    #expect(rows[3] == "    INFO se…")
  }

  @Test func nothingSaysSo() {
    let text = PatternText(calendar: .utc, isColored: false).text(PatternReport())
    #expect(text == "no patterns\n")
    #expect(PatternJSON.text(PatternReport()).isEmpty)
  }

  @Test func objectsHaveEverything() {
    let rows = PatternJSON.text(Self.report()).split(separator: "\n").map { String($0) }
    #expect(rows.count == 2)
    let start = #"{"pattern":"sent <*> bytes","count":300,"share":0.75,"level":"info","#
    let times = #""first":"2026-11-23T14:02:03.000000000Z","last":"2026-11-23T14:03:03.000000000Z","#
    let trend =
      #""trend":[50,0,100,150],"trend_start":"2026-11-23T14:02:03.000000000Z","trend_seconds":15,"#
    let end = #""example":"INFO sent 5 bytes"}"#
    #expect(rows[0] == start + times + trend + end)
    #expect(rows[1].hasPrefix(#"{"pattern":"a\u001bb","count":1,"share":0.0025,"first""#))
  }
}
