import Glibc
import Logging
import Supervision
import Testing

/// The loop with real children, which are shells. Nothing here waits for a time to pass: what the test does next, it does when the
/// supervisor reports something.
@Suite struct SupervisorTests {
  /// Runs a supervisor on this thread until it ends; `react` gets every report and may send signals or change the plan.
  func run(
    _ plan: SupervisorPlan, environment: [String: String] = [:],
    reload: @escaping () throws -> SupervisorPlan = { throw CancellationError() },
    react: @escaping (SupervisorReport, (Int32) -> Void) -> Void
  ) throws -> (code: Int32, reports: [SupervisorReport]) {
    let pipe = try Descriptor.pipe()
    try pipe.read.setNonBlocking()
    var reports: [SupervisorReport] = []
    let send: (Int32) -> Void = { signal in
      var byte = UInt8(truncatingIfNeeded: signal)
      write(pipe.write.number, &byte, 1)
    }
    let supervisor = Supervisor(
      plan: plan, signals: SignalPipe(readEnd: pipe.read.number), notifier: nil, environment: environment,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, reload: reload,
      observe: { report in
        reports.append(report)
        react(report, send)
      })
    return (supervisor.run(), reports)
  }

  func shell(_ script: String, name: String = "c", kind: ChildKind = .collector, settings: String = "")
    -> ChildSpec
  {
    ChildSpec(
      name: name, kind: kind, executable: "/bin/sh", arguments: ["sh", "-c", script], settings: settings)
  }

  /// Says that it is ready, then waits for SIGTERM.
  let waiting = "trap 'exit 0' TERM; echo READY=1 >&3; while :; do read x <&4 || :; done"

  var quick: SupervisorSettings {
    var settings = SupervisorSettings()
    settings.backoffInitial = .milliseconds(1)
    settings.backoffMaximum = .milliseconds(1)
    settings.restartLimit = 2
    return settings
  }

  @Test func childrenAreStartedAndStoppedInOrder() throws {
    let children = [
      shell(waiting, name: "p", kind: .prober), shell(waiting, name: "f", kind: .forwarder), shell(waiting),
    ]
    var ready = 0
    let (code, reports) = try run(SupervisorPlan(children: children)) { report, send in
      guard case .ready = report else { return }
      ready += 1
      if ready == 3 { send(SIGTERM) }
    }
    #expect(code == 0)
    let stopped = reports.compactMap { if case .stopped(let name, .exited(0)) = $0 { name } else { nil } }
    #expect(stopped == ["c", "f", "p"])
  }

