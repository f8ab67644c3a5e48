import DaemonConfiguration
import Logging
import Quantities
import Testing

@Suite struct ConfigLoaderTests {
  func load(_ yaml: String, checks: ConfigChecks = ConfigChecks()) throws -> Config {
    try ConfigLoader(checks: checks).load(yaml: yaml, file: "t.yml")
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "docker:\nstore:\n  segment:\n", "store: ~\nlog: null\n"])
  func nothingMeansTheDefaults(_ yaml: String) throws {
    #expect(try load(yaml) == Config())
  }

  @Test func everyKeyIsRead() throws {
    let config = try load(
      """
      docker:
        host: tcp://engine:2376
        tls: {ca: /ca.pem, cert: /cert.pem, key: /key.pem, verify: false}
      select:
        containers: all
        include: [{names: web-*}, {images: [a, b], labels: team=x}]
        exclude: [{labels: [noisy]}]
      store:
        path: /data/lslog
        segment: {size: 64MiB, age: 2h}
        retention: {age: none, size: 1TiB}
        line_limit: 64KiB
      collectors: 4
      collector: {catch_up: 2, queue: 8MiB}
      sinks:
        - {name: all, tag: "{name}"}
        - {type: journald, name: errors, filter: "level:error"}
      health: {retention: none}
      supervisor:
        restart: {limit: 3, window: 1m, backoff: {initial: 1s, maximum: 1m30s}}
        stop_timeout: 5s
      log: {level: debug}
      """)
    var expected = Config()
    expected.docker.host = "tcp://engine:2376"
    expected.docker.tls.ca = "/ca.pem"
    expected.docker.tls.cert = "/cert.pem"
    expected.docker.tls.key = "/key.pem"
    expected.docker.tls.verify = false
    expected.select.containers = .all
    expected.select.include = [
      RuleConfig(names: ["web-*"]), RuleConfig(images: ["a", "b"], labels: ["team=x"]),
    ]
    expected.select.exclude = [RuleConfig(labels: ["noisy"])]
    expected.store.path = "/data/lslog"
    expected.store.segment.size = .mebibytes(64)
    expected.store.segment.age = .seconds(7200)
    expected.store.retention.age = nil
    expected.store.retention.size = ByteCount(bytes: 1 << 40)
    expected.store.lineLimit = ByteCount(bytes: 65536)
    expected.collectors = 4
    expected.collector.catchUp = 2
    expected.collector.queue = .mebibytes(8)
    expected.sinks = [SinkConfig(), SinkConfig()]
    expected.sinks[0].name = "all"
    expected.sinks[0].tag = "{name}"
    expected.sinks[1].name = "errors"
    expected.sinks[1].filter = "level:error"
    expected.health.retention = nil
    expected.supervisor.restart.limit = 3
    expected.supervisor.restart.window = .seconds(60)
    expected.supervisor.restart.backoff.initial = .seconds(1)
    expected.supervisor.restart.backoff.maximum = .seconds(90)
    expected.supervisor.stopTimeout = .seconds(5)
    expected.log.level = .debug
    #expect(config == expected)
  }

  @Test func noSinksMeansNoneAndNotTheDefault() throws {
    #expect(try load("sinks: []").sinks.isEmpty)
  }

  struct Bad: CustomTestStringConvertible {
    let yaml: String
    /// The problems, one a line.
    let problems: String
    var testDescription: String { yaml }
  }

  static let bad = [
    Bad(
      yaml: "store:\n  segment:\n    sise: 1GiB\n",
      problems: "t.yml:3:5: store.segment.sise: unknown key; did you mean \"size\"?"),
    Bad(
      yaml: "line-limit: 1\n",
      problems: "t.yml:1:1: line-limit: unknown key; expected docker, select, store, "
        + "collectors, collector, sinks, health, supervisor, log"),
    Bad(yaml: "Store:\n", problems: "t.yml:1:1: Store: unknown key; did you mean \"store\"?"),
    Bad(
      yaml: "store:\n  line_limit: lots\n",
      problems: "t.yml:2:15: store.line_limit: \"lots\" has no whole number where one should be; "
        + "expected a size such as 512KiB, 256MiB or 10GB"),
    Bad(
      yaml: "store: {retention: {size: 10G}}",
      problems: "t.yml:1:27: store.retention.size: \"10G\" has the unknown unit \"G\"; "
        + "expected a size such as 512KiB, 256MiB or 10GB"),
    Bad(
      yaml: "health: {retention: 90}",
      problems: "t.yml:1:21: health.retention: \"90\" has no unit; "
        + "expected a duration such as 500ms, 10s, 5m, 2h, 3d or 1h30m"),
    Bad(
      yaml: "health: {retention: 1s}",
      problems: "t.yml:1:21: health.retention: 1s is out of bounds; expected 1h to 36600d"),
    Bad(
      yaml: "store: {line_limit: 1B}",
      problems: "t.yml:1:21: store.line_limit: 1B is out of bounds; expected 1KiB to 64MiB"),
    Bad(
      yaml: "collectors: two",
      problems: "t.yml:1:13: collectors: \"two\" is no number; expected a whole number from 1 to 64"),
    Bad(
      yaml: "collectors: 0",
      problems: "t.yml:1:13: collectors: 0 is out of bounds; expected a whole number from 1 to 64"),
    Bad(yaml: "collectors: [1]", problems: "t.yml:1:13: collectors: expected a single value, found a list"),
    Bad(
      yaml: "store: /var/lib", problems: "t.yml:1:8: store: expected a mapping of keys, found \"/var/lib\""),
    Bad(yaml: "- docker", problems: "t.yml:1:1: expected a mapping of keys, found a list"),
    Bad(yaml: "sinks: {name: x}", problems: "t.yml:1:8: sinks: expected a list, found a mapping"),
    Bad(
      yaml: "store: {path: data}",
      problems: "t.yml:1:15: store.path: \"data\" is not an absolute path; expected one that starts with /"),
    Bad(
      yaml: "docker: {host: docker.sock}",
      problems: "t.yml:1:16: docker.host: \"docker.sock\" has no scheme we know; "
        + "expected unix:///var/run/docker.sock or tcp://host:port"),
    Bad(
      yaml: "docker: {host: 'https://h:2376'}",
      problems: "t.yml:1:16: docker.host: \"https://h:2376\" has no scheme we know; "
        + "expected unix:///var/run/docker.sock or tcp://host:port"),
    Bad(
      yaml: "docker: {tls: {cert: /c}}", problems: "t.yml:1:22: docker.tls.cert: needs docker.tls.key as well"
    ),
    Bad(
      yaml: "docker: {tls: {verify: yes}}",
      problems: "t.yml:1:24: docker.tls.verify: \"yes\" is no boolean; expected true or false"),
    Bad(
      yaml: "log: {level: warn}",
      problems: "t.yml:1:14: log.level: \"warn\" is not known; "
        + "expected trace, debug, info, notice, warning, error, critical"),
    Bad(
      yaml: "log: {level: inf}",
      problems: "t.yml:1:14: log.level: \"inf\" is not known; "
        + "expected trace, debug, info, notice, warning, error, critical; did you mean \"info\"?"),
    Bad(
      yaml: "sinks: [{type: syslog}]",
      problems: "t.yml:1:16: sinks[0].type: \"syslog\" is not known; expected journald"),
    Bad(
      yaml: "sinks: [{}, {tag: x}]",
      problems: "t.yml:1:13: sinks[1]: another sink has the name \"journald\"; give each its own"),
    Bad(
      yaml: "sinks: [{name: ../x}]",
      problems: "t.yml:1:16: sinks[0].name: \"../x\" is no name; expected 1 to 64 of A-Z a-z 0-9 . _ -"),
    Bad(
      yaml: "select: {include: [{}]}",
      problems: "t.yml:1:20: select.include[0]: the rule is empty; expected names, images or labels"),
    Bad(
      yaml: "select: {containers: listed}",
      problems: "t.yml:1:22: select.containers: \"listed\" follows nothing without a rule in select.include"),
    Bad(
      yaml: "select: {exclude: [{names: [a, '']}]}",
      problems: "t.yml:1:32: select.exclude[0].names[1]: the pattern is empty; expected a glob such as web-*"),
    Bad(
      yaml: "store: {retention: {size: 100MiB}}",
      problems:
        "t.yml:1:27: store.retention.size: retention.size (100MiB) is less than segment.size (256MiB): "
        + "nothing would be kept"),
    Bad(
      yaml: "supervisor: {restart: {backoff: {initial: 1m}}}",
      problems: "t.yml:1:43: supervisor.restart.backoff.initial: maximum (30s) is less than initial (1m)"),
    Bad(
      yaml: "log:\n  level: info\n level: debug\n",
      problems: "t.yml:3:2: this is not YAML: did not find expected key"),
    Bad(yaml: "a: 'x", problems: "t.yml:1:6: this is not YAML: found unexpected end of stream"),
    Bad(yaml: "log: {}\nlog: {}\n", problems: "t.yml:1:1: log: the key stands more than once"),
    Bad(yaml: "[a]: 1", problems: "t.yml:1:1: expected a key, found a list"),
    Bad(
      yaml: "collectors: 99\nlog:\n  levl: info\nstore: {path: x}\n",
      problems: """
        t.yml:1:13: collectors: 99 is out of bounds; expected a whole number from 1 to 64
        t.yml:3:3: log.levl: unknown key; did you mean "level"?
        t.yml:4:15: store.path: "x" is not an absolute path; expected one that starts with /
        """),
  ]

  @Test(arguments: bad) func problemsSayWhereAndWhatWasExpected(_ sample: Bad) throws {
    let error = #expect(throws: ConfigError.self) { try load(sample.yaml) }
    #expect(error?.description == sample.problems)
  }

  @Test func checksOfOtherModulesAreAskedWithTheText() throws {
    let checks = ConfigChecks(tag: { $0 == "{x}" ? "unknown field x" : nil }, filter: { "no \($0)" })
    let error = #expect(throws: ConfigError.self) {
      try load("sinks:\n  - tag: \"{x}\"\n    filter: a(\n", checks: checks)
    }
    #expect(
      error?.description == "t.yml:2:10: sinks[0].tag: unknown field x\nt.yml:3:13: sinks[0].filter: no a(")
    #expect(try load("sinks: [{filter: ''}]", checks: checks).sinks.count == 1)
  }

  @Test func aFileThatIsNotThereIsAProblem() {
    let error = #expect(throws: ConfigError.self) { try ConfigLoader().load(path: "/nonexistent/lslogd.yml") }
    let text = "/nonexistent/lslogd.yml: can't read the configuration: No such file or directory"
    #expect(error?.description == text)
  }
}
