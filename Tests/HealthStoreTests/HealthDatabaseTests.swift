import HealthStore
import LogWire
import SQLite
import TestSupport
import Testing

struct HealthDatabaseTests {
  private static let start: Int64 = 1_795_442_523_000_000_000
  private let folder: TestFolder
  private let path: String

  init() throws {
    folder = try TestFolder()
    path = folder.file("health.db")
  }

  private func time(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: Self.start + seconds * 1_000_000_000)
  }

  private func row(
    _ id: String, _ state: HealthState, project: String? = nil, name: String? = nil, reason: String = ""
  ) -> HealthRow {
    HealthRow(
      id: id, name: name ?? id, project: project, resource: nil, state: state, since: time(0), reason: reason,
      restarts: 3)
  }

  private func transition(_ id: String, _ state: HealthState, at seconds: Int64, from: HealthState? = nil)
    -> Transition
  {
    Transition(time: time(seconds), container: id, name: id, from: from, to: state, reason: "why")
  }

  static let states: [HealthState] = [
    .created, .starting, .healthy, .running, .unhealthy, .restarting, .paused, .stopped(exitCode: nil),
    .stopped(exitCode: 0), .stopped(exitCode: 137), .unknown,
  ]

  @Test(arguments: states)
  func rowAndTransitionOfEveryStateComeBack(_ state: HealthState) throws {
    let database = try HealthDatabase(path: path, access: .write)
    var row = row("a", state, project: "", reason: "a \0 NUL and é")
    row.resource = "api"
    var transition = transition("a", state, at: 1, from: state)
    transition.oomKilled = true
    try database.record(row, transition)
    try database.record(row, nil)
    let reader = try HealthDatabase(path: path, access: .read)
    #expect(try reader.storedRows() == [row])
    #expect(try reader.transitions(newest: 10) == [transition])
    #expect(try reader.rows(now: time(1000)) == [row], "without a prober there is nothing to doubt")
  }

  @Test func rowsAreOrderedByProjectAndName() throws {
    let database = try HealthDatabase(path: path, access: .write)
    for (id, project) in [("1", nil), ("2", "shop"), ("3", "blog"), ("4", nil), ("5", "shop")] {
      try database.record(row(id, .running, project: project), nil)
    }
    #expect(try database.storedRows().map(\.id) == ["3", "2", "5", "1", "4"])
  }

  @Test func removedContainerLeavesOnlyItsTransitions() throws {
    let database = try HealthDatabase(path: path, access: .write)
    try database.record(row("a", .running), transition("a", .running, at: 1))
    try database.record(row("a", .removed), transition("a", .removed, at: 2, from: .running))
    #expect(try database.storedRows().isEmpty)
    try database.amend(row("a", .removed, reason: "by hand"))
    #expect(try database.storedRows().isEmpty, "an afterthought does not bring it back")
    #expect(try database.transitions(newest: 10).map(\.reason) == ["why", "by hand"])
  }

  @Test func reasonThatComesLateIsGivenToTheNewestTransition() throws {
    let database = try HealthDatabase(path: path, access: .write)
    try database.record(row("a", .running), transition("a", .running, at: 1))
    try database.record(row("a", .stopped(exitCode: 137)), transition("a", .stopped(exitCode: 137), at: 2))
    try database.record(row("b", .running), transition("b", .running, at: 3))
    try database.amend(row("a", .stopped(exitCode: 137), reason: "SIGKILL"))
    #expect(try database.transitions(newest: 10).map(\.reason) == ["why", "SIGKILL", "why"])
    #expect(try database.storedRows().map(\.reason) == ["SIGKILL", ""])
  }

  @Test func newestTransitionsAreGivenOldestFirst() throws {
    let database = try HealthDatabase(path: path, access: .write)
    for second in Int64(0)..<10 {
      try database.record(
        row("a", .running), transition(second.isMultiple(of: 2) ? "a" : "b", .running, at: second / 3))
    }
    let all = try database.transitions(newest: 100)
    #expect(all.count == 10)
    #expect(all.map(\.time) == all.map(\.time).sorted())
    #expect(try database.transitions(newest: 3) == Array(all.suffix(3)))
    #expect(
      try database.transitions(newest: 2, container: "a")
        == Array(all.filter { $0.container == "a" }.suffix(2)))
    #expect(try database.transitions(newest: 0).isEmpty)
  }

  @Test func oldTransitionsAreDeleted() throws {
    let database = try HealthDatabase(path: path, access: .write)
    for second in Int64(0)..<5 {
      try database.record(row("a", .running), transition("a", .running, at: second))
    }
    try database.deleteTransitions(before: time(3))
    #expect(try database.transitions(newest: 10).map(\.time) == [time(3), time(4)])
    #expect(try database.storedRows().count == 1)
  }

  @Test func reopenedDatabaseKeepsEverything() throws {
    try HealthDatabase(path: path, access: .write).record(
      row("a", .healthy), transition("a", .healthy, at: 1))
    let again = try HealthDatabase(path: path, access: .write)
    #expect(try again.storedRows().count == 1 && again.transitions(newest: 5).count == 1)
    #expect(try again.proberState() == nil)
  }

  @Test func laterSchemaIsRefused() throws {
    _ = try HealthDatabase(path: path, access: .write)
    try Connection(path: path, mode: .readWrite).execute("PRAGMA user_version=2")
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
    #expect(try reader.rows(now: time(0)).isEmpty)
    #expect(try reader.transitions(newest: 5).isEmpty)
    #expect(try reader.proberState() == nil)
    try HealthDatabase(path: path, access: .write).record(
      row("a", .running), transition("a", .running, at: 1))
    #expect(try reader.storedRows().count == 1 && reader.transitions(newest: 5).count == 1)
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
    try database.record(row("a", .healthy), nil)
    let state = ProberState(
      aliveAt: time(doubt.aliveAt), engineAwaySince: doubt.awaySince.map(time),
      engineError: doubt.awaySince.map { _ in "refused" })
    try database.note(state)
    #expect(try database.proberState() == state)
    let row = try #require(try database.rows(now: time(100)).first)
    guard let since = doubt.since else {
      #expect(row.state == .healthy)
      return
    }
    #expect(row.state == .unknown && row.since == time(since))
    #expect(row.reason.contains(doubt.reason) && row.reason.contains("(was healthy)"))
    #expect(try database.storedRows().first?.state == .healthy)
  }

  @Test func proberThatNeverWatchedIsDoubtedAndNothingTraps() throws {
    for aliveAt in [Timestamp.distantPast, .distantFuture] {
      #expect(ProberState(aliveAt: aliveAt).doubt(now: time(0)) != nil)
    }
  }
}
