import HealthStore
import LogQuery
import LogWire
import Terminal
import Testing

/// `lslog health`: the table.
struct HealthOutputTests {
  private static func table(
    _ reports: [ContainerReport], isColored: Bool = false, width: Int? = nil
  ) -> String {
    HealthTable(calendar: .utc, now: HealthSamples.now, isColored: isColored, width: width).text(reports)
  }

  private static let shop = [
    HealthSamples.report(
      "api", .unhealthy, secondsAgo: 40, reason: "healthz: HTTP 500", project: "shop", resource: "web",
      restarts: 12,
      probes: [HealthSamples.probe("healthz", .failing, p50: 12_000_000, p95: 40_000_000)],
      history: [
        HealthSamples.change(.healthy, 90_000), HealthSamples.change(.unhealthy, 5 * 3600),
        HealthSamples.change(.healthy, 3 * 3600 - 1800), HealthSamples.change(.unhealthy, 40),
      ], from: .healthy),
    HealthSamples.report(
      "db", .healthy, secondsAgo: 90_000, project: "shop", resource: "db",
      history: [HealthSamples.change(.healthy, 90_000)]),
    HealthSamples.report(
      "worker", .stopped(exitCode: 137), secondsAgo: 900, reason: "out of memory",
      history: [HealthSamples.change(.stopped(exitCode: 137), 900)]),
  ]

