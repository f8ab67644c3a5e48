import Glibc
import Supervision
import Testing

@Suite struct SupervisorCoreTests {
  /// A core with a clock that only moves when it is told to.
  struct Stage {
    var core: SupervisorCore
    var now = Duration.seconds(1000)

    init(_ children: [ChildSpec], _ settings: SupervisorSettings = SupervisorSettings()) {
      core = SupervisorCore(
        plan: SupervisorPlan(children: children, settings: settings), now: now, jitter: { 1 })
    }

    mutating func happen(_ event: SupervisorEvent, after wait: Duration = .zero) -> [SupervisorAction] {
      now += wait
      return core.handle(event, now: now)
    }

    /// Starts all children and lets them say that they are ready.
    mutating func startAll(_ names: String...) {
      _ = happen(.tick)
      for name in names { _ = happen(.said(child: name, .ready)) }
    }
  }

  static func spec(_ name: String, _ kind: ChildKind = .collector, settings: String = "") -> ChildSpec {
    ChildSpec(name: name, kind: kind, arguments: ["lslogd", name], settings: settings)
  }

  static let all = [spec("c0"), spec("c1"), spec("f", .forwarder), spec("p", .prober)]

  @Test func allAreStartedAndReadinessIsToldOnceAllAreReady() {
    var stage = Stage(Self.all)
    let spawns = stage.happen(.tick).filter { if case .spawn = $0 { true } else { false } }
    #expect(spawns == Self.all.map { .spawn($0) })
    for name in ["c0", "c1", "f"] {
      #expect(!stage.happen(.said(child: name, .ready)).contains(.notify(.ready)))
    }
    #expect(stage.happen(.said(child: "p", .ready)).contains(.notify(.ready)))
    #expect(!stage.happen(.said(child: "p", .ready)).contains(.notify(.ready)))
  }

