import Testing

/// Many containers, many collectors.
@Suite(.needsDocker, .together) struct ManyTests {
  @Test func hundredContainersAtOnce() async throws {
    try await Scene.with("hundred", DaemonConfig(collectors: 2)) { scene in
      try await scene.daemon.start()
      let names = (0..<100).map { "\(scene.project)-\($0)" }
      try await withThrowingTaskGroup { group in
        for name in names {
          group.addTask {
            try await scene.create(
              String(name.dropFirst(scene.project.count + 1)),
              script:
                "for n in 1 2 3 4 5; do seq $((n * 20 - 19)) $((n * 20)); done; echo end >&2; exec sleep 600")
          }
        }
        try await group.waitForAll()
      }
      try await Command("docker", ["start"] + names).succeed(within: .seconds(120))
      let expected = SampleLog.numbers(1...100)
      try await eventually("all 10,100 lines are stored") {
        try await scene.lslog("search", ["-o", "raw"]).bytes.count >= names.count * (expected.count + 4)
      }
      for name in names { expectSame(try await scene.raw(name, "stdout"), expected, name) }
      #expect(try await scene.lslog("search", ["end", "-o", "raw"]).bytes.count == 400)
      #expect(
        try await scene.lslog("health", []).text.split(separator: "\n").count { $0.hasPrefix("✓ running") }
          == 100)
    }
  }

  /// Containers move from shard to shard, with their positions.
  @Test func numberOfCollectorsChangesWithoutLossOrDoubling() async throws {
    try await Scene.with("shards", DaemonConfig(collectors: 2)) { scene in
      try await scene.daemon.start()
      let script = "n=0; while [ ! -e /data/stop ]; do n=$((n + 1)); echo $n; echo e$n >&2; usleep 3000; done"
      var containers: [String] = []
      for number in 0..<6 { containers.append(try await scene.run("c\(number)", script: script)) }
      try await Self.expectProgress(of: containers, in: scene)
      for collectors in [3, 1] {
        try await scene.daemon.stop()
        try await scene.daemon.start(DaemonConfig(collectors: collectors))
        try await Self.expectProgress(of: containers, in: scene)
      }
      try await scene.daemon.killEverything()
      try await scene.daemon.start(DaemonConfig(collectors: 2))
      try await Self.expectProgress(of: containers, in: scene)
      // Without a stop: the old collectors end and the new ones begin.
      for collectors in [3, 1, 2] {
        try await scene.daemon.reload(DaemonConfig(collectors: collectors))
        try await Self.expectProgress(of: containers, in: scene)
      }
      try scene.provide([], as: "stop")
      for container in containers {
        try await scene.awaitExit(container)
        let kept = try await scene.dockerLogs(container)
        try await scene.expectRaw(container, "stdout", equals: kept.bytes)
        try await scene.expectRaw(container, "stderr", equals: Array(kept.errors.utf8))
        let lines = try await scene.lines(container)
        let isCounted = lines.map(\.ordinal).sorted() == (0..<Int64(lines.count)).map(\.self)
        #expect(isCounted, "\(container)")
        #expect(Set(lines.map(\.epoch)).count == 1)
      }
    }
  }

  /// Waits until lines are stored that Docker has only from now on.
  private static func expectProgress(of containers: [String], in scene: Scene) async throws {
    for container in containers {
      let newest = try await scene.docker("logs", "--tail", "1", container)
      let number = try #require(Int((newest.text + newest.errors).filter(\.isNumber)))
      try await scene.awaitHit("e\(number + 1)", of: container)
    }
  }
}
