import HealthStore
import LogQuery
import LogWire
import Terminal
import Testing

struct HealthOutputTests {
  private static let now = Timestamp(nanoseconds: 1_795_442_523_000_000_000)

  private static func row(
    _ name: String, _ state: HealthState, secondsAgo: Int64, reason: String = "", project: String? = nil,
    restarts: Int = 0
  ) -> HealthRow {
    HealthRow(
      id: "4bf9", name: name, project: project, resource: nil, state: state,
      since: Timestamp(nanoseconds: now.nanoseconds - secondsAgo * 1_000_000_000), reason: reason,
      restarts: restarts)
  }

  private static func table(_ rows: [HealthRow], isColored: Bool = false) -> String {
    HealthTable(calendar: .utc, now: now, isColored: isColored).text(rows)
  }

  @Test func statesStandInATable() {
    let rows = [
      Self.row("api", .healthy, secondsAgo: 7200, project: "shop"),
      Self.row("worker", .stopped(exitCode: 1), secondsAgo: 40, reason: "exited with code 1", restarts: 12),
    ]
    #expect(
      Self.table(rows) == """
        STATE          CONTAINER  PROJECT  SINCE                      RESTARTS  REASON
        ✓ healthy      api        shop     2026-11-23 12:02:03 (2h)          0
        ✗ stopped (1)  worker              2026-11-23 14:01:23 (40s)        12  exited with code 1

        """)
  }

  @Test func columnsThatNoRowFillsAreLeftOut() {
    #expect(!Self.table([Self.row("api", .running, secondsAgo: 0)]).contains("PROJECT"))
  }

  @Test func tableOfNothingSaysSo() {
    #expect(Self.table([]) == "no container is known yet\n")
  }

  @Test func reasonsAreInertAndOnOneLine() {
    let text = Self.table([Self.row("api", .unhealthy, secondsAgo: 1, reason: "a\u{1B}[2J\nb")])
    #expect(text.contains("a\\x1b[2J\\x0ab"))
    #expect(text.split(separator: "\n").count == 2)
  }

  @Test func timeToComeHasNoNegativeAge() {
    #expect(Self.table([Self.row("api", .running, secondsAgo: -100)]).contains("(0s)"))
  }

  @Test func columnsAreAlignedAlsoInColour() {
    let rows = [
      Self.row("api", .healthy, secondsAgo: 1), Self.row("b", .stopped(exitCode: 137), secondsAgo: 1),
    ]
    var plain = Self.table(rows, isColored: true)
    while let start = plain.firstIndex(of: "\u{1B}"), let end = plain[start...].firstIndex(of: "m") {
      plain.removeSubrange(start...end)
    }
    #expect(plain == Self.table(rows))
  }

  @Test func jsonHasOneObjectALine() {
    let rows = [
      Self.row("api", .healthy, secondsAgo: 0, project: "shop"),
      Self.row("worker", .stopped(exitCode: 1), secondsAgo: 0, reason: "out of \"memory\"", restarts: 3),
    ]
    #expect(
      HealthJSON.text(rows) == """
        {"container":"api","id":"4bf9","project":"shop","state":"healthy","well":true,\
        "since":"2026-11-23T14:02:03.000000000Z","restarts":0}
        {"container":"worker","id":"4bf9","state":"stopped","exit_code":1,"well":false,\
        "since":"2026-11-23T14:02:03.000000000Z","reason":"out of \\"memory\\"","restarts":3}

        """)
  }
}
