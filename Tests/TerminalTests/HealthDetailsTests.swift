import HealthStore
import LogQuery
import LogWire
import Terminal
import Testing

/// `lslog health NAME` and `--why`.
struct HealthDetailsTests {
  private static let report = HealthSamples.report(
    "api", .unhealthy, secondsAgo: 40, reason: "healthz: HTTP 500", project: "shop", resource: "web",
    restarts: 2,
    probes: [
      HealthSamples.probe(
        "healthz", .failing, p50: 12_000_000, p95: 40_000_000, failures: 3, reason: "HTTP 500",
        output: Array("out of \u{1B}[2Jconnections\r\nsecond\n\n".utf8)),
      HealthSamples.probe(
        "lslog.probe.http.intervall", .invalid, kind: "", reason: "there is no such setting"),
    ],
    history: [HealthSamples.change(.healthy, 86_400), HealthSamples.change(.unhealthy, 8640)], from: .healthy)

  private static func text(_ report: ContainerReport, width: Int? = nil, isColored: Bool = false) -> String {
    var silence = Silence(
      pattern: "api", from: HealthSamples.ago(10), until: HealthSamples.ago(-60), reason: "moving",
      author: "ann")
    silence.number = 7
    let action = HealthAction(
      time: HealthSamples.ago(20), container: report.row.id, name: "api", kind: .restart, reason: "HTTP 500",
      outcome: "done")
    return HealthDetails(calendar: .utc, now: HealthSamples.now, isColored: isColored, width: width).text(
      report, silences: [silence], actions: [action],
      transitions: [
        HealthSamples.transition("api", .healthy, .unhealthy, secondsAgo: 40, reason: "healthz: HTTP 500")
      ])
  }

