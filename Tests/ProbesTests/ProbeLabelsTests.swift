import Probes
import Testing

struct ProbeLabelsTests {
  @Test func labelsWithoutANameMakeOneProbe() throws {
    let labels = ProbeLabels.parse([
      "lslog.probe.http": "http://{address}:8080/healthz", "lslog.probe.interval": "30s",
      "lslog.probe.start-period": "1m", "lslog.probe.header.X-Token": "a", "other": "x", "lslog.probes": "x",
    ])
    #expect(labels.problems.isEmpty)
    let spec = try #require(labels.specs.first)
    #expect(labels.specs.count == 1 && spec.name == "default" && labels.names == ["default"])
    #expect(spec.interval == .seconds(30) && spec.startPeriod == .seconds(60))
    guard case .http(let check) = spec.check else {
      Issue.record("\(spec)")
      return
    }
    #expect(check.headers == [HTTPHeader(name: "X-Token", value: "a")])
  }

  @Test func labelsWithNamesMakeMore() {
    let labels = ProbeLabels.parse([
      "lslog.probe.web-1.http": "http://a/", "lslog.probe.web-1.header.A.B": "x", "lslog.probe.db.tcp": "a:1",
      "lslog.probe.silence": "1m",
    ])
    #expect(labels.problems.isEmpty)
    #expect(labels.specs.map(\.name) == ["db", "default", "web-1"])
    guard case .http(let check) = labels.specs[2].check else {
      Issue.record("\(labels)")
      return
    }
    #expect(check.headers == [HTTPHeader(name: "A.B", value: "x")])
  }

  @Test func noLabelsMakeNoProbe() {
    #expect(ProbeLabels.parse(["a": "b"]) == ProbeLabels.parse([:]))
    #expect(ProbeLabels.parse([:]).specs.isEmpty)
  }

  @Test func offSwitchesTheConfigurationOff() {
    #expect(ProbeLabels.parse(["lslog.probe": "off"]).switchesOff)
    let wrong = ProbeLabels.parse(["lslog.probe": "no"])
    #expect(!wrong.switchesOff)
    #expect(
      wrong.problems.map(\.description) == [
        #"label lslog.probe: "no" is not known; expected off, or a key as in lslog.probe.http"#
      ])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var labels: [String: String]
    var expected: String
    var testDescription: String { "\(labels)" }
  }

  private static let keys =
    "http, method, body, status, expect, expiry, verify, redirects, tcp, exec, log, must, within, silence, interval, timeout, start_period, failures, successes, severity, slow, header.<name>"

  @Test(arguments: [
    Mistake(
      labels: ["lslog.probe.tcp": "a:1", "lslog.probe.intervall": "1s"],
      expected: #"label lslog.probe.intervall: unknown key; did you mean "interval"?"#),
    Mistake(
      labels: ["lslog.probe.db": "a:1"],
      expected:
        "label lslog.probe.db: unknown key; expected lslog.probe.<key> or lslog.probe.<name>.<key>, the keys are \(keys)"
    ),
    Mistake(
      labels: ["lslog.probe.db.tpc": "a:1"],
      expected: #"label lslog.probe.db.tpc: unknown key; did you mean "tcp"?"#),
    Mistake(
      labels: ["lslog.probe.http": "healthz"],
      expected:
        #"label lslog.probe.http: "healthz" is no URL of http or https; expected http://{address}:8080/healthz or the like"#
    ),
    Mistake(
      labels: ["lslog.probe.db.interval": "1s"],
      expected: "probe db: nothing is checked; expected one of http, tcp, exec, log, silence"),
    Mistake(
      labels: ["lslog.probe.d b.tcp": "a:1"],
      expected:
        #"label lslog.probe.d b.tcp: "d b" is no name of a probe; expected 1 to 64 of A-Z a-z 0-9 _ -"#),
    Mistake(
      labels: ["lslog.probe.http": "http://a/", "lslog.probe.headers": "A: b"],
      expected:
        "label lslog.probe.headers: names no header; expected header.<name> as in lslog.probe.header.Accept"),
    Mistake(
      labels: ["lslog.probe.http": "http://a/", "lslog.probe.header.A b": "c"],
      expected:
        #"label lslog.probe.header.A b: "A b" is no name of a header; expected letters, digits and - as in X-Token"#
    ),
    Mistake(
      labels: [
        "lslog.probe.tcp": "a:1", "lslog.probe.start-period": "1s", "lslog.probe.start_period": "2s",
      ],
      expected:
        "label lslog.probe.start_period: says the same as lslog.probe.start-period; remove one of them"),
    Mistake(
      labels: ["lslog.probe.tcp.x": "a:1"],
      expected:
        "label lslog.probe.tcp.x: unknown key; expected lslog.probe.<key> or lslog.probe.<name>.<key>, the keys are \(keys)"
    ),
  ])
  func aWrongLabelIsNamedAndTheOtherProbesGoOn(mistake: Mistake) {
    var labels = mistake.labels
    labels["lslog.probe.right.tcp"] = "b:2"
    let found = ProbeLabels.parse(labels)
    #expect(found.problems.map(\.description) == [mistake.expected])
    #expect(found.specs.map(\.name) == ["right"])
  }

  @Test func aContainerHasAtMost16Probes() {
    let labels = (10..<30).map { ("lslog.probe.p\($0).tcp", "a:1") }
    let found = ProbeLabels.parse(Dictionary(uniqueKeysWithValues: labels))
    #expect(found.specs.map(\.name) == (10..<26).map { "p\($0)" })
    #expect(found.problems.count == 4)
    #expect(
      found.problems.first?.description
        == "probe p26: a container has at most 16 probes; this one is left out")
  }
}
