import HealthStore
import LogWire
import SQLite
import TestSupport
import Testing

struct HealthDatabaseTests {
  private let folder: TestFolder
  private let path: String

  init() throws {
    folder = try TestFolder()
    path = folder.file("health.db")
  }

  private func time(_ seconds: Int64) -> Timestamp { Samples.time(seconds) }

  private func row(_ id: String, _ state: HealthState, project: String? = nil, reason: String = "")
    -> HealthRow
  {
    Samples.row(id, state, project: project, reason: reason)
  }

  private func transition(_ id: String, _ state: HealthState, at seconds: Int64, from: HealthState? = nil)
    -> Transition
  {
    Samples.transition(id, state, at: seconds, from: from)
  }

  /// Without the number, which is given by the file.
  private func stored(_ filter: HealthDatabase.TransitionFilter = .init(), in database: HealthDatabase) throws
    -> [Transition]
  {
    try database.transitions(filter).map { transition in
      var transition = transition
      #expect(transition.number > 0)
      transition.number = 0
      return transition
    }
  }

  static let states: [HealthState] = [
    .created, .starting, .healthy, .running, .degraded, .unhealthy, .restarting, .paused,
    .stopped(exitCode: nil),
    .stopped(exitCode: 0), .stopped(exitCode: 137), .unknown,
  ]

  @Test(arguments: states)
  func rowAndTransitionOfEveryStateComeBack(_ state: HealthState) throws {
    let database = try HealthDatabase(path: path, access: .write)
    var row = row("a", state, project: "", reason: "a \0 NUL and é")
    row.resource = "api"
    row.flappingSince = time(5)
    row.lastEvent = 7
    row.engineState = .running
    row.lastStart = 8
    var transition = transition("a", state, at: 1, from: state)
    transition.project = "shop"
    transition.resource = "api"
    transition.evidence = Evidence(
      oomKilled: true, probe: "healthz", httpStatus: 500, exitCode: 1, latency: 12, firstSign: time(-3),
      output: [0, 0xFF, 10])
    try database.write(row, transition)
    try database.write(row, nil)
    let reader = try HealthDatabase(path: path, access: .read)
    #expect(try reader.storedRows() == [row])
    #expect(try stored(in: reader) == [transition])
    let report = try #require(try reader.reports(since: time(0), now: time(1000)).first)
    #expect(report.row == row && report.stateBefore == nil, "without a prober there is nothing to doubt")
    #expect(report.lastChange?.evidence == transition.evidence)
  }

  @Test func outputIsCutAtItsLimit() {
    #expect(Evidence(output: [UInt8](repeating: 1, count: 5000)).output.count == Evidence.outputLimit)
  }

  @Test func rowsAreOrderedByProjectAndName() throws {
    let database = try HealthDatabase(path: path, access: .write)
    for (id, project) in [("1", nil), ("2", "shop"), ("3", "blog"), ("4", nil), ("5", "shop")] {
      try database.write(row(id, .running, project: project), nil)
    }
    #expect(try database.storedRows().map(\.id) == ["3", "2", "5", "1", "4"])
  }

  @Test func removedContainerLeavesOnlyItsTransitions() throws {
    let database = try HealthDatabase(path: path, access: .write)
    try database.write(row("a", .running), transition("a", .running, at: 1))
    let probe = ProbeRow(container: "a", name: "healthz", kind: "http", target: "http://", since: time(0))
    try database.write([.probe(probe)], now: time(1))
    #expect(try database.probes() == [probe])
    try database.write(row("a", .removed), transition("a", .removed, at: 2, from: .running))
    #expect(try database.storedRows().isEmpty)
    try database.write([.amendment(row("a", .removed, reason: "by hand"), Evidence())], now: time(3))
    #expect(try database.storedRows().isEmpty, "an afterthought does not bring it back")
    try database.write([.probe(probe)], now: time(3))
    #expect(try database.probes().isEmpty, "nor does it bring back a probe")
    #expect(try database.transitions(.init()).map(\.reason) == ["why", "by hand"])
  }

  @Test func whatIsKnownLateIsGivenToTheNewestTransition() throws {
    let database = try HealthDatabase(path: path, access: .write)
    try database.write(row("a", .running), transition("a", .running, at: 1))
    try database.write(row("a", .stopped(exitCode: 137)), transition("a", .stopped(exitCode: 137), at: 2))
    try database.write(row("b", .running), transition("b", .running, at: 3))
    let evidence = Evidence(oomKilled: true)
    try database.write(
      [.amendment(row("a", .stopped(exitCode: 137), reason: "SIGKILL"), evidence)], now: time(4))
    #expect(try database.transitions(.init()).map(\.reason) == ["why", "SIGKILL", "why"])
    #expect(try database.transitions(.init()).map(\.evidence.oomKilled) == [false, true, false])
    #expect(try database.storedRows().map(\.reason) == ["SIGKILL", ""])
  }

