import DaemonConfiguration
import Probes
import Testing

@Suite struct ProbeConfigTests {
  private func load(_ yaml: String) throws -> Config {
    try ConfigLoader().load(yaml: yaml, file: "t.yml")
  }

  private func problems(_ yaml: String) -> [String] {
    do {
      _ = try load(yaml)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map(String.init)
    }
  }

  @Test func probesAreRead() throws {
    let health = try load(
      """
      health:
        exec: true
        probes:
          - name: web
            select: {names: [web-*], labels: team=x}
            http: http://{address}:8080/
            headers: {Accept: text/plain, X-Token: 7}
            start_period: 1m
          - {name: queue, exec: [redis-cli, "a b"]}
          - {name: shell, exec: redis-cli ping}
      """
    ).health
    #expect(health.exec)
    #expect(health.probes.map(\.name) == ["web", "queue", "shell"])
    #expect(health.probes[0].select == RuleConfig(names: ["web-*"], labels: ["team=x"]))
    #expect(
      health.probes[0].settings.headers == [
        HTTPHeader(name: "Accept", value: "text/plain"), HTTPHeader(name: "X-Token", value: "7"),
      ])
    #expect(health.probes[0].settings[.startPeriod] == "1m")
    #expect(try health.probes[1].settings.spec(named: "x").check == .exec(["redis-cli", "a b"]))
    #expect(
      try health.probes[2].settings.spec(named: "x").check == .exec(["/bin/sh", "-c", "redis-cli ping"]))
  }

  @Test func everyProblemHasItsPlaceAndKey() {
    let yaml = """
      health:
        probes:
          - name: a b
            htp: http://a/
          - http: healthz
            interval: 100ms
            intervall: 1s
            headers: {"A b": x, C: "1\\n2"}
          - name: tcp1
            tcp: a:1
            status: 200
          - name: nothing
          - tcp: a:1
          - name: query
            log: "level:"
      """
    #expect(
      problems(yaml) == [
        #"t.yml:3:13: health.probes[0].name: "a b" is no name of a probe; expected 1 to 64 of A-Z a-z 0-9 _ -"#,
        #"t.yml:4:7: health.probes[0].htp: unknown key; did you mean "http"?"#,
        #"t.yml:5:13: health.probes[1].http: "healthz" is no URL of http or https; expected http://{address}:8080/healthz or the like"#,
        "t.yml:6:17: health.probes[1].interval: 100ms is out of bounds; expected 1s to 1d",
        #"t.yml:7:7: health.probes[1].intervall: unknown key; did you mean "interval"?"#,
        #"t.yml:8:24: health.probes[1].headers.A b: "A b" is no name of a header; expected letters, digits and - as in X-Token"#,
        "t.yml:8:30: health.probes[1].headers.C: the header's value has a line end or another control character; remove it",
        "t.yml:11:15: health.probes[2].status: goes with http, not with tcp; remove it",
        "t.yml:12:7: health.probes[3]: nothing is checked; expected one of http, tcp, exec, log, silence",
        "t.yml:13:7: health.probes[4]: the probe has no name; give it one with name:",
        #"t.yml:15:12: health.probes[5].log: no value after "level", at character 6 of the query: write level:value or level:* without a space, or "level:" in quotes for the text"#,
      ])
  }

  @Test func namesAreUnique() {
    let yaml = """
      health:
        probes:
          - {name: a, tcp: "a:1"}
          - {name: a, tcp: "b:2"}
      """
    #expect(
      problems(yaml) == [
        #"t.yml:4:14: health.probes[1].name: another probe has the name "a"; give each its own"#
      ])
  }

  @Test func commandsMustBeAllowed() {
    let yaml = """
      health:
        probes:
          - {name: a, exec: "true"}
      """
    #expect(
      problems(yaml) == [
        "t.yml:3:23: health.probes[0].exec: commands in containers are not allowed; set health.exec to true to allow them"
      ])
    #expect(problems(yaml + "\n  exec: true\n") == [])
  }

  @Test(arguments: ["health: {probes: 1}", "health: {probes: [1]}", "health: {probes: [{headers: [a]}]}"])
  func whatIsNoListOfProbesIsRefused(yaml: String) {
    #expect(!problems(yaml).isEmpty)
  }
}