  @Test func aChildGetsItsInputItsDescriptorsAndNoOthers() throws {
    let script = """
      test "$(cat)" = "log: {}" || exit 3
      test "$(ls /proc/self/fd | tr '\\n' ' ')" = "0 1 2 3 4 5 " || test "$(ls /proc/$$/fd | wc -l)" -le 6 || exit 4
      test -z "$NOTIFY_SOCKET$WATCHDOG_USEC" || exit 5
      test "$LSLOG_SUPERVISOR_PID" = "$PPID" || exit 6
      test "$KEPT" = yes || exit 7
      exit 0
      """
    var spec = shell(script)
    spec.input = Array("log: {}".utf8)
    var ends: [ChildEnd] = []
    _ = try run(
      SupervisorPlan(children: [spec], settings: quick),
      environment: ["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "1", "KEPT": "yes", "PATH": "/usr/bin:/bin"]
    ) { report, _ in
      if case .restarting(_, let end, _) = report { ends.append(end) }
    }
    #expect(ends == [.exited(0), .exited(0)])
  }

  @Test func aChildThatDiesAgainAndAgainEndsWithCodeOne() throws {
    let (code, reports) = try run(SupervisorPlan(children: [shell("kill -SEGV $$")], settings: quick)) {
      _, _ in
    }
    #expect(code == 1)
    #expect(reports.last == .gaveUp(child: "c", .signalled(SIGSEGV), deaths: 3))
  }

  @Test func aProgramThatIsNotThereEndsWithCodeOne() throws {
    var spec = shell("")
    spec.executable = "/nonexistent"
    let (code, reports) = try run(SupervisorPlan(children: [spec], settings: quick)) { _, _ in }
    #expect(code == 1)
    #expect(reports.last == .gaveUp(child: "c", .spawnFailed(ENOENT), deaths: 3))
  }

  @Test func aRefusedConfigurationEndsWithCodeTwo() throws {
    let children = [shell("exit 2", name: "bad"), shell(waiting, name: "f", kind: .forwarder)]
    let (code, reports) = try run(SupervisorPlan(children: children)) { _, _ in }
    #expect(code == 2)
    #expect(reports.contains(.configurationRefused(child: "bad")))
  }

  @Test func aSilentChildIsKilledAndStartedAgain() throws {
    var settings = quick
    settings.hangTimeout = .milliseconds(100)
    let (code, reports) = try run(SupervisorPlan(children: [shell("exec sleep 1000")], settings: settings)) {
      _, _ in
    }
    #expect(code == 1)
    #expect(reports.last == .gaveUp(child: "c", .hung, deaths: 3))
  }

  @Test func aChildThatIgnoresTheStopIsKilled() throws {
    var settings = quick
    settings.stopTimeout = .milliseconds(50)
    let stubborn = shell("trap '' TERM; echo READY=1 >&3; while :; do read x <&4 || :; done")
    let (code, reports) = try run(SupervisorPlan(children: [stubborn], settings: settings)) { report, send in
      if case .ready = report { send(SIGTERM) }
    }
    #expect(code == 0)
    #expect(reports.suffix(2) == [.killed(child: "c"), .stopped(child: "c", .signalled(SIGKILL))])
  }

  @Test func aSecondStopKillsAtOnce() throws {
    let stubborn = shell("trap '' TERM; echo READY=1 >&3; while :; do read x <&4 || :; done")
    let (code, reports) = try run(SupervisorPlan(children: [stubborn])) { report, send in
      switch report {
      case .ready: send(SIGTERM)
      case .stopping: send(SIGINT)
      default: break
      }
    }
    #expect(code == 0)
    #expect(reports.last == .stopped(child: "c", .signalled(SIGKILL)))
  }

  @Test func aReloadStartsTheNewAndStopsTheOld() throws {
    let next = SupervisorPlan(children: [
      shell(waiting, settings: "new"), shell(waiting, name: "p", kind: .prober),
    ])
    var ready: [String] = []
    let old = SupervisorPlan(children: [shell(waiting), shell(waiting, name: "f", kind: .forwarder)])
    let (code, reports) = try run(old, reload: { next }) { report, send in
      guard case .ready(let child) = report else { return }
      ready.append(child)
      if ready.count == 2 { send(SIGHUP) }
      if ready.count == 4 { send(SIGTERM) }
    }
    #expect(code == 0)
    #expect(reports.contains(.reloaded(changed: ["c", "f", "p"])))
    #expect(ready.suffix(2).sorted() == ["c", "p"])
  }

  @Test func aRefusedReloadKeepsTheChildren() throws {
    struct Bad: Error, CustomStringConvertible { var description: String { "t.yml:1:1: bad" } }
    let (code, reports) = try run(SupervisorPlan(children: [shell(waiting)]), reload: { throw Bad() }) {
      report, send in
      switch report {
      case .ready: send(SIGHUP)
      case .reloadRefused: send(SIGTERM)
      default: break
      }
    }
    #expect(code == 0)
    #expect(reports.contains(.reloadRefused("t.yml:1:1: bad")))
    #expect(reports.filter { if case .started = $0 { true } else { false } }.count == 1)
  }

  @Test func lastWordsAreHeardBeforeTheEnd() throws {
    let (_, reports) = try run(SupervisorPlan(children: [shell("echo READY=1 >&3; exit 1")], settings: quick))
    { _, _ in }
    #expect(reports.filter { $0 == .ready(child: "c") }.count == 3)
  }

  @Test func aChildThatClosesItsPipeDoesNotSpinTheLoop() throws {
    var settings = quick
    settings.hangTimeout = .milliseconds(100)
    let before = clock()
    _ = try run(SupervisorPlan(children: [shell("exec 3>&-; exec sleep 1000")], settings: settings)) { _, _ in
    }
    // Three hangs of 100 ms: a spinning loop would burn most of it. Other tests of this process count in, hence the slack.
    #expect(clock() - before < 20 * CLOCKS_PER_SEC)
  }
}