  @Test func theStatusAddsUpWhatChildrenSay() {
    var stage = Stage(Self.all)
    stage.startAll("c0", "c1", "f", "p")
    _ = stage.happen(.said(child: "c0", .following(10)))
    #expect(
      stage.happen(.said(child: "c1", .following(4)))
        == [.notify(.status("2 collectors following 14 containers"))])
    #expect(
      stage.happen(.said(child: "f", .text("journald up to date")))
        == [.notify(.status("2 collectors following 14 containers; f: journald up to date"))])
    let death = stage.happen(.ended(child: "c0", .signalled(SIGSEGV)))
    #expect(
      death.last
        == .notify(.status("1 collector following 4 containers; f: journald up to date; waiting for c0")))
  }

  @Test func aDeadChildIsRestartedAfterItsBackoffAndNotBefore() {
    var stage = Stage([Self.spec("c0")])
    stage.startAll("c0")
    let death = stage.happen(.ended(child: "c0", .signalled(SIGSEGV)))
    #expect(
      death.first == .report(.restarting(child: "c0", .signalled(SIGSEGV), after: .milliseconds(500))))
    #expect(stage.core.nextDeadline == stage.now + .milliseconds(500))
    #expect(stage.happen(.tick, after: .milliseconds(499)).isEmpty)
    #expect(stage.happen(.tick, after: .milliseconds(1)) == [.spawn(Self.spec("c0"))])
  }

  @Test func aChildThatCannotBeStartedIsTriedAgain() {
    var stage = Stage([Self.spec("c0")])
    _ = stage.happen(.tick)
    let failure = stage.happen(.ended(child: "c0", .spawnFailed(EAGAIN)))
    #expect(
      failure.first == .report(.restarting(child: "c0", .spawnFailed(EAGAIN), after: .milliseconds(500))))
    #expect(stage.happen(.tick, after: .seconds(1)) == [.spawn(Self.spec("c0"))])
  }

  @Test func tooManyDeathsStopEverythingWithCodeOne() {
    var settings = SupervisorSettings()
    settings.restartLimit = 2
    var stage = Stage([Self.spec("c0"), Self.spec("f", .forwarder)], settings)
    stage.startAll("c0", "f")
    for _ in 0..<2 {
      _ = stage.happen(.ended(child: "c0", .exited(1)))
      _ = stage.happen(.tick, after: .seconds(5))
    }
    #expect(
      stage.happen(.ended(child: "c0", .exited(1))) == [
        .report(.gaveUp(child: "c0", .exited(1), deaths: 3)), .notify(.stopping),
        .signal(child: "f", SIGTERM),
      ])
    #expect(stage.happen(.ended(child: "f", .exited(0))).last == .exit(1))
    #expect(stage.core.phase == .finished)
  }

  @Test func aRefusedConfigurationStopsEverythingWithCodeTwo() {
    var stage = Stage([Self.spec("c0"), Self.spec("f", .forwarder)])
    stage.startAll("c0", "f")
    let actions = stage.happen(.ended(child: "f", .exited(2)))
    #expect(actions.first == .report(.configurationRefused(child: "f")))
    #expect(actions.last == .signal(child: "c0", SIGTERM))
    #expect(stage.happen(.ended(child: "c0", .exited(0))).last == .exit(2))
  }

  @Test func kindsAreStoppedOneAfterTheOther() {
    var stage = Stage(Self.all)
    stage.startAll("c0", "c1", "f", "p")
    #expect(
      stage.happen(.stopRequested) == [
        .report(.stopping), .notify(.stopping), .signal(child: "c0", SIGTERM), .signal(child: "c1", SIGTERM),
      ])
    #expect(
      stage.happen(.ended(child: "c1", .exited(0))) == [.report(.stopped(child: "c1", .exited(0)))])
    #expect(
      stage.happen(.ended(child: "c0", .exited(0))) == [
        .report(.stopped(child: "c0", .exited(0))), .signal(child: "f", SIGTERM),
      ])
    #expect(stage.happen(.ended(child: "f", .exited(0))).last == .signal(child: "p", SIGTERM))
    #expect(stage.happen(.ended(child: "p", .exited(0))).last == .exit(0))
    #expect(stage.happen(.tick).isEmpty)
  }

  @Test func aChildThatDoesNotStopInTimeIsKilled() {
    var stage = Stage([Self.spec("c0")])
    stage.startAll("c0")
    _ = stage.happen(.stopRequested)
    #expect(stage.core.nextDeadline <= stage.now + .seconds(20))
    #expect(stage.happen(.tick, after: .seconds(19)).isEmpty)
    #expect(
      stage.happen(.tick, after: .seconds(1)) == [
        .report(.killed(child: "c0")), .signal(child: "c0", SIGKILL),
      ])
    #expect(stage.happen(.tick, after: .seconds(20)).isEmpty)
    #expect(stage.happen(.ended(child: "c0", .signalled(SIGKILL))).last == .exit(0))
  }

  @Test func aSecondStopKillsAllAtOnce() {
    var stage = Stage([Self.spec("c0"), Self.spec("p", .prober)])
    stage.startAll("c0", "p")
    _ = stage.happen(.stopRequested)
    #expect(
      stage.happen(.stopRequested) == [
        .report(.hurrying), .signal(child: "c0", SIGKILL), .signal(child: "p", SIGKILL),
      ])
    #expect(stage.happen(.stopRequested) == [.report(.hurrying)])
  }

  @Test func aStopWhileAChildWaitsForItsRestartEndsAtOnce() {
    var stage = Stage([Self.spec("c0")])
    stage.startAll("c0")
    _ = stage.happen(.ended(child: "c0", .exited(1)))
    #expect(stage.happen(.stopRequested).last == .exit(0))
  }

  @Test func aDeathDuringTheStopRestartsNobody() {
    var stage = Stage([Self.spec("c0"), Self.spec("f", .forwarder)])
    stage.startAll("c0", "f")
    _ = stage.happen(.stopRequested)
    #expect(
      stage.happen(.ended(child: "f", .signalled(SIGTERM)))
        == [.report(.stopped(child: "f", .signalled(SIGTERM)))])
    #expect(stage.happen(.ended(child: "c0", .exited(0))).last == .exit(0))
  }

  @Test func aSilentChildIsKilledAndRestarted() {
    var stage = Stage([Self.spec("c0")])
    stage.startAll("c0")
    for _ in 0..<3 { #expect(stage.happen(.tick, after: .seconds(15)).isEmpty) }
    #expect(
      stage.happen(.tick, after: .seconds(15)) == [
        .report(.hung(child: "c0")), .signal(child: "c0", SIGKILL),
        .notify(.status("waiting for c0")),
      ])
    #expect(
      stage.happen(.ended(child: "c0", .signalled(SIGKILL))).first
        == .report(.restarting(child: "c0", .hung, after: .milliseconds(500))))
  }

  @Test func aChildThatSpeaksIsLeftAlone() {
    var stage = Stage([Self.spec("c0")])
    stage.startAll("c0")
    for _ in 0..<20 { #expect(stage.happen(.said(child: "c0", .alive), after: .seconds(10)).isEmpty) }
  }

  @Test func aSupervisorThatWasSuspendedKillsNobody() {
    var stage = Stage([Self.spec("c0")])
    stage.startAll("c0")
    #expect(stage.happen(.tick, after: .seconds(3600)).isEmpty)
  }

  @Test func aReloadRestartsOnlyWhoseSettingsChanged() {
    var stage = Stage(Self.all)
    stage.startAll("c0", "c1", "f", "p")
    var changed = Self.all
    changed[2].settings = "new"
    let actions = stage.happen(.reloaded(SupervisorPlan(children: changed)))
    #expect(
      actions.prefix(3) == [
        .notify(.reloading), .report(.reloaded(changed: ["f"])), .signal(child: "f", SIGTERM),
      ])
    #expect(!actions.contains(.notify(.ready)))
    #expect(stage.happen(.ended(child: "f", .exited(0))).contains(.spawn(changed[2])))
    #expect(stage.happen(.said(child: "f", .ready)).contains(.notify(.ready)))
  }

  @Test func aReloadThatChangesNothingIsReadyAtOnce() {
    var stage = Stage([Self.spec("c0")])
    stage.startAll("c0")
    var same = Self.spec("c0")
    same.input = [1]
    #expect(
      stage.happen(.reloaded(SupervisorPlan(children: [same])))
        == [.notify(.reloading), .report(.reloaded(changed: [])), .notify(.ready)])
    _ = stage.happen(.ended(child: "c0", .exited(1)))
    #expect(stage.happen(.tick, after: .seconds(1)) == [.spawn(same)])
  }

  /// Two collectors must never follow one container at once: the new ones wait until all old ones are gone.
  @Test func whenTheNumberOfCollectorsChangesTheOldOnesLeaveFirst() {
    func collectors(_ count: Int) -> [ChildSpec] {
      (0..<count).map { Self.spec("c\($0)", settings: "of \(count)") }
    }
    var stage = Stage(collectors(2))
    stage.startAll("c0", "c1")
    let three = collectors(3)
    let actions = stage.happen(.reloaded(SupervisorPlan(children: three)))
    #expect(
      actions.contains(.signal(child: "c0", SIGTERM)) && actions.contains(.signal(child: "c1", SIGTERM)))
    #expect(!actions.contains(.spawn(three[2])))
    #expect(!stage.happen(.ended(child: "c0", .exited(0))).contains(.spawn(three[0])))
    let last = stage.happen(.ended(child: "c1", .exited(0)))
    for spec in three { #expect(last.contains(.spawn(spec))) }
  }

  @Test func aChildThatIsNotInTheNewPlanIsStoppedAndForgotten() {
    var stage = Stage([Self.spec("c0"), Self.spec("f", .forwarder)])
    stage.startAll("c0", "f")
    let actions = stage.happen(.reloaded(SupervisorPlan(children: [Self.spec("c0")])))
    #expect(actions.contains(.signal(child: "f", SIGTERM)))
    #expect(stage.happen(.ended(child: "f", .exited(0))).contains(.notify(.ready)))
    #expect(stage.happen(.stopRequested).last == .signal(child: "c0", SIGTERM))
  }

  @Test func aReloadStartsAtOnceWhoWaitsWithOldSettings() {
    var stage = Stage([Self.spec("c0"), Self.spec("c1")])
    stage.startAll("c0", "c1")
    for name in ["c0", "c1"] { _ = stage.happen(.ended(child: name, .exited(1))) }
    let changed = Self.spec("c0", settings: "new")
    let actions = stage.happen(.reloaded(SupervisorPlan(children: [changed, Self.spec("c1")])))
    #expect(actions.contains(.spawn(changed)))
    #expect(!actions.contains(.spawn(Self.spec("c1"))))
  }

  @Test func aRefusedReloadChangesNothing() {
    var stage = Stage([Self.spec("c0")])
    stage.startAll("c0")
    #expect(
      stage.happen(.reloadRefused("x.yml:1:1: bad\nmore")) == [
        .notify(.reloading), .report(.reloadRefused("x.yml:1:1: bad\nmore")), .notify(.ready),
        .notify(.status("reload refused, the old configuration stays: x.yml:1:1: bad")),
      ])
  }

  @Test func systemdIsToldAtItsIntervalThatTheLoopLives() {
    var settings = SupervisorSettings()
    settings.watchdogInterval = .seconds(5)
    var stage = Stage([], settings)
    #expect(stage.happen(.tick).contains(.notify(.watchdog)))
    #expect(stage.core.nextDeadline == stage.now + .seconds(5))
    #expect(stage.happen(.tick, after: .seconds(4)).isEmpty)
    #expect(stage.happen(.tick, after: .seconds(1)) == [.notify(.watchdog)])
  }
}
