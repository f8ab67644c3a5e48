import Glibc
import Testing

/// `lslog up`, `down`, `ps`, `logs` and `restart` on a real engine.
@Suite(.needsDocker) struct StackCommandTests {
  /// A command that ends at once when it is told to.
  private static func sleeper(_ before: String = "") -> String {
    "command: \"trap 'exit 0' TERM; \(before) sleep 600 & wait\""
  }

  private static let well = "healthcheck: {test: test -e /tmp/well, interval: 1s}"

  @Test func stackComesUpStaysAndGoes() async throws {
    try await StackScene.with("up") { scene in
      try scene.provide([
        ("web", [Self.sleeper(), "depends_on: [db]", "volumes: [/cache, data:/data]"]),
        ("db", [Self.sleeper("touch /tmp/well;"), Self.well]),
      ])
      let up = try await scene.command("up").succeed()
      let order = up.errors.split(separator: "\n").filter {
        $0.contains("Healthy") || $0.contains("Starting")
      }
      #expect(order == ["db  Starting", "db  Healthy", "web  Starting"], "\(up.errors)")
      let containers = try await scene.containers()
      #expect(Set(containers.keys) == ["web", "db"])

      let again = try await scene.command("up", "-o", "json").succeed()
      #expect(again.text.split(separator: "\n").count { $0.contains(#""state":"unchanged""#) } == 2)
      #expect(again.text.hasPrefix(#"{"time":"2"#) && again.text.contains(#""project":"\#(scene.project)""#))
      #expect(try await scene.containers() == containers)

      let table = try await scene.command("ps", "--color", "never").succeed().text
      #expect(table.contains("✓ healthy") && table.contains("✓ running"), "\(table)")
      let json = try await scene.command("ps", "-o", "json").succeed().text
      #expect(json.contains(#""resource":"db","container":"\#(scene.project)_db""#), "\(json)")

      let web = try #require(containers["web"])
      let volumes = try await scene.docker(
        "inspect", "--format", "{{range .Mounts}}{{println .Name}}{{end}}", web)
      #expect(volumes.count == 2)
      try await scene.command("down").succeed()
      #expect(try await scene.containers().isEmpty)
      #expect(try await scene.networks().isEmpty)
      let left = try await scene.docker("volume", "ls", "--quiet")
      #expect(Set(volumes).isSubset(of: left))
      _ = try await scene.docker("volume", "rm", try #require(volumes.first { !$0.hasPrefix("it-") }))
      let empty = try await scene.command("down", "-v").succeed()
      #expect(empty.errors.contains("removed the volumes \(scene.project)_data"), "\(empty.errors)")
      let nothing = try await scene.command("down").succeed()
      #expect(nothing.errors.contains("nothing of the project \(scene.project) is there"))
    }
  }

  @Test func failureSaysWhyAndLeavesNothing() async throws {
    try await StackScene.with("fail") { scene in
      try scene.provide([
        ("db", [Self.sleeper("touch /tmp/well;"), Self.well]),
        ("web", ["command: echo can not open config.json >&2; exit 3", "depends_on: [db]", Self.well]),
      ])
      let up = try await scene.command("up").run()
      #expect(up.status == 1)
      #expect(up.errors.contains("ended with exit code 3"), "\(up.errors)")
      #expect(up.errors.contains("| can not open config.json"), "\(up.errors)")
      #expect(try await scene.containers().isEmpty)
      #expect(try await scene.networks().isEmpty)
    }
  }

  @Test func interruptionTakesBackWhatWasStarted() async throws {
    try await StackScene.with("int") { scene in
      try scene.provide([
        ("db", [Self.sleeper(), Self.well]), ("web", [Self.sleeper(), "depends_on: [db]"]),
      ])
      let errors = try Descriptor.temporary()
      let process = try scene.command("up").spawn(output: errors.number, errors: errors.number)
      try await eventually("db is there") { try await scene.containers()["db"] != nil }
      process.signal(SIGINT)
      #expect(try await process.exitStatus(within: .seconds(30)) == 130)
      #expect(try await scene.containers().isEmpty)
      #expect(try await scene.networks().isEmpty)
      #expect(String(decoding: errors.contents(), as: UTF8.self).contains("interrupted"))
    }
  }

  @Test func twoAtOnceBothSucceed() async throws {
    try await StackScene.with("twice") { scene in
      try scene.provide([
        ("web", [Self.sleeper(), "depends_on: [db]"]), ("db", [Self.sleeper("touch /tmp/well;"), Self.well]),
      ])
      async let one = scene.command("up").run()
      async let other = scene.command("up").run()
      for up in try await [one, other] { #expect(up.status == 0, "\(up.errors)") }
      #expect(Set(try await scene.containers().keys) == ["web", "db"])
      #expect(try await scene.networks().count == 1)
    }
  }

  @Test func killedCallIsMadeGoodByTheNextOne() async throws {
    try await StackScene.with("kill") { scene in
      try scene.provide([
        ("db", [Self.sleeper(), Self.well]), ("web", [Self.sleeper(), "depends_on: [db]"]),
      ])
      let errors = try Descriptor.temporary()
      let process = try scene.command("up").spawn(output: errors.number, errors: errors.number)
      try await eventually("db is there") { try await scene.containers()["db"] != nil }
      process.signal(SIGKILL)
      _ = try await process.exitStatus(within: .seconds(30))
      try scene.provide([
        ("db", [Self.sleeper("touch /tmp/well;"), Self.well]), ("web", [Self.sleeper(), "depends_on: [db]"]),
      ])
      try await scene.command("up").succeed()
      #expect(Set(try await scene.containers().keys) == ["web", "db"])
    }
  }

  @Test func containersOfANetworkThatIsGoneAreMadeAnew() async throws {
    try await StackScene.with("net") { scene in
      try scene.provide([("a", [Self.sleeper()]), ("b", [Self.sleeper()])])
      try await scene.command("up").succeed()
      let before = try await scene.containers()
      _ = try await scene.docker("stop", "--time", "1", "\(scene.project)_a", "\(scene.project)_b")
      _ = try await scene.docker("network", "rm", try #require(try await scene.networks().first))
      try await scene.command("up").succeed()
      let after = try await scene.containers()
      #expect(Set(after.keys) == ["a", "b"] && Set(after.values).isDisjoint(with: before.values))
    }
  }

  @Test func failureBesideAnOrphanSaysThatItRuns() async throws {
    try await StackScene.with("renamed") { scene in
      let name = "container_name: \(scene.project)_box"
      try scene.provide([("old", [Self.sleeper(), name])])
      try await scene.command("up").succeed()
      let before = try await scene.containers()
      try scene.provide([("new", [Self.sleeper(), name])])
      let up = try await scene.command("up").run()
      #expect(up.status == 1 && up.errors.contains("already in use"), "\(up.errors)")
      #expect(up.errors.contains("lslog up --remove-orphans"), "\(up.errors)")
      #expect(try await scene.containers() == before)
      try await scene.command("up", "--remove-orphans").succeed()
      let after = try await scene.containers()
      #expect(Set(after.keys) == ["box"] && after != before)
    }
  }

  @Test func onlyWhatChangedIsMadeAnewAndOrphansGoWhenTold() async throws {
    try await StackScene.with("change") { scene in
      try scene.provide([
        ("a", [Self.sleeper()]), ("b", [Self.sleeper(), "volumes: [/cache]"]), ("c", [Self.sleeper()]),
      ])
      try await scene.command("up").succeed()
      let before = try await scene.containers()
      let volume = try await scene.docker(
        "inspect", "--format", "{{(index .Mounts 0).Name}}", try #require(before["b"]))
      try scene.provide([("a", [Self.sleeper()]), ("b", [Self.sleeper(), "env: {A: b}"])])
      let up = try await scene.command("up").succeed()
      #expect(up.errors.contains("c  Orphan"), "\(up.errors)")
      let after = try await scene.containers()
      #expect(after["a"] == before["a"] && after["b"] != before["b"] && after["c"] == before["c"])
      // It was the earlier container's, and may hold what somebody wants back.
      #expect(try await scene.docker("volume", "rm", volume[0]) == volume)
      try await scene.command("up", "--remove-orphans").succeed()
      #expect(Set(try await scene.containers().keys) == ["a", "b"])
    }
  }

  @Test func containersTalkByTheNamesOfTheirResources() async throws {
    try await StackScene.with("talk") { scene in
      let server = "mkdir /www; echo hello > /www/index.html; httpd -p 8080 -h /www;"
      let check = "healthcheck: {test: 'wget -q -O - http://web:8080/ | grep -q hello', interval: 1s}"
      try scene.provide([
        ("web", [Self.sleeper(server)]), ("client", [Self.sleeper(), check, "depends_on: [web]"]),
      ])
      let up = try await scene.command("up", "--timeout", "30s").succeed()
      #expect(up.errors.contains("client  Healthy"), "\(up.errors)")
    }
  }

  @Test func logsSayWhoseTheyAreAndGoOnAfterARestart() async throws {
    try await StackScene.with("logs") { scene in
      try scene.provide([
        ("web", [Self.sleeper("echo out; echo bad >&2;")]), ("db", [Self.sleeper("echo ready;")]),
      ])
      try await scene.command("up").succeed()
      try await eventually("all is written") {
        let logs = try await scene.command("logs").succeed()
        return Set(logs.text.split(separator: "\n")) == ["web | out", "db  | ready"]
          && logs.errors == "web | bad\n"
      }
      #expect(try await scene.command("logs", "db", "--tail", "1").succeed().text == "ready\n")
      let unknown = try await scene.command("logs", "dbb").run()
      #expect(unknown.status == 2 && unknown.errors.contains("did you mean \"db\"?"))

      let output = try Descriptor.temporary()
      let follow = try scene.command("logs", "db", "-f").spawn(output: output.number, errors: output.number)
      try await eventually("the line is followed") { output.contents() == Array("ready\n".utf8) }
      try await scene.command("restart", "--project", scene.project, "db").succeed()
      try await eventually("the next line is followed") { output.contents() == Array("ready\nready\n".utf8) }
      follow.signal(SIGINT)
      #expect(try await follow.exitStatus(within: .seconds(10)) == 0)
    }
  }

  @Test func imageIsBuiltAgainWhenTold() async throws {
    try await StackScene.with("build") { scene in
      try scene.write(
        """
        FROM \(Testbed.image)
        ARG V=0
        COPY x /x
        ENV V=$V
        CMD ["sh", "-c", "cat /x; echo $V"]

        """, to: "Dockerfile")
      try scene.write(
        "project: \(scene.project)\nresources: {job: {dockerfile: {build_args: {V: '7'}}}}\n",
        to: "lightshuttle.yml")
      try scene.write("one\n", to: "x")
      try await scene.command("up").succeed(within: .seconds(120))
      let first = try await scene.containers()
      try await eventually("it wrote") { try await scene.command("logs").succeed().text == "one\n7\n" }
      try scene.write("two\n", to: "x")
      try await scene.command("up", "--build").succeed(within: .seconds(120))
      #expect(try await scene.containers() != first)
      try await eventually("it wrote") { try await scene.command("logs").succeed().text == "two\n7\n" }
      _ = try await scene.docker("rmi", "--force", "lightshuttle/\(scene.project)/job")
    }
  }

  @Test func projectAloneIsEnoughToSeeAndEndIt() async throws {
    try await StackScene.with("alone") { scene in
      try scene.provide([("a", [Self.sleeper()])])
      try await scene.command("up").succeed()
      let lslog = Testbed.program("lslog")
      let ps = try await Command(lslog, ["ps", "--project", scene.project]).succeed()
      #expect(ps.text.contains("\(scene.project)_a"))
      let closed = try await Command(
        "sh", ["-c", #""$0" ps --project "$1" >&-"#, lslog, scene.project]
      ).run()
      #expect(closed.status == 1 && closed.errors.contains("Bad file descriptor"), "\(closed.errors)")
      try await Command(lslog, ["down", "--project", scene.project]).succeed()
      #expect(try await scene.containers().isEmpty)
    }
  }

  @Test func wrongManifestsAreUsageErrors() async throws {
    try await StackScene.with("wrong") { scene in
      try scene.provide([("a", ["prots: [1]"])])
      let up = try await scene.command("up").run()
      #expect(up.status == 2)
      #expect(
        up.errors.contains("lightshuttle.yml:6:5: resources.a.prots: unknown key; did you mean \"ports\"?"),
        "\(up.errors)")
    }
  }
}
