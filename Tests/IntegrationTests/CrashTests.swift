import Glibc
import Testing

/// Each line is stored once, whatever dies.
@Suite(.needsDocker, .alone) struct CrashTests {
  private static let count = 1_000_000

  @Test(arguments: [("json-file", count), ("local", count / 4)])
  func eachLineIsStoredOnceThoughAllProcessesAreKilledThreeTimes(driver: String, count: Int) async throws {
    try await Scene.with("kill-\(driver)") { scene in
      try await scene.daemon.start()
      let options = Scene.Options(driver: driver)
      let container = try await scene.run("million", options, script: "seq 1 \(count); exec sleep 600")
      for moment in Self.moments(3, of: count) {
        try await Self.await(moment, of: container, in: scene)
        try await scene.daemon.killEverything()
        try await scene.daemon.start()
      }
      try await Self.expectEachNumberOnce(count, container, in: scene)
    }
  }

  /// Docker has all lines before it is restarted, so that what is missing then is missing here; with live-restore,
  /// dockerd loses what the containers write just then.
  @Test(.needsDockerdOfOurOwn)
  func aMillionLinesAreStoredOnceAcrossRestartsOfDockerdWithLiveRestore() async throws {
    try await Scene.with("live-restore") { scene in
      let half = Self.count / 2
      let container = try await scene.run(
        "million",
        script:
          "seq 1 \(half); until [ -e /data/go ]; do usleep 20000; done; seq \(half + 1) \(Self.count); exec sleep 600"
      )
      try await Self.awaitDocker("\(half)", of: container, in: scene)
      try await scene.daemon.start()
      try await Self.await(Int.random(in: 1...half / 2), of: container, in: scene)
      try await Testbed.disturb("LSLOG_TEST_DOCKERD_RESTART", "--live-restore")
      try await scene.awaitLast("\(half)", of: container)
      try await scene.daemon.stop()
      try scene.provide([], as: "go")
      try await Self.awaitDocker("\(Self.count)", of: container, in: scene)
      try await scene.daemon.start()
      try await Self.await(Int.random(in: half + 1...half + half / 2), of: container, in: scene)
      try await Testbed.disturb("LSLOG_TEST_DOCKERD_RESTART", "--live-restore --kill")
      try await Self.expectEachNumberOnce(Self.count, container, in: scene)
    }
  }

  /// The container prints all the while; when dockerd stops it, it ends its block and remembers where it was.
  @Test(.needsDockerdOfOurOwn)
  func aMillionLinesAreStoredOnceAcrossRestartsOfDockerdAndOfTheContainer() async throws {
    try await Scene.with("dockerd") { scene in
      try await scene.daemon.start()
      let script = """
        trap 'stop=yes' TERM
        n=$(cat /next 2>/dev/null || echo 1)
        while [ -z "$stop" -a $n -lt \(Self.count) ]; do seq $n $((n + 4999)); n=$((n + 5000)); echo $n >/next; done
        while [ -z "$stop" ]; do usleep 100000; done
        """
      let options = Scene.Options(more: ["--restart", "always"])
      let container = try await scene.run("million", options, script: script)
      for moment in Self.moments(2, of: Self.count) {
        try await Self.await(moment, of: container, in: scene)
        try await Testbed.disturb("LSLOG_TEST_DOCKERD_RESTART")
      }
      try await Self.expectEachNumberOnce(Self.count, container, in: scene)
    }
  }

  /// dockerd loses what it holds in memory then, so the measure is what it kept.
  @Test(.needsDockerdOfOurOwn)
  func everythingThatAKilledDockerdKeptIsStoredOnce() async throws {
    try await Scene.with("dockerd-kill") { scene in
      try await scene.daemon.start()
      let container = try await scene.run(
        "steady",
        script: "n=0; while [ ! -e /data/stop ]; do n=$((n + 20)); seq $((n - 19)) $n; usleep 1000; done")
      for _ in 1...2 {
        let hits = try await scene.raw(container).count
        try await eventually("more lines are stored") { try await scene.raw(container).count > hits + 5000 }
        try await Testbed.disturb("LSLOG_TEST_DOCKERD_RESTART", "--live-restore --kill")
      }
      try scene.provide([], as: "stop")
      try await scene.awaitExit(container)
      let kept = try await scene.dockerLogs(container).bytes
      try await scene.expectRaw(container, equals: kept)
    }
  }

