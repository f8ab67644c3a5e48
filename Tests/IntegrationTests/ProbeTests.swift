import Foundation
import Testing

/// What probes find is in `lslog health`, once, with the right reason, and `--why` has the line that explains it.
@Suite(.needsDocker, .alone) struct ProbeTests {
  /// A web server that answers as the file `/data/mode` says.
  private static let server = #"""
    mkdir -p /www/cgi-bin
    cat >/www/cgi-bin/health <<'END'
    #!/bin/sh
    case $(cat /data/mode) in
    500)
      echo "ERROR the database is gone" >/proc/1/fd/1
      printf 'Status: 500 Oops\r\n\r\nno database\n'
      ;;
    hang) exec sleep 20 ;;
    close) exit ;;
    *) printf 'Status: 200 OK\r\n\r\nfine\n' ;;
    esac
    END
    chmod +x /www/cgi-bin/health
    exec httpd -f -p 8080 -h /www
    """#

  private struct Change: Decodable {
    var from: String?
    var to: String
    var reason: String?
    var http_status: Int?
  }

  @Test func anEndpointThatTurnsBadIsToldOnceEachTimeWithItsReason() async throws {
    try await Scene.with("probe") { scene in
      let mode = { (text: String) in try scene.provide(Array(text.utf8), as: "mode") }
      try mode("ok")
      try await scene.daemon.start()
      let labels = [
        "lslog.probe.http=http://{address}:8080/cgi-bin/health", "lslog.probe.interval=1s",
        "lslog.probe.timeout=500ms", "lslog.probe.failures=2",
      ]
      let options = Scene.Options(
        network: try await scene.makeNetwork(), more: labels.flatMap { ["--label", $0] })
      let web = try await scene.run("web", options, script: Self.server)
      try await Self.await("starting>healthy", of: web, in: scene, times: 1)
      let faults = [("500", "status 500"), ("hang", "no answer within"), ("close", "closed")]
      for (round, (fault, words)) in zip(1..., faults) {
        try mode(fault)
        let down = try await Self.await("healthy>unhealthy", of: web, in: scene, times: round)
        #expect(down.reason?.contains(words) == true, "\(fault): \(down)")
        if fault == "500" {
          #expect(down.http_status == 500)
          let why = try await scene.lslog("health", [web, "--why"])
          #expect(why.status == 0 && why.text.contains("ERROR the database is gone"), "\(why.text)")
          #expect(why.text.contains("no database"), "what the probe was told")
        }
        try mode("ok")
        try await Self.await("unhealthy>healthy", of: web, in: scene, times: round)
      }
      // Nothing else, and nothing twice.
      let changes = try await Self.changes(of: web, in: scene)
      #expect(changes.count == 3 + 2 * faults.count || changes.count == 2 + 2 * faults.count, "\(changes)")
      #expect(try await scene.lslog("health", [web]).status == 0)
    }
  }

  @Test func aLogThatSaysFatalAndOneThatFallsSilentAreUnhealthy() async throws {
    try await Scene.with("logprobe") { scene in
      try await scene.daemon.start()
      let fatal = ["lslog.probe.log=FATAL", "lslog.probe.within=5m", "lslog.probe.interval=1s"]
      let silent = ["lslog.probe.silence=2s", "lslog.probe.interval=1s"]
      func options(_ labels: [String]) -> Scene.Options {
        Scene.Options(more: labels.flatMap { ["--label", $0] })
      }
      let loud = try await scene.run(
        "loud", options(fatal), script: "sleep 3; echo FATAL out of cheese; exec sleep 600")
      let quiet = try await scene.run(
        "quiet", options(silent), script: "for i in 1 2 3 4; do echo $i; sleep 1; done; exec sleep 600")
      let down = try await Self.await("healthy>unhealthy", of: loud, in: scene, times: 1)
      #expect(down.reason?.contains("FATAL") == true, "\(down)")
      let why = try await scene.lslog("health", [loud, "--why"])
      #expect(why.text.contains("FATAL out of cheese"))
      _ = try await Self.await(">unhealthy", of: quiet, in: scene, times: 1)
    }
  }

  @Test func aContainerThatStaysUnhealthyIsRestartedWithinItsBudget() async throws {
    let extra = "health: {restart: {after: 10s, budget: 1, window: 1h, grace: 1s}}"
    try await Scene.with("autoheal", DaemonConfig(extra: extra)) { scene in
      try await scene.daemon.start()
      let labels = ["lslog.probe.tcp={address}:9", "lslog.probe.interval=1s", "lslog.probe.failures=1"]
      let options = Scene.Options(
        network: try await scene.makeNetwork(), more: labels.flatMap { ["--label", $0] })
      let sick = try await scene.run("sick", options, script: "exec sleep 600")
      try await eventually("it is restarted", within: .seconds(60)) {
        let shown = try await scene.lslog("health", [sick, "-o", "json"]).text
        return shown.contains(#""action":"restart""#) && shown.contains(#""outcome":"done""#)
      }
      _ = try await Self.await(">unhealthy", of: sick, in: scene, times: 2)
    }
  }

  /// Waits until a change was seen so many times, and returns the last.
  @discardableResult
  private static func await(_ change: String, of container: String, in scene: Scene, times: Int) async throws
    -> Change
  {
    var seen: [Change] = []
    try await eventually("\(change), \(times) times, but \(seen)", within: .seconds(30)) {
      seen = try await changes(of: container, in: scene)
      return seen.count { "\($0.from ?? "")>\($0.to)".hasSuffix(change) } >= times
    }
    return try #require(seen.last { "\($0.from ?? "")>\($0.to)".hasSuffix(change) })
  }

  private static func changes(of container: String, in scene: Scene) async throws -> [Change] {
    let output = try await scene.lslog("health", ["--history", "-o", "json", container])
    return try output.bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Change.self, from: Data($0))
    }
  }
}