  @Test func newestTransitionsAreGivenOldestFirst() throws {
    let database = try HealthDatabase(path: path, access: .write)
    for second in Int64(0)..<10 {
      try database.write(
        row("a", .running), transition(second.isMultiple(of: 2) ? "a" : "b", .running, at: second / 3))
    }
    let all = try database.transitions(.init())
    #expect(all.count == 10)
    #expect(all.map(\.time) == all.map(\.time).sorted())
    #expect(try database.transitions(.init(newest: 3)) == Array(all.suffix(3)))
    #expect(
      try database.transitions(.init(names: ["a"], newest: 2))
        == Array(all.filter { $0.container == "a" }.suffix(2)))
    #expect(
      try database.transitions(.init(containers: ["b"], since: time(1), until: time(2)))
        == all.filter { $0.container == "b" && $0.time == time(1) })
    #expect(try database.transitions(.init(newest: 0)).isEmpty)
    var given: [Transition] = []
    try database.forEachTransition(.init()) { transition in
      given.append(transition)
      return given.count < 4
    }
    #expect(given == Array(all.prefix(4)))
  }

  /// More names than SQLite has parameters for are sifted while reading.
  @Test func transitionsOfAnyNumberOfNamesAreFound() throws {
    let database = try HealthDatabase(path: path, access: .write)
    for second in Int64(0)..<5 {
      try database.write(row("a", .running), transition(second == 2 ? "b" : "a", .running, at: second))
    }
    let names = Set((0..<40_000).map { "n\($0)" } + ["a"])
    #expect(try database.transitions(.init(names: names)).map(\.time) == [0, 1, 3, 4].map(time))
    #expect(try database.transitions(.init(names: names, newest: 2)).map(\.time) == [3, 4].map(time))
  }

  @Test(arguments: states + [.removed])
  func unwellTransitionsAreThoseToAStateThatIsNotWell(_ state: HealthState) throws {
    let database = try HealthDatabase(path: path, access: .write)
    try database.write([.transition(nil, transition("a", state, at: 1), isSettled: true)], now: time(1))
    #expect(try database.transitions(.init(isUnwell: true)).isEmpty == state.isWell)
  }

  @Test func outputIsLeftOutWhereNobodyWantsIt() throws {
    let database = try HealthDatabase(path: path, access: .write)
    var told = transition("a", .unhealthy, at: 1)
    told.evidence = Evidence(probe: "p", output: [1, 2])
    try database.write(row("a", .unhealthy), told)
    told.evidence.output = []
    #expect(try stored(.init(hasOutput: false), in: database) == [told])
  }

  @Test func oldTransitionsAreDeletedButNotTheNewestOfAContainerThatIsThere() throws {
    let database = try HealthDatabase(path: path, access: .write)
    for second in Int64(0)..<5 {
      try database.write(row("a", .running), transition("a", .running, at: second))
    }
    try database.write(row("quiet", .running), transition("quiet", .running, at: 0))
    try database.write(row("gone", .removed), transition("gone", .removed, at: 0))
    try database.delete(before: time(3))
    let left = try database.transitions(.init())
    #expect(left.map(\.container) == ["quiet", "a", "a"] && left.map(\.time) == [0, 3, 4].map(time))
    #expect(try database.storedRows().count == 2)
  }

  @Test func reopenedDatabaseKeepsEverything() throws {
    try HealthDatabase(path: path, access: .write).write(
      row("a", .healthy), transition("a", .healthy, at: 1))
    let again = try HealthDatabase(path: path, access: .write)
    #expect(try again.storedRows().count == 1 && again.transitions(.init(newest: 5)).count == 1)
    #expect(try again.proberState() == nil)
  }

  @Test func laterSchemaIsRefused() throws {
    _ = try HealthDatabase(path: path, access: .write)
    try Connection(path: path, mode: .readWrite).execute("PRAGMA user_version=100")
    for access in [HealthDatabase.Access.read, .write] {
      let error = #expect(throws: HealthDatabase.SchemaError.self) {
        try HealthDatabase(path: path, access: access)
      }
      #expect("\(error.map { "\($0)" } ?? "")".contains("use a newer lslog"))
    }
  }

  /// The prober has made the file and not yet its tables.
  @Test func fileWithoutTablesIsEmpty() throws {
    try Connection(path: path, mode: .create).execute("PRAGMA journal_mode=WAL")
    let reader = try HealthDatabase(path: path, access: .read)
    #expect(try reader.reports(since: time(0), now: time(1)).isEmpty)
    #expect(try reader.goneRows().isEmpty && reader.probes().isEmpty && reader.gaps(since: time(0)).isEmpty)
    #expect(try reader.transitions(.init(newest: 5)).isEmpty)
    #expect(try reader.silences(at: time(0)).isEmpty && reader.actions(since: time(0)).isEmpty)
    #expect(try reader.proberState() == nil && reader.doubt(now: time(0)) == nil)
    try HealthDatabase(path: path, access: .write).write(
      row("a", .running), transition("a", .running, at: 1))
    #expect(try reader.storedRows().count == 1 && reader.transitions(.init(newest: 5)).count == 1)
  }

  @Test func numberChangesWhenAnotherConnectionHasWritten() throws {
    let database = try HealthDatabase(path: path, access: .write)
    let reader = try HealthDatabase(path: path, access: .read)
    let before = try reader.version()
    #expect(try reader.version() == before)
    try database.note(ProberState(aliveAt: time(0)))
    #expect(try reader.version() != before)
  }

  @Test func silencesAreListedUntilTheyEnd() throws {
    let database = try HealthDatabase(path: path, access: .write)
    var silence = Silence(pattern: "api*", from: time(0), until: time(10), reason: "moving", author: "ann")
    silence.number = try database.add(silence)
    var later = Silence(pattern: "db", from: time(20), until: time(30), reason: "", author: "")
    later.number = try database.add(later)
    #expect(silence.number != later.number)
    #expect(try database.silences(at: time(9)) == [silence, later])
    #expect(try database.silences(at: time(10)) == [later])
    #expect(try database.end(silence: later.number, at: time(25)))
    #expect(try !database.end(silence: later.number, at: time(25)), "it is over")
    #expect(try !database.end(silence: 99, at: time(0)))
    #expect(try database.silences(at: time(25)).isEmpty)
  }

  @Test func actionsHaveAnOutcomeWhenItIsKnown() throws {
    let database = try HealthDatabase(path: path, access: .write)
    var action = HealthAction(time: time(1), container: "a", name: "a", kind: .restart, reason: "unhealthy")
    let number = try database.begin(action)
    #expect(try database.actions(since: time(0)) == [action])
    try database.end(action: number, outcome: "done")
    action.outcome = "done"
    #expect(try database.actions(since: time(0), container: "a") == [action])
    #expect(try database.actions(since: time(0), container: "b").isEmpty)
    #expect(try database.actions(since: time(2)).isEmpty)
  }

  struct DoubtCase: CustomTestStringConvertible {
    let what: String
    let aliveAt: Int64
    var awaySince: Int64?
    let since: Int64?
    var reason = ""

    var testDescription: String { what }
  }

  /// Seen at second 100.
  static let doubts = [
    DoubtCase(what: "alive just now", aliveAt: 100, since: nil),
    DoubtCase(what: "alive 15 s ago", aliveAt: 85, since: nil),
    DoubtCase(what: "silent for 16 s", aliveAt: 84, since: 84, reason: "the prober is silent"),
    DoubtCase(
      what: "engine away", aliveAt: 99, awaySince: 90, since: 90, reason: "the engine is away: refused"),
    DoubtCase(
      what: "silent, and the engine was away", aliveAt: 20, awaySince: 10, since: 20, reason: "silent"),
    DoubtCase(what: "the clock was set back by seconds", aliveAt: 105, since: nil),
    DoubtCase(
      what: "the clock was set back by an hour", aliveAt: 3700, since: 100, reason: "the prober is silent"),
  ]

  @Test(arguments: doubts)
  func stateThatCannotBeTrustedIsUnknown(_ doubt: DoubtCase) throws {
    let database = try HealthDatabase(path: path, access: .write)
    try database.write(row("a", .healthy), transition("a", .healthy, at: 0))
    let state = ProberState(
      aliveAt: time(doubt.aliveAt), engineAwaySince: doubt.awaySince.map(time),
      engineError: doubt.awaySince.map { _ in "refused" })
    try database.note(state)
    #expect(try database.proberState() == state)
    let report = try #require(try database.reports(since: time(0), now: time(100)).first)
    guard let since = doubt.since else {
      #expect(report.row.state == .healthy && report.isWell)
      return
    }
    #expect(report.row.state == .unknown && report.row.since == time(since) && !report.isWell)
    #expect(report.stateBefore == .healthy)
    #expect(report.row.reason.contains(doubt.reason) && report.row.reason.contains("(was healthy)"))
    #expect(try database.storedRows().first?.state == .healthy)
    // What nobody knows is not counted as time up.
    let unknown = (100 - since) * 1_000_000_000
    #expect(report.history.times(in: time(0)..<time(100)).unknown == unknown)
  }

  @Test func proberThatNeverWatchedIsDoubtedAndNothingTraps() throws {
    for aliveAt in [Timestamp.distantPast, .distantFuture] {
      #expect(ProberState(aliveAt: aliveAt).doubt(now: time(0)) != nil)
    }
  }
}