  @Test func statesStandInATable() {
    #expect(
      Self.table(Self.shop) == """
        STATE            CONTAINER  PROJECT  RESOURCE  SINCE                      RESTARTS   P50/P95  LAST 24 H                  UPTIME  LAST CHANGE
        ✗ unhealthy      api        shop     web       2026-11-23 14:01:23 (40s)        12  12/40 ms  ███████████████████××▄█▇  89.53 %  healthz: HTTP 500 (was healthy)
        ✓ healthy        db         shop     db        2026-11-22 13:02:03 (1d)          0         -  ████████████████████████    100 %
        ✗ stopped (137)  worker                        2026-11-23 13:47:03 (15m)         0         -  ·······················×      0 %  out of memory

        """)
  }

  @Test func whatDoesNotFitIsLeftOutInAnOrder() {
    let wide = Self.table(Self.shop, width: 200)
    #expect(wide == Self.table(Self.shop))
    #expect(
      Self.table(Self.shop, width: 120) == """
        STATE            CONTAINER  PROJECT  SINCE  RESTARTS   P50/P95  LAST 24 H                  UPTIME  LAST CHANGE
        ✗ unhealthy      api        shop       40s        12  12/40 ms  ███████████████████××▄█▇  89.53 %  healthz: HTTP 500 (w…
        ✓ healthy        db         shop        1d         0         -  ████████████████████████    100 %
        ✗ stopped (137)  worker                15m         0         -  ·······················×      0 %  out of memory

        """)
    #expect(
      Self.table(Self.shop, width: 80) == """
        STATE            CONTAINER  PROJECT  SINCE   P50/P95   UPTIME  LAST CHANGE
        ✗ unhealthy      api        shop       40s  12/40 ms  89.53 %  healthz: HTTP 50…
        ✓ healthy        db         shop        1d         -    100 %
        ✗ stopped (137)  worker                15m         -      0 %  out of memory

        """)
    #expect(
      Self.table(Self.shop, width: 30) == """
        STATE            CONTAINER
        ✗ unhealthy      api
        ✓ healthy        db
        ✗ stopped (137)  worker

        """)
  }

  @Test(arguments: [26, 27, 40, 54, 55, 60, 72, 80, 99, 100, 110, 120, 130, 140, 150, 160, 170])
  func tableIsNoWiderThanTheTerminal(_ width: Int) {
    for line in Self.table(Self.shop, width: width).split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test func longNameIsCutWhenNothingElseIsLeft() {
    let report = HealthSamples.report(String(repeating: "n", count: 60), .running, secondsAgo: 1)
    #expect(Self.table([report], width: 30).contains("✓ running  nnnnnnnnnnnnnnnnnn…\n"))
    #expect(Self.table([report], width: 10).contains("✓ running  nnnnnnn…\n"), "not below eight columns")
  }

  @Test func columnsThatNoRowFillsAreLeftOut() {
    let text = Self.table([HealthSamples.report("api", .running, secondsAgo: 0, resource: "api")])
    for column in ["PROJECT", "RESOURCE", "P50/P95"] { #expect(!text.contains(column)) }
  }

  @Test func tableOfNothingSaysSo() {
    #expect(Self.table([]) == "no container is known yet\n")
  }

  @Test func stateCanBeReadWithoutColour() {
    var flapping = HealthSamples.report("b", .healthy, secondsAgo: 5, from: .unhealthy)
    flapping.row.flappingSince = HealthSamples.ago(100)
    var unknown = HealthSamples.report("c", .unknown, secondsAgo: 20, reason: "the engine is away: refused")
    unknown.stateBefore = .stopped(exitCode: 1)
    var gone = HealthSamples.report("d", .removed, secondsAgo: 30)
    gone.isGone = true
    let reports = [HealthSamples.report("a", .degraded, secondsAgo: 1), flapping, unknown, gone]
    let lines = Self.table(reports).split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("! degraded            a "))
    #expect(lines[2].hasPrefix("~ flapping (healthy)  b ") && lines[2].hasSuffix("was unhealthy"))
    #expect(lines[3].hasPrefix("? unknown             c ") && lines[3].hasSuffix("  was stopped (1)"))
    #expect(lines[4].hasPrefix("■ gone                d "))
  }

  @Test func hoursSayWhatIsDownAndWhatIsNotKnown() {
    let report = HealthSamples.report(
      "api", .healthy, secondsAgo: 3600,
      history: [
        HealthSamples.change(.healthy, 20 * 3600), HealthSamples.change(.unhealthy, 18 * 3600),
        HealthSamples.change(.paused, 16 * 3600), HealthSamples.change(.healthy, 14 * 3600 - 60),
        HealthSamples.change(.stopped(exitCode: 0), 8 * 3600), HealthSamples.change(.healthy, 3600),
      ],
      gaps: [HealthGap(from: HealthSamples.ago(12 * 3600), until: HealthSamples.ago(10 * 3600), reason: "")])
    #expect(Self.table([report]).contains("····██××--██??██-------█"))
  }

  @Test func reasonsAreInertAndOnOneLine() {
    let text = Self.table([HealthSamples.report("a\nb", .unhealthy, secondsAgo: 1, reason: "a\u{1B}[2J\nb")])
    #expect(text.contains("a\\x1b[2J\\x0ab") && text.contains("a\\x0ab"))
    #expect(text.split(separator: "\n").count == 2)
  }

  @Test func timeToComeHasNoNegativeAge() {
    #expect(Self.table([HealthSamples.report("api", .running, secondsAgo: -100)]).contains("(0s)"))
  }

  @Test func columnsAreAlignedAlsoInColour() {
    let colored = Self.table(Self.shop, isColored: true)
    #expect(
      colored.contains("\u{1B}[31m✗ unhealthy\u{1B}[0m") && colored.contains("\u{1B}[32m✓ healthy\u{1B}[0m"))
    #expect(HealthSamples.plain(colored) == Self.table(Self.shop))
  }

  @Test func doubtStandsAboveTheTable() {
    let doubt = HealthDoubt(since: HealthSamples.ago(60), reason: "the engine is away: \u{1B}[2J")
    #expect(
      DoubtText.text(doubt, calendar: .utc, isColored: false, width: nil)
        == "? nothing is known since 2026-11-23 14:01:03: the engine is away: \\x1b[2J\n")
    #expect(
      DoubtText.text(doubt, calendar: .utc, isColored: true, width: 20)
        == "\u{1B}[31m? nothing is known …\u{1B}[0m\n")
  }

  @Test func changesStandInATable() {
    let transitions = [
      HealthSamples.transition("api", nil, .starting, secondsAgo: 60),
      HealthSamples.transition(
        "api", .starting, .stopped(exitCode: 1), secondsAgo: 40, reason: "exited\nwith code 1"),
    ]
    #expect(
      TransitionTable(calendar: .utc, isColored: false).text(transitions) == """
        TIME                 CONTAINER  CHANGE                  REASON
        2026-11-23 14:01:03  api        first seen starting
        2026-11-23 14:01:23  api        starting → stopped (1)  exited\\x0awith code 1

        """)
    #expect(
      TransitionTable(calendar: .utc, isColored: false, width: 60, namesContainers: false).text(transitions)
        == """
        TIME                 CHANGE                  REASON
        2026-11-23 14:01:03  first seen starting
        2026-11-23 14:01:23  starting → stopped (1)  exited\\x0awith …

        """)
    #expect(TransitionTable(calendar: .utc, isColored: false).text([]).isEmpty)
  }

  @Test func silencesStandInATable() {
    var silence = Silence(
      pattern: "api*", from: HealthSamples.ago(60), until: HealthSamples.ago(-3600),
      reason: "moving\nthe database",
      author: "ann")
    silence.number = 3
    #expect(
      SilenceTable(calendar: .utc, isColored: false).text([silence]) == """
        NUMBER  CONTAINERS  FROM                 UNTIL                AUTHOR  REASON
             3  api*        2026-11-23 14:01:03  2026-11-23 15:02:03  ann     moving\\x0athe database

        """)
    #expect(SilenceTable(calendar: .utc, isColored: false).text([]) == "nothing is silenced\n")
    #expect(
      SilenceTable.json([silence], now: HealthSamples.now) == """
        {"number":3,"containers":"api*","from":"2026-11-23T14:01:03.000000000Z","until":"2026-11-23T15:02:03.000000000Z",\
        "active":true,"author":"ann","reason":"moving\\nthe database"}

        """)
  }
}
