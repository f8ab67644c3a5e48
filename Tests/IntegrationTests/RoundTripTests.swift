import Glibc
import Testing

/// What `lslog search -o raw` gives back is what the containers wrote, byte for byte.
@Suite(.needsDocker, .together) struct RoundTripTests {
  @Test(arguments: ["json-file", "local"])
  func bytesComeBackAsTheyWereWritten(driver: String) async throws {
    try await Scene.with("bytes-\(driver)") { scene in
      let out = SampleLog.mixed(lines: 2000, mark: "out")
      let err = SampleLog.mixed(lines: 2000, mark: "err")
      let long = SampleLog.long(mark: "long")
      for (name, bytes) in [("out", out), ("err", err), ("long", long)] { try scene.provide(bytes, as: name) }
      try await scene.daemon.start()
      let options = Scene.Options(driver: driver)
      let both = try await scene.run(
        "both", options, script: "cat /data/out & cat /data/err >&2; wait; sleep 600")
      let cut = try await scene.run(
        "long", options, script: "cat /data/long >&2 & cat /data/long; wait; exec sleep 600")
      let terminal = Scene.Options(driver: driver, hasTTY: true)
      let tty = try await scene.run("tty", terminal, script: "cat /data/out")
      let longTTY = try await scene.run("long-tty", terminal, script: "cat /data/long; exec sleep 600")

      try await scene.expectRaw(tty, equals: SampleLog.throughTerminal(out))
      if driver == "json-file" {
        try await scene.expectRaw(cut, "stdout", equals: long)
        try await scene.expectRaw(cut, "stderr", equals: long)
        try await scene.expectRaw(longTTY, equals: SampleLog.throughTerminal(long))
      } else {
        // This driver forgets the newline of a line that was cut (seen with 20.10); what Docker kept is given back.
        try await scene.awaitHit("\"after the long ones\"", of: cut)
        let kept = try await scene.dockerLogs(cut)
        try await scene.expectRaw(cut, "stdout", equals: kept.bytes)
        try await scene.expectRaw(cut, "stderr", equals: Array(kept.errors.utf8))
      }
      // A last line without a newline is only known to be one when the container has ended.
      try await scene.docker("kill", both)
      try await scene.expectRaw(both, "stdout", equals: out)
      try await scene.expectRaw(both, "stderr", equals: err)
    }
  }

  @Test func bytesThatAreNotUTF8ComeBackAsDockerKeptThem() async throws {
    try await Scene.with("noise") { scene in
      let noise = SampleLog.noise(lines: 2000)
      try scene.provide(noise, as: "noise")
      try await scene.daemon.start()
      let local = try await scene.run("local", Scene.Options(driver: "local"), script: "cat /data/noise")
      let json = try await scene.run("json", script: "cat /data/noise >&2")
      try await scene.expectRaw(local, equals: noise)
      // json-file puts U+FFFD for what is not UTF-8; there is nothing else to give back.
      try await scene.awaitExit(json)
      let kept = Array(try await scene.dockerLogs(json).errors.utf8)
      try await scene.expectRaw(json, "stderr", equals: kept)
    }
  }

  @Test(arguments: ["json-file", "local"])
  func terminalThatStoppedInMidLineGoesOnInALineOfItsOwn(driver: String) async throws {
    try await Scene.with("midline-\(driver)") { scene in
      try await scene.daemon.start()
      let container = try await scene.create(
        "tty", Scene.Options(driver: driver, hasTTY: true), script: "echo first; printf 'in the midd'")
      for run in 1...4 {
        try await scene.docker("start", container)
        try await scene.awaitExit(container)
        let expected = Array(String(repeating: "first\r\nin the midd", count: run).utf8)
        try await scene.expectRaw(container, equals: expected)
        if run == 2 {
          try await scene.daemon.killEverything()
          try await scene.daemon.start()
        }
        if run == 3 {
          // Lines of a run that nobody followed are read together.
          try await scene.daemon.stop()
          try await scene.docker("start", container)
          try await scene.awaitExit(container)
          try await scene.daemon.start()
          try await scene.expectRaw(container, equals: expected + Array("first\r\nin the midd".utf8))
          break
        }
      }
      let lines = try await scene.lines(container)
      #expect(lines.map(\.ordinal) == (0..<Int64(lines.count)).map(\.self))
      #expect(
        lines.prefix(6).map(\.message) == [
          "first", "in the midd", "first", "in the midd", "first", "in the midd",
        ])
    }
  }

  @Test func containerThatIsRestartedGoesOnCounting() async throws {
    try await Scene.with("restart") { scene in
      try await scene.daemon.start()
      let container = try await scene.create("counter", script: "seq 1 500; seq 501 600 >&2")
      for run in 1...3 {
        try await scene.docker("start", container)
        try await scene.awaitExit(container)
        let out = Array(repeating: SampleLog.numbers(1...500), count: run).flatMap(\.self)
        let err = Array(repeating: SampleLog.numbers(501...600), count: run).flatMap(\.self)
        try await scene.expectRaw(container, "stdout", equals: out)
        try await scene.expectRaw(container, "stderr", equals: err)
      }
      let lines = try await scene.lines(container)
      #expect(Set(lines.map(\.epoch)).count == 1)
      let isCounted = lines.map(\.ordinal).sorted() == (0..<1800).map(\.self)
      #expect(isCounted)
    }
  }

  @Test func linesOfRemovedContainersStay() async throws {
    try await Scene.with("rm") { scene in
      try await scene.daemon.start()
      let options = Scene.Options(more: ["--rm"])
      for number in 1...3 {
        let container = try await scene.run(
          "once-\(number)", options, script: "seq 1 5000; echo last >&2; usleep 500000")
        try await eventually("the container is gone") {
          try await Command("docker", ["inspect", container]).run().status != 0
        }
        try await scene.expectRaw(container, "stdout", equals: SampleLog.numbers(1...5000))
        try await scene.expectRaw(container, "stderr", equals: Array("last\n".utf8))
      }
    }
  }
}
