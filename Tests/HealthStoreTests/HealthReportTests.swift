import HealthStore
import LogWire
import TestSupport
import Testing

/// What is put together of each container.
struct HealthReportTests {
  private let folder: TestFolder
  private let database: HealthDatabase

  init() throws {
    folder = try TestFolder()
    database = try HealthDatabase(path: folder.file("health.db"), access: .write)
  }

  private func write(_ transitions: [Transition]) throws {
    try database.write(
      transitions.map { .transition(nil, $0, isSettled: true) }, now: Samples.time(0))
  }

  private func reports(since: Int64 = 0, now: Int64 = 100) throws -> [ContainerReport] {
    try database.reports(since: Samples.time(since), now: Samples.time(now))
  }

  private static func span(_ state: HealthState, _ from: Int64, _ until: Int64) -> StateHistory.Span {
    StateHistory.Span(state: state, from: Samples.time(from), until: Samples.time(until))
  }

  @Test func historyBeginsWithTheLastChangeBeforeIt() throws {
    try write([
      Samples.transition("a", .running, at: -50),
      Samples.transition("a", .unhealthy, at: -40, from: .running),
      Samples.transition("a", .healthy, at: 30, from: .unhealthy),
    ])
    try database.write(Samples.row("a", .healthy, since: 30), nil)
    let report = try #require(try reports().first)
    #expect(report.history.spans == [Self.span(.unhealthy, 0, 30), Self.span(.healthy, 30, 100)])
    #expect(report.lastChange?.from == .unhealthy)
  }

  @Test func containerWhoseChangesAreDeletedIsAsItsRowSays() throws {
    try database.write(Samples.row("a", .healthy, since: -1000), nil)
    try database.write(Samples.row("b", .degraded, since: 60), nil)
    let found = try reports()
    #expect(found.map(\.history.spans) == [[Self.span(.healthy, 0, 100)], [Self.span(.degraded, 60, 100)]])
    #expect(found.map(\.lastChange) == [nil, nil])
  }

  @Test func containersOfOneNameHaveOneHistory() throws {
    try write([
      Samples.transition("old", .healthy, at: 10, name: "api"),
      Samples.transition("old", .removed, at: 20, name: "api"),
      Samples.transition("new", .running, at: 40, name: "api"),
      Samples.transition("other", .unhealthy, at: 50),
    ])
    try database.write(Samples.row("new", .running, name: "api", since: 40), nil)
    let report = try #require(try reports().first)
    #expect(report.history.spans == [Self.span(.healthy, 10, 20), Self.span(.running, 40, 100)])
  }

  @Test func renamedContainerKeepsItsHistory() throws {
    try write([Samples.transition("a", .unhealthy, at: 10, name: "before")])
    try write([Samples.transition("a", .healthy, at: 20, name: "after", from: .unhealthy)])
    try database.write(Samples.row("a", .healthy, name: "after", since: 20), nil)
    let report = try #require(try reports().first)
    #expect(report.history.spans == [Self.span(.unhealthy, 10, 20), Self.span(.healthy, 20, 100)])
  }

  @Test func gapsAreInTheHistory() throws {
    try write([Samples.transition("a", .healthy, at: -10)])
    try database.write(Samples.row("a", .healthy, since: -10), nil)
    let gap = HealthGap(from: Samples.time(20), until: Samples.time(30), reason: "lslogd did not run")
    try database.write([.gap(gap)], now: Samples.time(30))
    #expect(try database.gaps(since: Samples.time(0)) == [gap])
    let report = try #require(try reports().first)
    #expect(
      report.history.spans
        == [Self.span(.healthy, 0, 20), Self.span(.unknown, 20, 30), Self.span(.healthy, 30, 100)])
  }

  @Test func onlyWantedContainersAreReportedWithTheirProbes() throws {
    for id in ["a", "b"] {
      try database.write(Samples.row(id, .healthy), nil)
      try database.write(
        [
          .probe(
            ProbeRow(
              container: id, name: "fast", kind: "tcp", target: "", since: Samples.time(0), latencyP50: 1,
              latencyP95: 2)),
          .probe(
            ProbeRow(
              container: id, name: "slow", kind: "tcp", target: "", since: Samples.time(0), latencyP50: 3,
              latencyP95: 4)),
          .probe(ProbeRow(container: id, name: "untimed", kind: "log", target: "", since: Samples.time(0))),
        ], now: Samples.time(0))
    }
    let found = try database.reports(since: Samples.time(0), now: Samples.time(1)) { $0.name == "b" }
    #expect(found.map(\.row.id) == ["b"])
    #expect(found.first?.probes.map(\.name) == ["fast", "slow", "untimed"])
    #expect(found.first?.slowestProbe?.name == "slow")
  }

  @Test func goneContainersAreKnownAsLongAsTheirChangesAre() throws {
    try write([
      Samples.transition("1", .stopped(exitCode: 1), at: 1, name: "job"),
      Samples.transition("1", .removed, at: 2, name: "job", from: .stopped(exitCode: 1)),
      Samples.transition("2", .removed, at: 5, name: "job", from: .running),
      Samples.transition("3", .removed, at: 3, name: "other"),
      Samples.transition(Transition.engineContainer, .unknown, at: 9, name: "the engine"),
      Samples.transition("here", .running, at: 3),
    ])
    try database.write(Samples.row("here", .running), nil)
    let rows = try database.goneRows()
    #expect(rows.map(\.id) == ["1", "2", "3"])
    let found = try database.reports(ofGone: rows, since: Samples.time(0), now: Samples.time(10))
    #expect(found.map(\.row.id) == ["2", "3"], "of each name the one that left last")
    #expect(found.allSatisfy { $0.isGone && !$0.isWell && $0.row.state == .removed })
    #expect(found.first?.history.spans == [Self.span(.stopped(exitCode: 1), 1, 2)])
    try database.delete(before: Samples.time(4))
    #expect(try database.goneRows().map(\.id) == ["2"])
  }

  @Test func flappingContainerIsNotWell() throws {
    var row = Samples.row("a", .healthy)
    row.flappingSince = Samples.time(5)
    try database.write(row, nil)
    #expect(try reports().first?.isWell == false)
  }
}
