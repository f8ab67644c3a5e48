import FoundationEssentials
import Glibc
import HealthStore
import LogWire
import TestSupport
import Testing

/// `lslog health`, as a program, on files that tests write.
@Suite(.needsPrograms) struct HealthCommandTests {
  private static let id = String(repeating: "4bf92f35", count: 8)
  private let folder: TestFolder
  private let now = Timestamp(nanoseconds: Int64(time(nil)) * 1_000_000_000)

  init() throws {
    folder = try TestFolder()
    try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
  }

  private var store: String { folder.file("store") }

  private func health(_ arguments: [String]) async throws -> Command.Output {
    try await command(["health"] + arguments + ["--store", store]).run()
  }

  private func command(_ arguments: [String]) -> Command {
    Command(Testbed.program("lslog"), arguments, environment: ["LSLOG_RUNTIME_DIR": folder.path])
  }

  private func ago(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: now.nanoseconds - seconds * 1_000_000_000)
  }

  private func open() throws -> HealthDatabase {
    try HealthDatabase(path: store + "/health.db", access: .write)
  }

  private func write(
    _ name: String, _ state: HealthState, id: String, from: HealthState? = nil, secondsAgo: Int64 = 100,
    evidence: Evidence = Evidence()
  ) throws {
    let transition = Transition(
      time: ago(secondsAgo), container: id, name: name, project: "shop", resource: "web", from: from,
      to: state,
      reason: "it is \(state.name)", evidence: evidence)
    let row = HealthRow(
      id: id, name: name, project: "shop", resource: "web", state: state, since: transition.time,
      reason: transition.reason, restarts: 0)
    try open().write([.transition(row, transition, isSettled: true)], now: now)
  }

  @Test func exitStatusTellsWellFromNotWellAndFromAnError() async throws {
    #expect(try await health([]).status == 2, "there is no store")
    try write("api", .healthy, id: Self.id)
    #expect(try await health([]).status == 0)
    try write("db", .unhealthy, id: "b")
    #expect(try await health([]).status == 1)
    #expect(try await health(["api"]).status == 0)
    #expect(try await health(["db"]).status == 1)
    #expect(try await health(["--unhealthy"]).text.contains(" db ") == true)
    #expect(try await health(["--unhealthy", "-o", "json"]).text.split(separator: "\n").count == 1)
    #expect(try await health(["--project", "sh*"]).status == 1)
    let none = try await health(["nowhere", "api"])
    #expect(none.status == 2 && none.bytes.isEmpty)
    #expect(none.errors.contains("no container 'nowhere' is known"))
    #expect(try await health(["--project", "nowhere"]).status == 2)
  }

  static let wrong = [
    ["api["], [""], ["--why"], ["api", "--why", "--history"], ["api", "-C", "3"], ["--since", "1h"],
    ["--history", "--since", "no time"], ["--changes", "-1"], ["--watch", "-o", "json"], ["-o", "xml"],
    ["silence", "api"], ["silence", "api", "--for", "1x"], ["silence", "api", "--for", "0"],
    ["silence", "[", "--for", "1h"], ["silence", "api", "--for", "1m", "--from", "1h"],
    ["silence", "api", "--for", "1h", "--from", "never"], ["unsilence", "7"], ["unsilence", "x"],
  ]

  @Test(arguments: wrong)
  func wrongUsageIsOneClearError(_ arguments: [String]) async throws {
    try write("api", .healthy, id: Self.id)
    let output = try await health(arguments)
    #expect(output.status == 2 && output.bytes.isEmpty)
    #expect(output.errors.hasPrefix("lslog: error: "), "\(output.errors)")
  }

  @Test func containerIsFoundByNameResourceGlobAndId() async throws {
    try write("api", .healthy, id: Self.id)
    for name in ["api", "web", "a?i", "4bf92f", "w*"] {
      let output = try await health([name, "-o", "json"])
      #expect(
        output.status == 0 && output.text.hasPrefix(#"{"container":"api""#), "\(name): \(output.errors)")
    }
    #expect(try await health(["4bf"]).status == 2, "too short for an id")
  }

  @Test func containersThatAreCalledLikeWordsCanBeAskedFor() async throws {
    for name in ["silence", "show"] { try write(name, .healthy, id: name) }
    #expect(try await health(["show", "silence"]).text.hasPrefix("✓ healthy  silence\n"))
    #expect(try await health(["show", "show"]).text.hasPrefix("✓ healthy  show\n"))
    let output = try await command(["health", "--store", store, "--", "silence"]).run()
    #expect(output.status == 0 && output.text.hasPrefix("✓ healthy  silence\n"), "\(output.errors)")
  }

  @Test func goneContainerIsShownAsLongAsItsChangesAre() async throws {
    try write("job", .stopped(exitCode: 3), id: "gone", from: .running, secondsAgo: 50)
    try write("job", .removed, id: "gone", from: .stopped(exitCode: 3), secondsAgo: 40)
    let output = try await health(["job"])
    #expect(output.status == 1 && output.text.hasPrefix("■ gone  job\n"))
    #expect(output.text.contains("running → stopped (3)"))
    let why = try await health(["job", "--why"])
    #expect(why.status == 0 && why.text.hasPrefix("job: running → stopped (3), "), "\(why.text)")
    #expect(why.text.contains("no log of it is kept"))
    #expect(try await health(["j*", "--history"]).text.split(separator: "\n").count == 3)
  }

  @Test func whyShowsTheLinesAroundTheTransitionAndItsFirstSign() async throws {
    let lines = (0..<100).map { number in
      #"{"time":"\#(ago(Int64(100 - number)))","container":"api","id":"\#(Self.id)","stream":"stdout","#
        + #""message":"line \#(number)"}"#
    }
    let file = folder.file("lines.ndjson")
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: file))
    try await command(["import", "--store", store, "--format", "export", file]).succeed()
    let evidence = Evidence(probe: "healthz", httpStatus: 500, firstSign: ago(60), output: Array("boom".utf8))
    try write("api", .unhealthy, id: Self.id, from: .healthy, secondsAgo: 20, evidence: evidence)
    try write("api", .healthy, id: Self.id, from: .unhealthy, secondsAgo: 10)
    let output = try await health(["api", "--why", "-B", "2", "-A", "1"])
    #expect(output.status == 0, "\(output.errors)")
    let shown = output.text.split(separator: "\n").map(String.init)
    #expect(
      shown[0].hasPrefix("api: healthy → unhealthy, ") && shown[2].hasPrefix("probe healthz, HTTP status 500")
    )
    #expect(shown[3] == "  boom")
    let log = shown[4...].map { $0.split(separator: " ").last.map(String.init) ?? "" }
    #expect(log == ["39", "40", "sign", "41", "--", "79", "80", "unhealthy", "81"], "\(output.text)")
    let all = try await health(["api", "--why"]).text
    #expect(
      all.contains("line 60\n") && !all.contains("--\n"), "20 after the one and 20 before the other meet")
    #expect(!all.contains("line 20\n") && all.contains("line 21\n") && all.hasSuffix("line 99\n"))
    let json = try await health(["api", "--why", "-C", "1", "-o", "json"])
    #expect(json.text.split(separator: "\n").count == 1 && json.text.contains(#""message":"line 81""#))
  }

  @Test func historyIsThatOfATime() async throws {
    for second in [Int64(3600), 1800, 60] {
      try write("api", .unhealthy, id: Self.id, from: .healthy, secondsAgo: second)
    }
    try write("db", .running, id: "b", secondsAgo: 30)
    func history(_ arguments: [String]) async throws -> [Substring] {
      try await health(["--history", "-o", "json"] + arguments).text.split(separator: "\n")
    }
    #expect(try await history([]).count == 4)
    #expect(try await history(["--since", "45m"]).count == 3)
    #expect(try await history(["--since", "45m", "--until", "10m"]).count == 1)
    #expect(try await history(["--since", ago(60).description, "--until", ago(60).description]).count == 1)
    #expect(try await history(["api", "--changes", "2"]).count == 2)
    #expect(try await history(["api", "--changes", "2"]).last?.contains(ago(60).description) == true)
    #expect(try await health(["--history", "--until", "2d"]).status == 1)
  }

  @Test func silenceIsWrittenListedAndEnded() async throws {
    #expect(try await health(["silence", "api", "--for", "1h"]).status == 2)
    #expect(!folder.exists("store/health.db"), "no store is made")
    try write("api", .unhealthy, id: Self.id)
    #expect(try await health(["silences"]).status == 1)
    let made = try await health(["silence", "ap*", "--for", "1h", "--reason", "moving"])
    #expect(made.status == 0 && made.errors.contains("lslog health unsilence 1 ends it"), "\(made.errors)")
    let other = try await health(["silence", "nope", "--for", "1h"])
    #expect(other.status == 0 && other.errors.contains("no container that is there now"))
    let listed = try await health(["silences", "-o", "json"])
    #expect(listed.status == 0)
    #expect(
      listed.text.hasPrefix(#"{"number":1,"containers":"ap*","#)
        && listed.text.contains(#""reason":"moving""#))
    #expect(try await health(["api"]).text.contains("silenced  until "))
    #expect(try await health(["unsilence", "1"]).status == 0)
    #expect(try await health(["unsilence", "1"]).status == 2)
    #expect(try await health(["silences"]).text.contains("nope"))
    #expect(try open().silences(at: now).map(\.pattern).contains("nope"))
  }

  @Test func watchNeedsATerminal() async throws {
    try write("api", .healthy, id: Self.id)
    let output = try await health(["--watch"])
    #expect(output.status == 2 && output.errors.contains("--watch draws on a terminal"))
  }

  /// `script` makes the terminal, and types the key.
  @Test(.enabled(if: access("/usr/bin/script", X_OK) == 0, "needs script(1)"))
  func watchDrawsOnTheOtherScreenAndLeavesIt() async throws {
    try write("api", .unhealthy, id: Self.id)
    let program = "\(Testbed.program("lslog")) health --watch --store \(store)"
    let output = try await Command(
      "bash", ["-c", "printf q | script -qec 'stty rows 10 cols 60; \(program)' /dev/null"],
      environment: ["LSLOG_RUNTIME_DIR": folder.path, "TERM": "xterm"]
    ).run()
    #expect(output.status == 0, "\(output.text)")
    let text = output.text
    let entered = try #require(text.firstRange(of: "\u{1B}[?1049h\u{1B}[?25l"), "\(text)")
    let left = try #require(text.firstRange(of: "\u{1B}[?25h\u{1B}[?1049l"), "\(text)")
    let frame = text[entered.upperBound..<left.lowerBound]
    #expect(frame.contains("1 container, 1 not well") && frame.contains("✗ unhealthy"))
    #expect(frame.contains("\u{1B}[?2026h\u{1B}[H") && frame.contains("\u{1B}[J\u{1B}[?2026l"))
  }
}