  @Test func allThatIsKnownOfAContainerIsShown() {
    #expect(
      Self.text(Self.report) == """
        ✗ unhealthy  api
        since     2026-11-23 14:01:23 (40s)
        why       healthz: HTTP 500 (was healthy)
        project   shop
        resource  web
        id        4bf92f3577b3
        restarts  2
        uptime    24 h  90.00 %  █████████████████████▅××
                  7 d   90.00 %, known for 1d of it
                  30 d  90.00 %, known for 1d of it
        silenced  until 2026-11-23 14:03:03 (number 7, by ann): moving

        PROBE    KIND  TARGET                   STATE       LAST   P50/P95  FAILED  CHECKED  RESULT
        healthz  http  http://10.0.0.2/healthz  ✗ failing  12 ms  12/40 ms       3  4s ago   HTTP 500
          out of \\x1b[2Jconnections
          second
        ! lslog.probe.http.intervall: there is no such setting

        TIME                 ACTION   OUTCOME  REASON
        2026-11-23 14:01:43  restart  done     HTTP 500

        TIME                 CHANGE               REASON
        2026-11-23 14:01:23  healthy → unhealthy  healthz: HTTP 500

        """)
  }

  @Test func detailsFitTheTerminalAndAreAlignedInColour() {
    for line in Self.text(Self.report, width: 80).split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
    #expect(HealthSamples.plain(Self.text(Self.report, isColored: true)) == Self.text(Self.report))
  }

  @Test func containerWithoutProbesAndHistoryHasNoTables() {
    let text = HealthDetails(calendar: .utc, now: HealthSamples.now, isColored: false)
      .text(HealthSamples.report("api", .created, secondsAgo: 1))
    #expect(
      text == """
        … created  api
        since     2026-11-23 14:02:02 (1s)
        id        4bf92f3577b3
        restarts  0
        uptime    24 h  -        ························, known for 0s of it
                  7 d   -, known for 0s of it
                  30 d  -, known for 0s of it

        """)
  }

  @Test func unknownStateSaysWhy() {
    var report = Self.report
    report.stateBefore = .unhealthy
    report.row.state = .unknown
    report.row.reason = "the prober is silent (was unhealthy)"
    let text = Self.text(report)
    #expect(
      text.hasPrefix("? unknown  api\n") && text.contains("why       the prober is silent (was unhealthy)\n"))
  }

  private static let transition = HealthSamples.transition(
    "api", .healthy, .unhealthy, secondsAgo: 40, reason: "healthz failed 3 times: HTTP 500",
    evidence: Evidence(
      oomKilled: true, probe: "healthz", httpStatus: 500, exitCode: 1, latency: 12_000_000,
      firstSign: HealthSamples.ago(60), output: Array("no\u{7}\nmore".utf8)))

  private static func line(_ text: String, secondsAgo: Int64) -> HealthStory.Part {
    .line(Samples.hit(Array(text.utf8), time: HealthSamples.ago(secondsAgo).nanoseconds))
  }

  private static let log: [HealthStory.Part] = [
    line("before", secondsAgo: 61), .firstSign(HealthSamples.ago(60)), .gap,
    line("near\u{1B}", secondsAgo: 41),
    .transition, line("after", secondsAgo: 39),
  ]

  @Test func whyIsTheEvidenceAndTheLogAroundIt() {
    let story = HealthStory(calendar: .utc, now: HealthSamples.now, isColored: false)
    #expect(
      story.text(Self.transition, log: Self.log) == """
        api: healthy → unhealthy, 2026-11-23 14:01:23 (40s)
        healthz failed 3 times: HTTP 500
        killed for want of memory, probe healthz, HTTP status 500, exit code 1, after 12 ms, first sign 2026-11-23 14:01:03
          no\\x07
          more

        2026-11-23 14:01:02.000 api      before
        ======== 2026-11-23 14:01:03.000 first sign
        --
        2026-11-23 14:01:22.000 api      near\\x1b
        ======== 2026-11-23 14:01:23.000 healthy → unhealthy
        2026-11-23 14:01:24.000 api      after

        """)
    let colored = HealthStory(calendar: .utc, now: HealthSamples.now, isColored: true)
    #expect(
      HealthSamples.plain(colored.text(Self.transition, log: Self.log))
        == story.text(Self.transition, log: Self.log))
  }

  @Test func whyWithoutALogSaysSo() {
    let transition = HealthSamples.transition("api", nil, .stopped(exitCode: 1), secondsAgo: 40)
    #expect(
      HealthStory(calendar: .utc, now: HealthSamples.now, isColored: false).text(
        transition, log: [.transition])
          == """
          api: first seen stopped (1), 2026-11-23 14:01:23 (40s)

          no log of it is kept: lslogd did not follow it then, or its lines were deleted since

          """)
  }

  @Test func whyInJSONHasTheLines() {
    let text = HealthStory.json(Self.transition, log: Self.log)
    #expect(text.hasPrefix(#"{"number":0,"time":"2026-11-23T14:01:23.000000000Z","container":"api","#))
    #expect(
      text.contains(#""oom_killed":true,"probe":"healthz","http_status":500,"exit_code":1,"latency_ms":12,"#))
    #expect(text.contains(#""output":"no\u0007\nmore","lines":[{"time":"2026-11-23T14:01:02.000000000Z","#))
    #expect(text.contains(#""message":"near\u001b""#) && text.hasSuffix("}]}\n"))
    #expect(text.split(separator: "\n").count == 1)
  }

  @Test func jsonHasOneObjectALine() {
    let reports = [
      HealthSamples.report(
        "db", .healthy, secondsAgo: 0, project: "shop", history: [HealthSamples.change(.healthy, 43_200)]),
      HealthSamples.report(
        "worker", .stopped(exitCode: 1), secondsAgo: 0, reason: "out of \"memory\"", restarts: 3),
    ]
    #expect(
      HealthJSON.text(reports) == """
        {"container":"db","id":"4bf92f3577b34da6","project":"shop","state":"healthy","well":true,\
        "since":"2026-11-23T14:02:03.000000000Z","restarts":0,"uptime":{"24h":{"share":1,"known":0.5}}}
        {"container":"worker","id":"4bf92f3577b34da6","state":"stopped","exit_code":1,"well":false,\
        "since":"2026-11-23T14:02:03.000000000Z","reason":"out of \\"memory\\"","restarts":3,\
        "uptime":{"24h":{"known":0}}}

        """)
  }

  @Test func jsonOfAContainerHasAllThatIsKnown() {
    let silence = Silence(
      pattern: "api", from: HealthSamples.ago(1), until: HealthSamples.ago(-1), reason: "r", author: "ann")
    let action = HealthAction(
      time: HealthSamples.ago(20), container: "4bf92f3577b34da6", name: "api", kind: .restart,
      reason: "HTTP 500")
    var report = Self.report
    report.probes[0].output = [0x61, 0xFF]
    let text = HealthJSON.text(
      report, HealthJSON.Details(silences: [silence], actions: [action], transitions: [Self.transition]))
    #expect(
      text == """
        {"container":"api","id":"4bf92f3577b34da6","project":"shop","resource":"web","state":"unhealthy","well":false,\
        "since":"2026-11-23T14:01:23.000000000Z","reason":"healthz: HTTP 500","restarts":2,\
        "uptime":{"24h":{"share":0.9,"known":1},"7d":{"share":0.9,"known":0.14285714285714285},\
        "30d":{"share":0.9,"known":0.03333333333333333}},\
        "probes":[{"probe":"healthz","kind":"http","target":"http://10.0.0.2/healthz","critical":true,\
        "state":"failing","since":"2026-11-23T14:00:23.000000000Z","checked":"2026-11-23T14:01:59.000000000Z",\
        "latency_ms":12,"latency_p50_ms":12,"latency_p95_ms":40,"failures":3,"reason":"HTTP 500",\
        "output":"a\u{FFFD}","output_base64":"Yf8="},\
        {"probe":"lslog.probe.http.intervall","kind":"","target":"http://10.0.0.2/healthz","critical":true,\
        "state":"invalid","since":"2026-11-23T14:00:23.000000000Z","checked":"2026-11-23T14:01:59.000000000Z",\
        "failures":0,"reason":"there is no such setting"}],\
        "silences":[{"number":0,"until":"2026-11-23T14:02:04.000000000Z","author":"ann","reason":"r"}],\
        "actions":[{"time":"2026-11-23T14:01:43.000000000Z","action":"restart","reason":"HTTP 500"}],\
        "transitions":[{"number":0,"time":"2026-11-23T14:01:23.000000000Z","container":"api","id":"4bf92f3577b34da6",\
        "from":"healthy","to":"unhealthy","well":false,"reason":"healthz failed 3 times: HTTP 500","oom_killed":true,\
        "probe":"healthz","http_status":500,"exit_code":1,"latency_ms":12,\
        "first_sign":"2026-11-23T14:01:03.000000000Z","output":"no\\u0007\\nmore"}]}

        """)
  }
}
