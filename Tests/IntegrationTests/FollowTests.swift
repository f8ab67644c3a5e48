import Glibc
import Testing

/// `lslog search -f` beside an lslogd that collects.
@Suite(.needsDocker, .together) struct FollowTests {
  /// `lslog search` on the store of a scene, to be started.
  private static func search(_ scene: Scene, _ arguments: String...) -> Command {
    Command(
      Testbed.program("lslog"), ["search", "--store", scene.daemon.store] + arguments,
      environment: ["LSLOG_RUNTIME_DIR": scene.daemon.runtimeDirectory])
  }

  @Test func newLinesArePrintedAsTheyComeUntilAnInterrupt() async throws {
    try await Scene.with("follow") { scene in
      let pipe = "\(scene.dataDirectory)/pipe"
      #expect(mkfifo(pipe, 0o644) == 0)
      let writer = Descriptor(number: open(pipe, O_RDWR | O_CLOEXEC))
      func say(_ line: String) { #expect(write(writer.number, line, line.utf8.count) == line.utf8.count) }
      try await scene.daemon.start()
      try await scene.run("echo", script: "echo probe 0; exec cat /data/pipe")
      try await scene.awaitHit("probe")
      let output = try Descriptor.temporary()
      let errors = try Descriptor.temporary()
      let process = try Self.search(scene, "-f", "probe", "-o", "raw")
        .spawn(output: output.number, errors: errors.number)
      var expected = "probe 0\n"
      for number in 1...3 {
        say("other\nprobe \(number)\n")
        expected += "probe \(number)\n"
        if number == 2 {
          // A container that appears.
          try await scene.run("more", script: "echo a probe; exec sleep 600")
          expected += "a probe\n"
        }
        let soFar = expected
        try await eventually("line \(number) is printed") {
          output.contents().count >= soFar.utf8.count
        }
      }
      // lslogd starts again and goes on in the same store.
      try await scene.daemon.killEverything()
      say("probe 4\n")
      try await scene.daemon.start()
      expected += "probe 4\n"
      let all = expected
      try await eventually("what was written meanwhile is printed") {
        output.contents().count >= all.utf8.count
      }
      process.signal(SIGINT)
      let status = try await process.exitStatus(within: .seconds(10))
      #expect(status == 0)
      let found = String(decoding: output.contents(), as: UTF8.self).split(separator: "\n").sorted()
      #expect(found == all.split(separator: "\n").sorted())
      let messages = String(decoding: errors.contents(), as: UTF8.self)
      #expect(messages.isEmpty, "\(messages)")
    }
  }

  @Test func readerThatLeavesEndsTheFollow() async throws {
    try await Scene.with("follow-end") { scene in
      try await scene.daemon.start()
      try await scene.run("app", script: "echo probe; exec sleep 600")
      try await scene.awaitHit("probe")
      var ends: [Int32] = [-1, -1]
      #expect(pipe(&ends) == 0)
      // The process must not have the end that is to be closed.
      _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
      let errors = try Descriptor.temporary()
      let process = try Self.search(scene, "-f", "nothing like this")
        .spawn(output: ends[1], errors: errors.number)
      close(ends[1])
      close(ends[0])
      #expect(try await process.exitStatus(within: .seconds(10)) == 1)
    }
  }
}
