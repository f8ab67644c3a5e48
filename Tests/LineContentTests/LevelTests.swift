import LineContent
import LogWire
import Testing

struct LevelTests {
  struct Case: CustomTestStringConvertible {
    let line: String
    let level: Level?

    init(_ line: String, _ level: Level?) {
      self.line = line
      self.level = level
    }

    var testDescription: String { line }
  }

  static let json = [
    Case(#"{"level":"info","msg":"started"}"#, .info),
    Case(#"{"level": "WARN", "msg": "slow"}"#, .warn),
    Case(#"{"time":"2026-11-23T14:02:03Z","severity":"ERROR","message":"no"}"#, .error),
    Case(#"{"lvl":"dbug","m":"x"}"#, .debug),
    Case(#"{"@timestamp":"2026-11-23","log.level":"error","message":"x"}"#, .error),
    Case(#"{"log":{"level":"warning"},"message":"x"}"#, .warn),
    Case(#"{"asctime": "2026-11-23", "levelname": "CRITICAL", "message": "x"}"#, .critical),
    Case(#"{"loglevel":"Information"}"#, .info),
    Case(#"{"log_level":"notice"}"#, .notice),
    Case(#"{"level":30,"time":1795442523000,"pid":12,"hostname":"a","msg":"hello"}"#, .info),
    Case(#"{"name":"a","hostname":"b","pid":1,"level":50,"msg":"x","v":0}"#, .error),
    Case(#"{"level": 20}"#, .debug),
    Case(#"{"level":"60"}"#, .critical),
    Case(#"{"level":35}"#, .info),
    Case(#"{"level":5}"#, nil),
    Case(#"{"level":500}"#, nil),
    Case(#"{"level":"E"}"#, .error),
    Case(#"{"msg":"an ERROR: \"level\":\"error\" [error]","level":"info"}"#, .info),
    Case(#"{"msg":"level=error in it","level":"info"}"#, .info),
    Case(#"{"msg":"ERROR","code":"error"}"#, nil),
    Case(#"{"level":"high","severity":"error"}"#, .error),
    Case(#"{"user":"level","x":"error"}"#, nil),
    Case(#"2026-11-23 app {"level":"error"}"#, .error),
  ]

  static let keyValue = [
    Case("level=info msg=started", .info),
    Case(#"time="2026-11-23T14:02:03.123456789Z" level=warning msg="Error getting v2 registry""#, .warn),
    Case(#"ts=2026-11-23T14:02:03.123Z caller=main.go:12 level=error err="not found""#, .error),
    Case("time=2026-11-23T14:02:03.123+01:00 level=DEBUG-4 msg=x", .debug),
    Case(#"lvl=eror severity="crit""#, .critical),
    Case("LEVEL=Error", .error),
    Case("level=30", .info),
    Case(#"msg="level=error [error] ERROR" level=info"#, .info),
    Case(#"msg="say \"level=error\" ERROR" level=info"#, .info),
    Case("msg=ERROR state=error", nil),
    Case("a=level=error", nil),
    Case("sublevel=error", nil),
    Case("mylevel1=error", nil),
  ]

  static let marks = [
    Case("E1123 14:02:03.123456       1 main.go:12] failed", .error),
    Case("I1123 14:02:03.123456       1 main.go:12] ERROR is only said", .info),
    Case("W1123 14:02:03.123456 x", .warn),
    Case("F1123 x", .critical),
    Case("X1123 x", nil),
    Case("E1123", nil),
    Case("<3>disk failed", .error),
    Case("<34>Nov 23 14:02:03 host su: failed", .critical),
    Case("<190>info", .info),
    Case("<192>x", nil),
    Case("<>x", nil),
    Case("[ERROR] x", .error),
    Case("[Info ] x", .info),
    Case("ERROR: x", .error),
    Case("ERROR x", .error),
    Case("ERROR", .error),
    Case("ERROR:root:something", .error),
    Case("error: could not compile `a`", .error),
    Case("Error: listen EADDRINUSE: address already in use :::80", .error),
    Case("  Warning: something", .warn),
    Case("fail: Microsoft.AspNetCore.Server.Kestrel[13]", .error),
    Case("info: Microsoft.Hosting.Lifetime[14]", .info),
    Case("crit: App[0]", .critical),
    Case("panic: runtime error: index out of range [5] with length 3", .critical),
    Case("2026-11-23 14:02:03,123 - my.module - ERROR - it failed", .error),
    Case("2026-11-23 14:02:03,123 WARNING my.module: slow", .warn),
    Case("2026-11-23 14:02:03,123:CRITICAL:it failed", .critical),
    Case("14:02:03.123 [main] ERROR com.example.Main - it failed", .error),
    Case("2026-11-23T14:02:03.123+01:00  INFO 1 --- [           main] c.e.Main : Started", .info),
    Case("2026-11-23 14:02:03.123 DEBUG 1 --- [nio-8080-exec-1] o.s.web.Dispatcher : GET", .debug),
    Case("[2026-11-23 14:02:03,123] WARN [Broker id=0] slow (kafka.server.KafkaServer)", .warn),
    Case("[2026-11-23T14:02:03,123][INFO ][o.e.n.Node] [node-1] started", .info),
    Case("2026-11-23 14:02:03,123 [myid:1] - ERROR [main:QuorumPeer@12] - x", .error),
    Case("SEVERE: Servlet.service() threw", .error),
    Case("23-Nov-2026 14:02:03.123 INFO [main] org.apache.catalina.startup.Catalina.start x", .info),
    Case("[2026-11-23T14:02:03Z ERROR foo::bar] it failed", .error),
    Case("2026-11-23T14:02:03.123456Z  WARN hyper::proto: slow", .warn),
    Case("\u{1B}[2m2026-11-23T14:02:03Z\u{1B}[0m \u{1B}[32m INFO\u{1B}[0m app: started", .info),
    Case("2026/11/23 14:02:03 [error] 29#29: *1 open() \"/x\" failed, client: 10.0.0.1", .error),
    Case("2026/11/23 14:02:03 [notice] 1#1: start worker processes", .notice),
    Case("2026/11/23 14:02:03 [emerg] 1#1: bind() failed", .critical),
    Case("[Mon Nov 23 14:02:03.123456 2026] [core:error] [pid 12:tid 140] [client 10.0.0.1:80] AH1", .error),
    Case("[Mon Nov 23 14:02:03.123456 2026] [php7:warn] [pid 12] x", .warn),
    Case("[Mon Nov 23 14:02:03 2026] [:error] [pid 12] x", .error),
    Case("2026-11-23 14:02:03.123 UTC [12] ERROR:  relation \"a\" does not exist at character 15", .error),
    Case("2026-11-23 14:02:03.123 UTC [12] user@db LOG:  checkpoint starting: time", .info),
    Case("2026-11-23 14:02:03.123 UTC [12] FATAL:  password authentication failed", .critical),
    Case("2026-11-23 14:02:03.123 UTC [12] STATEMENT:  SELECT 'error'", nil),
    Case("2026-11-23T14:02:03.123456Z 0 [Warning] [MY-010068] [Server] CA certificate", .warn),
    Case("2026-11-23 14:02:03 0 [Note] mariadbd: ready for connections.", .notice),
    Case("14:02:03.123 [error] GenServer terminating", .error),
    Case("14:02:03.123 request_id=F1 [info] GET /", .info),
    Case("2026/11/23 14:02:03 [ERR] memberlist: failed", .error),
    Case("2026-11-23T14:02:03.123Z [DEBUG] agent: x", .debug),
    Case("[14:02:03 WRN] slow", .warn),
    Case("2:02PM INF started port=80", .info),
    Case("2026-11-23T14:02:03.123Z\tERROR\tmain.go:12\tfailed", .error),
    Case("WARN[0012] slow key=value", .warn),
    Case("2026-11-23 14:02:03.123 | ERROR    | app:main:12 - failed", .error),
    Case("[2026-11-23T14:02:03.123456+00:00] app.CRITICAL: failed {\"level\":\"info\"} []", .critical),
    Case("E, [2026-11-23T14:02:03.123456 #12] ERROR -- : failed", .error),
    Case("[23-Nov-2026 14:02:03] NOTICE: fpm is running, pid 1", .notice),
    Case("[2026-11-23 14:02:03 +0000] [7] [INFO] Booting worker", .info),
    Case("[ALERT]    (1) : Binding failed", .critical),
    Case("2026-11-23 14:02:03.123456+00:00 [warning] <0.12.0> memory high", .warn),
    Case("Nov 23 14:02:03 host app[12]: WARNING something", .warn),
    Case("2026,ERROR,it failed", .error),
  ]

  static let colored = [
    Case("\u{1B}[31mERROR\u{1B}[0m x", .error),
    Case("\u{1B}[31mERROR \u{1B}[0m x", .error),
    Case("14:02:03 \u{1B}[1;31mERROR\u{1B}[0m x", .error),
    Case("14:02:03 \u{1B}[38;5;208mWARN\u{1B}[0m x", .warn),
    Case("\u{1B}[1m\u{1B}[38;5;9merror\u{1B}[0m: could not compile", .error),
    Case("\u{1B}[32minfo\u{1B}[39m: Server started", .info),
    Case("  \u{1B}[32minfo:\u{1B}[39m Server started", .info),
    Case("[14:02:03.123] \u{1B}[32mINFO\u{1B}[39m (12): started", .info),
    Case("[\u{1B}[1;34mINFO\u{1B}[m] Building x", .info),
    Case("[\u{1B}[31merror\u{1B}[0m] x", .error),
    Case("14:02:03 [\u{1B}[31merror \u{1B}[0m] x", .error),
    Case("\u{1B}[mWARN\u{1B}[m x", .warn),
    Case("\u{1B}[2KERROR x", .error),
    Case("\u{1B}[33mWARN\u{1B}[0m[0012] slow", .warn),
    Case("\u{1B}[2mlevel=\u{1B}[0mINFO x", .info),
    Case("x \u{1B}[31merror\u{1B}[0m: it failed", nil),
    Case("\u{1B}[31mERRORS\u{1B}[0m x", nil),
    Case("\u{1B}[31mERROR_CODE x", nil),
    Case("[31mERROR x", nil),
    Case("\u{1B}31mERROR x", nil),
    Case("\u{1B}[31 mERROR x", nil),
    Case("x;31mERROR x", nil),
  ]

  static let none = [
    "", "x", "a line", "GET /error", "no errors", "there was an error", "INFORMATION_SCHEMA", "errors: 0",
    #"10.0.0.1 - - [23/Nov/2026:14:02:03 +0000] "GET /ERROR HTTP/1.1" 500 12"#, "GET /ERROR HTTP/1.1",
    "x.ERROR.y", "ERROR_CODE", "X-ERROR x", "DEBUG=true", "list[error]", "http://error:80/", "error:80 x",
    "an error: it failed", "ERROR5", "ERRORS", "say \"ERROR\"", "Error", "log: x", "LOG x", "=error",
    "==ERROR",
    "level", "level=", "level error", "level=\u{11}", "[]", "[ ]", "<3", "<1234>x", "'ERROR'", "\u{1B}[info]",
  ].map { Case($0, nil) }

  @Test(arguments: json + keyValue + marks + colored + none)
  func levelIsFound(_ testCase: Case) {
    #expect(Level.find(in: Array(testCase.line.utf8)) == testCase.level)
  }

  @Test func placeOfALevelIsThatOfItsName() {
    let places = [
      ("x ERROR y", "ERROR"), ("<34>x", "<34>"), ("E1123 x", "E1123"), (#"{"level":"warn"}"#, "warn"),
      ("level=30", "30"), ("\u{1B}[31mERROR\u{1B}[0m", "ERROR"), ("[core:error] x", "error"),
    ]
    for (line, name) in places {
      let bytes = Array(line.utf8)
      let range = Level.mark(in: bytes.span.bytes)?.range ?? 0..<0
      #expect(String(decoding: bytes[range], as: UTF8.self) == name)
    }
  }

  @Test func namesAreUnderstoodInAnyCase() {
    let names: [(String, Level?)] = [
      ("trace", .trace), ("DEBUG", .debug), ("dbg", .debug), ("Information", .info), ("notice", .notice),
      ("warning", .warn), ("err", .error), ("FATAL", .critical), ("panic", .critical), ("emerg", .critical),
      ("alert", .critical), ("crit", .critical), ("", nil), ("e", nil), ("errors", nil), ("warning1", nil),
      ("a very long name that is no level", nil), ("érr", nil),
    ]
    for (name, level) in names { #expect(Level(name: name) == level, "\(name)") }
    for level in Level.allCases { #expect(Level(name: level.description) == level) }
  }

  @Test func prioritiesAreThoseOfSyslog() {
    #expect(Level.allCases.map(\.priority) == [7, 7, 6, 5, 4, 3, 2])
    #expect(
      (0...8).map { Level(priority: $0) } == [
        .critical, .critical, .critical, .error, .warn, .notice, .info, .debug, nil,
      ])
  }

  @Test func levelsAreOrdered() {
    #expect(Level.allCases.sorted() == Level.allCases)
    #expect(Level.error > .warn)
  }

  @Test func keysAreTokensInAnyCase() {
    for key in ["level", "LEVEL", "Severity", "lvl", "levelname", "logLevel", "log_level"] {
      #expect(Level.isKey(Array(key.utf8)), "\(key)")
    }
    for key in ["", "log.level", "levels", "sublevel", "priority", "a_very_long_key_name"] {
      #expect(!Level.isKey(Array(key.utf8)), "\(key)")
    }
  }

  @Test func levelThatStandsFarInIsNotLookedFor() {
    let words = String(repeating: "12 x ", count: 12)
    #expect(Level.find(in: Array((words.dropLast(3) + " ERROR").utf8)) == .error)
    #expect(Level.find(in: Array((words + "ERROR").utf8)) == nil)
    #expect(Level.find(in: Array((words + "level=error").utf8)) == .error)
    let fields = String(repeating: #""a":1,"#, count: 199)
    #expect(Level.find(in: Array("{\(fields)\"level\":\"error\"}".utf8)) == .error)
    #expect(Level.find(in: Array("{\(fields)\"b\":2,\"level\":\"error\"}".utf8)) == nil)
  }

  @Test func tokensMayBeOfAnyLength() {
    let giant = String(repeating: "9", count: 1 << 20)
    #expect(Level.find(in: Array("\(giant) ERROR \(giant)".utf8)) == .error)
  }
}

extension Level {
  // The macros of the tests can't take a span apart.
  static func find(in line: [UInt8]) -> Level? { find(in: line.span.bytes) }

  static func isKey(_ token: [UInt8]) -> Bool { isKey(token.span.bytes) }
}
