import Glibc
import Testing

/// What lslogd says of its configuration and of itself.
@Suite(.needsDocker, .together) struct ConfigurationTests {
  @Test func badConfigurationAtReloadChangesNothing() async throws {
    try await Scene.with("reload") { scene in
      try await scene.daemon.start()
      let pids = Set(scene.daemon.processes().map(\.pid))
      try scene.daemon.write(text: "collectors: none\nstore: [\n")
      scene.daemon.signal(SIGHUP)
      try await eventually("the problem is in the log") { scene.daemon.log.contains("lslogd.yml:") }
      try await scene.run("late", script: "echo after the reload; exec sleep 600")
      try await scene.awaitHit("\"after the reload\"")
      #expect(Set(scene.daemon.processes().map(\.pid)) == pids)
    }
  }

  @Test func checkNamesThePlaceOfAProblem() async throws {
    try await Scene.with("check") { scene in
      let good = try await scene.daemon.command(["--check"]).run()
      #expect(good.status == 0 && good.text == "ok\n")
      try scene.daemon.write(text: "# A comment.\nlog: {level: info}\ncolectors: 2\n")
      let bad = try await scene.daemon.command(["--check"]).run()
      #expect(bad.status == 2)
      #expect(bad.errors.contains("lslogd.yml:3:") && bad.errors.contains("colectors"), "\(bad.errors)")
      let run = try await scene.daemon.command().run()
      #expect(run.status == 2 && run.errors == bad.errors)
    }
  }

  @Test func storeHasOneDaemon() async throws {
    try await Scene.with("second") { scene in
      try await scene.daemon.start()
      let second = try await scene.daemon.command().run(within: .seconds(10))
      #expect(second.status == 1)
      #expect(second.errors.contains(scene.daemon.store), "\(second.errors)")
      let pid = try #require(scene.daemon.pid)
      #expect(second.errors.contains("\(pid)"), "\(second.errors)")
      #expect(scene.daemon.processes().count == 3)
      // The first still says where its store is.
      let search = try await Command(
        Testbed.program("lslog"), ["search"],
        environment: ["LSLOG_RUNTIME_DIR": scene.daemon.runtimeDirectory]
      ).run()
      #expect(search.status == 1, "\(search.errors)")
    }
  }

  @Test func nothingToFollowIsSaidOnceWithTheRemedy() async throws {
    try await Scene.with("nothing", DaemonConfig(collectors: 2)) { scene in
      try await scene.daemon.start()
      try await eventually("it is said") { Self.advice(in: scene) > 0 }
      try await scene.daemon.stop()
      #expect(Self.advice(in: scene) == 1, "\(scene.daemon.log)")
      #expect(scene.daemon.log.contains("lightshuttle.project"))
    }
  }

  private static func advice(in scene: Scene) -> Int {
    scene.daemon.log.split(separator: "\n").count { $0.contains("no container is selected") }
  }
}
