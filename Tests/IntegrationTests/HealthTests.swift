import Testing

/// What happens to a container is a transition in `lslog health` within two seconds.
@Suite(.needsDocker, .alone) struct HealthTests {
  @Test func whatHappensToAContainerIsATransition() async throws {
    try await Scene.with("health") { scene in
      try await scene.daemon.start()
      let container = try await scene.create(
        "web", script: "trap 'exit 0' TERM; while :; do usleep 20000; done")
      try await Self.awaitChange("first seen created", of: container, in: scene)
      try await Self.expect("created → running", of: container, in: scene) {
        try await scene.docker("start", container)
      }
      try await Self.expect("running → paused", of: container, in: scene) {
        try await scene.docker("pause", container)
      }
      try await Self.expect("paused → running", of: container, in: scene) {
        try await scene.docker("unpause", container)
      }
      try await Self.expect("running → stopped (0)", of: container, in: scene) {
        try await scene.docker("stop", container)
      }
      #expect(try await scene.lslog("health", []).status == 0)
      try await Self.expect("stopped (0) → running", of: container, in: scene) {
        try await scene.docker("start", container)
      }
      try await Self.expect("running → stopped (137)", of: container, in: scene) {
        let pid = try await scene.docker("inspect", "--format", "{{.State.Pid}}", container).text.dropLast()
        try await Command("kill", ["-9", String(pid)]).succeed()
      }
      #expect(try await scene.lslog("health", []).status == 1)
      try await scene.docker("start", container)
      try await Self.awaitChange("stopped (137) → running", of: container, in: scene)
      // A restart is two changes: it ends and starts again.
      let stops = try await Self.changes(of: container, in: scene).count { $0.contains("running → stopped") }
      try await scene.docker("restart", container)
      let time = try await elapsed {
        try await eventually("the restart is seen", within: .seconds(2)) {
          let changes = try await Self.changes(of: container, in: scene)
          return changes.count { $0.contains("running → stopped") } == stops + 1
            && changes.last?.contains("→ running") == true
        }
      }
      print("health: restart seen after \(time.milliseconds) ms")
      try await Self.expect("→ removed", of: container, in: scene) {
        try await scene.docker("rm", "--force", container)
      }
    }
  }

  @Test func healthCheckThatFailsIsATransition() async throws {
    try await Scene.with("unhealthy") { scene in
      try await scene.daemon.start()
      let check = [
        "--health-cmd", "test ! -e /data/sick", "--health-interval", "1s", "--health-retries", "1",
      ]
      let container = try await scene.run("web", Scene.Options(more: check), script: "exec sleep 600")
      try await Self.awaitDocker("healthy", of: container, in: scene)
      try await Self.awaitChange("→ healthy", of: container, in: scene)
      try scene.provide([], as: "sick")
      try await Self.awaitDocker("unhealthy", of: container, in: scene)
      try await Self.awaitChange("healthy → unhealthy", of: container, in: scene)
      let status = try await scene.lslog("health", ["-o", "json"])
      #expect(status.status == 1)
      #expect(status.text.contains(#""state":"unhealthy","well":false"#))
    }
  }

  @Test(.enabled(if: Testbed.limitsMemory, "needs cgroups that limit memory"))
  func containerWithoutMemoryIsATransition() async throws {
    try await Scene.with("oom") { scene in
      try await scene.daemon.start()
      let container = try await scene.create(
        "hungry", Scene.Options(more: ["-m", "16m"]), script: "exec tail /dev/zero")
      try await scene.docker("start", container)
      try await scene.awaitExit(container)
      try await Self.awaitChange("→ stopped (137)", of: container, in: scene)
      try await Self.awaitChange("out of memory", of: container, in: scene)
    }
  }

  @Test func whatHappenedWhileNobodyWatchedIsSeenLater() async throws {
    try await Scene.with("away") { scene in
      try await scene.daemon.start()
      let script = "trap 'exit 3' TERM; while :; do usleep 20000; done"
      let container = try await scene.run("web", script: script)
      let other = try await scene.run("gone", script: script)
      try await Self.awaitChange("running", of: other, in: scene)
      try await Self.awaitChange("running", of: container, in: scene)
      try await scene.daemon.killEverything()
      try await scene.docker("stop", container)
      try await scene.docker("rm", "--force", other)
      try await scene.daemon.start()
      try await Self.awaitChange("running → stopped (3)", of: container, in: scene)
      try await Self.awaitChange("→ removed", of: other, in: scene)
    }
  }

  /// Does something and expects the change within two seconds of its end.
  private static func expect(
    _ change: String, of container: String, in scene: Scene, after event: () async throws -> Void
  ) async throws {
    let known = try await changes(of: container, in: scene).count { $0.contains(change) }
    try await event()
    try await awaitChange(change, of: container, in: scene, times: known + 1)
  }

  /// Waits two seconds at most until a change has been seen so many times.
  private static func awaitChange(
    _ change: String, of container: String, in scene: Scene, times: Int = 1
  ) async throws {
    var seen: [String] = []
    let time = try await elapsed {
      try await eventually("\(change), but \(seen)", within: .seconds(2), every: .milliseconds(10)) {
        seen = try await changes(of: container, in: scene)
        return seen.count { $0.contains(change) } >= times
      }
    }
    print("health: '\(change)' seen after \(time.milliseconds) ms")
  }

  /// The changes of a container as `lslog health` shows them, oldest first.
  private static func changes(of container: String, in scene: Scene) async throws -> [String] {
    let output = try await scene.lslog("health", ["--changes", "1000", "--color", "never"])
    let lines = output.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.drop { !$0.hasPrefix("TIME ") }.filter { $0.contains(" \(container) ") }
  }

  private static func awaitDocker(_ health: String, of container: String, in scene: Scene) async throws {
    try await eventually("Docker says \(health)") {
      try await scene.docker("inspect", "--format", "{{.State.Health.Status}}", container).text
        == "\(health)\n"
    }
  }
}
