import Patterns
import Probes
import Testing

struct ProbeSettingsTests {
  private func spec(_ values: [ProbeKey: String], headers: [HTTPHeader] = []) throws -> ProbeSpec {
    var settings = ProbeSettings()
    for (key, value) in values { settings[key] = value }
    settings.headers = headers
    return try settings.spec(named: "test")
  }

  private func problems(_ values: [ProbeKey: String], headers: [HTTPHeader] = []) -> [String] {
    do {
      _ = try spec(values, headers: headers)
      return []
    } catch {
      let problems = (error as? ProbeSettingsError)?.problems ?? []
      return problems.map { problem in
        let hint = problem.suggestion.map { " [\($0)]" } ?? ""
        return "\(problem.key?.rawValue ?? "-"): \(problem.message)\(hint)"
      }
    }
  }

  @Test func aURLAloneHasTheDefaults() throws {
    let spec = try spec([.http: "http://127.0.0.1/"])
    #expect(
      spec == ProbeSpec(name: "test", check: .http(HTTPCheck(url: try AddressTemplate("http://127.0.0.1/")))))
    #expect(spec.interval == .seconds(10) && spec.timeout == .seconds(5) && spec.startPeriod == .zero)
    #expect(spec.failureThreshold == 3 && spec.successThreshold == 2)
    #expect(spec.severity == .critical && spec.slow == nil)
    #expect(spec.target == "GET http://127.0.0.1/")
  }

  @Test(arguments: [[ProbeKey.log: "FATAL"], [.silence: "1m"]])
  func oneResultOfAWindowIsEnough(values: [ProbeKey: String]) throws {
    let spec = try spec(values)
    #expect(spec.failureThreshold == 1 && spec.successThreshold == 1)
  }

  @Test func everyKeyIsRead() throws {
    let spec = try spec(
      [
        .http: "https://{address}:8443/", .method: "POST", .body: "ping", .status: "204", .expect: "ok",
        .expiry: "14d", .verify: "false", .redirects: "true", .interval: "30s", .timeout: "2s",
        .startPeriod: "1m", .failures: "5", .successes: "1", .severity: "warning", .slow: "500ms",
      ], headers: [HTTPHeader(name: "Accept", value: "*/*")])
    guard case .http(let check) = spec.check else {
      Issue.record("\(spec)")
      return
    }
    #expect(check.method == .post && check.body == "ping" && check.status.description == "204")
    #expect(check.expect?.pattern == "ok" && check.expiry == .seconds(14 * 86400))
    #expect(!check.verifiesCertificate && check.followsRedirects)
    #expect(check.headers == [HTTPHeader(name: "Accept", value: "*/*")])
    #expect(spec.interval == .seconds(30) && spec.timeout == .seconds(2) && spec.startPeriod == .seconds(60))
    #expect(spec.failureThreshold == 5 && spec.successThreshold == 1)
    #expect(spec.severity == .warning && spec.slow == .milliseconds(500))
  }

  @Test func theOtherChecksAreRead() throws {
    #expect(try spec([.tcp: "{address}:5432"]).target == "tcp {address}:5432")
    #expect(try spec([.exec: "pg_isready -q"]).check == .exec(["/bin/sh", "-c", "pg_isready -q"]))
    #expect(try spec([.exec: #"["pg_isready", "-q"]"#]).check == .exec(["pg_isready", "-q"]))
    #expect(try spec([.log: "FATAL"]).target == "log no FATAL within 5m")
    #expect(
      try spec([.log: "beat", .must: "present", .within: "1m"]).target == "log beat within 1m")
    #expect(try spec([.silence: "10m"]).check == .silence(.seconds(600)))
  }

  @Test func theTimeOutIsNeverLongerThanTheInterval() throws {
    #expect(try spec([.tcp: "a:1", .interval: "2s"]).timeout == .seconds(2))
  }

  @Test func aCommandOfWordsReadsAsTheSameWords() throws {
    var settings = ProbeSettings()
    settings.setCommand(["a", #"b "c""#, "d\n"])
    #expect(try settings.spec(named: "x").check == .exec(["a", #"b "c""#, "d\n"]))
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var values: [ProbeKey: String]
    var expected: [String]
    var testDescription: String { "\(values)" }
  }

  @Test(arguments: [
    Mistake(values: [:], expected: ["-: nothing is checked; expected one of http, tcp, exec, log, silence"]),
    Mistake(
      values: [.http: "http://a/", .tcp: "a:1"],
      expected: ["tcp: a probe checks one thing, and this one has http; make a probe of another name of it"]),
    Mistake(
      values: [.tcp: "a:1", .status: "200", .within: "1m"],
      expected: [
        "status: goes with http, not with tcp; remove it", "within: goes with log, not with tcp; remove it",
      ]),
    Mistake(
      values: [.http: "ftp://a/"],
      expected: [
        #"http: "ftp://a/" is no URL of http or https; expected http://{address}:8080/healthz or the like"#
      ]),
    Mistake(
      values: [.http: "http://user:secret@a/"],
      expected: [
        #"http: "http://user:secret@a/" has a user in it, which belongs in the header Authorization; expected http://{address}:8080/healthz or the like"#
      ]),
    Mistake(
      values: [.http: "http://a:99999/"],
      expected: [
        #"http: "http://a:99999/" has a host or port that can't be one; expected http://{address}:8080/healthz or the like"#
      ]),
    Mistake(
      values: [.http: "http://{adress}/"],
      expected: [
        "http: there is no {adress}; expected {address}, {address:NETWORK}, {port:8080} or {name} [address]"
      ]),
    Mistake(
      values: [.http: "http://{port:http}/"],
      expected: [
        "http: there is no {port:http}; expected {address}, {address:NETWORK}, {port:8080} or {name}"
      ]
    ),
    Mistake(
      values: [.http: "http://{address/"],
      expected: [
        #"http: "http://{address/" has a brace without the other one; expected {address}, {address:NETWORK}, {port:8080} or {name}"#
      ]),
    Mistake(
      values: [.http: "http://a/", .expiry: "14d", .verify: "false"],
      expected: [
        "expiry: goes with https, and the URL is http; remove it",
        "verify: goes with https, and the URL is http; remove it",
      ]),
    Mistake(
      values: [.http: "http://a/", .method: "get", .status: "2xx", .expect: "(", .redirects: "yes"],
      expected: [
        #"method: "get" is not known; expected GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS [GET]"#,
        #"status: "2xx" is no list of statuses; expected 200-299 or 200,204,301-303"#,
        #"expect: "(" is no regular expression: missing closing parenthesis (at byte 2 of the regular expression)"#,
        #"redirects: "yes" is neither; expected true or false"#,
      ]),
    Mistake(
      values: [.http: "http://a/", .method: "HEAD", .expect: "ok"],
      expected: ["expect: the answer to HEAD has no body; use GET"]),
    Mistake(
      values: [.tcp: "a"],
      expected: [#"tcp: "a" is no host and port; expected {address}:5432 or 127.0.0.1:{port:5432}"#]),
    Mistake(
      values: [.exec: "[1]"],
      expected: [
        #"exec: "[1]" is no JSON array of texts; expected ["program", "argument"], or a line for the shell"#
      ]),
    Mistake(
      values: [.exec: "[]"],
      expected: [#"exec: the command has no program; expected ["program", "argument"]"#]),
    Mistake(
      values: [.log: "( a", .must: "absend"],
      expected: [
        #"log: this parenthesis is never closed, at character 1 of the query: add a ), or put the text in quotes: "main(""#,
        #"must: "absend" is not known; expected present, absent [absent]"#,
      ]),
    Mistake(
      values: [.silence: "1"],
      expected: [#"silence: "1" has no unit; expected a duration such as 500ms, 10s, 5m, 2h, 3d or 1h30m"#]),
    Mistake(
      values: [
        .tcp: "a:1", .interval: "100ms", .timeout: "30s", .failures: "0", .severity: "high", .slow: "",
      ],
      expected: [
        "interval: 100ms is out of bounds; expected 1s to 1d",
        "timeout: timeout (30s) is longer than interval (10s); make it at most as long",
        #"failures: "0" is none; expected a whole number from 1 to 100"#,
        #"severity: "high" is not known; expected critical, warning"#,
        "slow: has no value; write one or remove it",
      ]),
    Mistake(
      values: [.tcp: "a:1", .slow: "5s"],
      expected: ["slow: slow (5s) is never reached, since timeout is 5s; make it less than that"]),
  ])
  func everythingThatIsWrongIsToldAtOnce(mistake: Mistake) {
    #expect(problems(mistake.values) == mistake.expected)
  }

  @Test func headersThatCannotBeSentAreRefused() {
    let headers = [HTTPHeader(name: "A b", value: "x"), HTTPHeader(name: "C", value: "1\r\n2")]
    #expect(
      problems([.http: "http://a/"], headers: headers) == [
        #"headers: "A b" is no name of a header; expected letters, digits and - as in X-Token"#,
        "headers: the header's value has a line end or another control character; remove it",
      ])
  }

  @Test(arguments: ["", "a.b", "ä", "http", "start-period", "header", String(repeating: "x", count: 65)])
  func whatIsNoNameIsRefused(name: String) {
    var settings = ProbeSettings()
    settings[.tcp] = "a:1"
    #expect(throws: ProbeSettingsError.self) { try settings.spec(named: name) }
  }

  @Test func equalSettingsReadAlikeWhateverTheirHistory() {
    var (one, other) = (ProbeSettings(), ProbeSettings())
    for key in ProbeKey.allCases { one[key] = key.rawValue }
    for key in ProbeKey.allCases.reversed() { other[key] = key.rawValue }
    #expect("\(one)" == "\(other)")
  }
}