  @Test func supervisorThatIsKilledTakesItsProcessesAlong() async throws {
    try await Scene.with("orphans", DaemonConfig(collectors: 2, journalTag: "{name}")) { scene in
      try await scene.daemon.start()
      #expect(
        scene.daemon.processes().count == 5, "the supervisor, two collectors, the forwarder and the prober")
      scene.daemon.signal(SIGKILL)
      #expect(try await scene.daemon.exitStatus() == 128 + SIGKILL)
      try await eventually("no process is left: \(scene.daemon.processes())", within: .seconds(5)) {
        scene.daemon.processes().isEmpty
      }
    }
  }

  @Test func processThatIsKilledIsStartedAgain() async throws {
    try await Scene.with("children", DaemonConfig(collectors: 2, journalTag: "{name}")) { scene in
      try await scene.daemon.start()
      let container = try await scene.run(
        "steady", script: "n=0; while [ ! -e /data/stop ]; do n=$((n + 1)); echo $n; usleep 2000; done")
      for role in ["collector", "prober", "forwarder", "collector"] {
        let victims = scene.daemon.processes().filter { $0.arguments.contains("lslogd \(role)") }
        #expect(!victims.isEmpty)
        for victim in victims { kill(victim.pid, SIGKILL) }
        try await eventually("\(role) is back") {
          let now = scene.daemon.processes().filter { $0.arguments.contains("lslogd \(role)") }
          return now.count == victims.count && Set(now.map(\.pid)).isDisjoint(with: victims.map(\.pid))
        }
        let before = try await scene.raw(container).count
        try await eventually("lines are stored again") { try await scene.raw(container).count > before }
      }
      try scene.provide([], as: "stop")
      try await scene.awaitExit(container)
      let kept = try await scene.dockerLogs(container).bytes
      try await scene.expectRaw(container, equals: kept)
    }
  }

  @Test func stoppingCommitsWhatWasRead() async throws {
    try await Scene.with("sigterm", DaemonConfig(collectors: 2, journalTag: "{name}")) { scene in
      try await scene.daemon.start()
      let container = try await scene.run("fast", script: "seq 1 300000; exec sleep 600")
      for moment in [20_000, 150_000] {
        try await Self.await(moment, of: container, in: scene)
        var status: Int32 = -1
        let time = try await elapsed { status = try await scene.daemon.stop() }
        #expect(status == 0)
        print("lslogd stopped under load in \(time.milliseconds) ms")
        #expect(time < .seconds(10))
        #expect(scene.daemon.processes().isEmpty)
        try await scene.daemon.start()
      }
      try await scene.awaitLast("300000", of: container)
      try await scene.expectRaw(container, equals: SampleLog.numbers(1...300_000))
    }
  }

  /// Numbers of lines, in order, at which something is to happen.
  private static func moments(_ count: Int, of lines: Int) -> [Int] {
    (0..<count).map { _ in Int.random(in: 1...lines * 9 / 10) }.sorted()
  }

  /// Waits until a line is stored, and then for a random moment more, which is the point of it.
  private static func await(_ number: Int, of container: String, in scene: Scene) async throws {
    try await eventually("line \(number) is stored", within: .seconds(90), every: .milliseconds(100)) {
      let last = String(decoding: try await scene.raw(container, nil, "-n", "1"), as: UTF8.self)
      return Int(last.dropLast()).map { $0 >= number } ?? false
    }
    try await Task.sleep(for: .milliseconds(.random(in: 0...300)))
  }

  private static func awaitDocker(_ line: String, of container: String, in scene: Scene) async throws {
    try await eventually("Docker has line \(line)", within: .seconds(90), every: .milliseconds(200)) {
      try await scene.docker("logs", "--tail", "1", container).text == "\(line)\n"
    }
  }

  private static func expectEachNumberOnce(_ count: Int, _ container: String, in scene: Scene) async throws {
    let time = try await elapsed { try await scene.awaitLast("\(count)", of: container) }
    let found = try await scene.raw(container)
    let expected = SampleLog.numbers(1...count)
    expectSame(found, expected, container)
    print(
      "\(container): \(found.count { $0 == UInt8(ascii: "\n") }) lines, the last \(time.milliseconds) ms after the last fault"
    )
  }
}
