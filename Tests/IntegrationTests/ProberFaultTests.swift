import Foundation
import Glibc
import Testing

/// Each transition is told once, whatever moment the prober is killed at.
@Suite(.needsDocker, .alone) struct ProberFaultTests {
  /// A transition as `lslog health --history -o json` tells it.
  private struct Change: Decodable {
    var container: String
    var from: String?
    var to: String
  }

  @Test func aProberKilledAtAnyMomentTellsEachTransitionOnce() async throws {
    try await Scene.with("prober") { scene in
      try await scene.daemon.start()
      let container = try await scene.create(
        "web", script: "trap 'exit 3' TERM; while :; do usleep 10000; done")
      let rounds = 8
      let killer = Task {
        var kills = 0
        while !Task.isCancelled {
          for process in scene.daemon.processes() where process.arguments.contains("lslogd prober") {
            kill(process.pid, SIGKILL)
            kills += 1
          }
          try? await Task.sleep(for: .milliseconds(Int.random(in: 50...900)))
        }
        return kills
      }
      for _ in 0..<rounds {
        try await scene.docker("start", container)
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...300)))
        try await scene.docker("pause", container)
        try await scene.docker("unpause", container)
        try await scene.docker("stop", container)
      }
      killer.cancel()
      let kills = await killer.value
      print("health: the prober was killed \(kills) times")
      #expect(kills > 2)
      let round = [
        "created>running", "running>paused", "paused>running", "running>stopped",
      ]
      let expected = (0..<rounds).flatMap { $0 == 0 ? round : ["stopped>running"] + round.dropFirst() }
      var seen: [String] = []
      try? await eventually("all is told", within: .seconds(20)) {
        seen = try await Self.changes(of: container, in: scene)
        return seen.count >= expected.count
      }
      // A second look, for what would be told twice.
      try await Task.sleep(for: .seconds(1))
      seen = try await Self.changes(of: container, in: scene)
      #expect(seen == expected)
    }
  }

  private static func changes(of container: String, in scene: Scene) async throws -> [String] {
    let output = try await scene.lslog("health", ["--history", "-o", "json", container])
    return try output.bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Change.self, from: Data($0))
    }.compactMap { change in change.from.map { "\($0)>\(change.to)" } }
  }
}
