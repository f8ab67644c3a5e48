import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `lslog import` and `lslog export`, as programs.
@Suite(.needsPrograms) struct ImportCommandTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private var store: String { folder.file("store") }

  private func command(_ name: String, _ arguments: [String]) -> Command {
    Command(
      Testbed.program("lslog"), [name, "--store", store] + arguments,
      environment: ["LSLOG_RUNTIME_DIR": folder.path])
  }

  private func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: folder.file(name)))
    return folder.file(name)
  }

  /// Lines that are all different, and messages of which no two are alike.
  private func lines(_ count: Int, _ line: (Int, UInt64) -> String) -> [UInt8] {
    var random = SplitMix64(seed: 9)
    return (0..<count).flatMap { Array(line($0, random.next()).utf8) + [10] }
  }

  @Test(arguments: ["plain", "json-file"])
  func killedAtAnyMomentItStoresEachLineOnce(_ format: String) async throws {
    let bytes = lines(150_000) { number, word in
      format == "plain"
        ? "2026-11-23T12:00:00Z request \(number) took \(word % 5000) ms, id=\(word)"
        : #"{"log":"request \#(number) id=\#(word)\n","stream":"stdout","time":"2026-11-23T12:00:00Z"}"#
    }
    let path = try write(bytes, to: "app.log")
    var random = SplitMix64(seed: UInt64(format.count))
    let sink = try Descriptor.temporary()
    var kills = 0
    while true {
      let process = try command("import", [path]).spawn(output: sink.number, errors: sink.number)
      usleep(UInt32(random.number(1000...120_000)))
      // The last ones may end.
      if kills < 25 { process.signal(SIGKILL) }
      let status = try await process.exitStatus(within: .seconds(60))
      if status == 0 { break }
      #expect(status == 128 + SIGKILL, "\(String(decoding: sink.contents(), as: UTF8.self).suffix(500))")
      kills += 1
    }
    #expect(kills > 3)
    let stored = try await command("search", ["-o", "raw", "-c", "app"]).succeed().bytes
    let expected = format == "plain" ? bytes : lines(150_000) { "request \($0) id=\($1)" }
    #expect(stored == expected)
    let again = try await command("import", [path]).succeed()
    #expect(again.errors.contains("was imported whole (150000 lines"), "\(again.errors)")
    #expect(again.text.hasPrefix("0 lines imported"))
  }

  @Test func interruptedOneStoresWhatItReadAndSaysSo() async throws {
    let fifo = folder.file("pipe.log")
    #expect(mkfifo(fifo, 0o600) == 0)
    let pipe = open(fifo, O_RDWR)
    defer { close(pipe) }
    let output = try Descriptor.temporary()
    let errors = try Descriptor.temporary()
    let process = try command("import", ["--format", "plain", fifo]).spawn(
      output: output.number, errors: errors.number)
    try await eventually(
      "the import says that it is not resumable", within: .seconds(20), every: .milliseconds(5)
    ) {
      // The end of a pipe that is open for writing never comes.
      if Glibc.write(pipe, "one\ntwo\n", 8) != 8 { return true }
      return String(decoding: errors.contents(), as: UTF8.self).contains("a pipe")
    }
    process.signal(SIGINT)
    #expect(try await process.exitStatus(within: .seconds(20)) == 130)
    let summary = String(decoding: output.contents(), as: UTF8.self)
    #expect(summary.hasPrefix("interrupted; run again to go on: "), "\(summary)")
    let stored = try await command("search", ["-o", "raw", "-c", "pipe"]).succeed().text
    #expect(stored.hasPrefix("one\ntwo\n"))
  }

  @Test func errorsHaveStatusTwoAndSayWhere() async throws {
    let bad = try write(
      Array((#"{"log":"a\n","time":"2026-11-23T12:00:00Z"}"# + "\n<html>\n").utf8), to: "x.log")
    let refused = try await command("import", ["--format", "json-file", bad]).run()
    #expect(refused.status == 2)
    #expect(
      refused.errors.contains("\(bad): line 2, at byte 44, can't be read as json-file"), "\(refused.errors)")
    let skipping = try await command("import", ["--format", "json-file", "--skip-bad", bad]).run()
    #expect(skipping.status == 0 && skipping.text.contains("; 1 bad passed over"), "\(skipping.text)")
    for usage in [[], ["--format", "nonsense", bad], ["--stream", "stderr", "--format", "frames", bad]] {
      #expect(try await command("import", usage).run().status == 2)
    }
  }

  @Test func exportIsWholeOrNothing() async throws {
    let text = lines(30_000) { "2026-11-23T12:00:00Z line \($0) \($1)" }
    try await command("import", [write(text, to: "app.log")]).succeed()
    let out = folder.file("out.ndjson")
    try await command("export", ["--output", out]).succeed()
    let piped = try await command("export", []).succeed().bytes
    #expect(try Array(Data(contentsOf: URL(filePath: out))) == piped)
    #expect(try await command("export", ["-o", "raw", "-c", "app"]).succeed().bytes == text)
    #expect(try await command("export", ["nothing-like-this"]).run().status == 1)
    // Imported elsewhere it is the same again.
    let other = Command(Testbed.program("lslog"), ["import", "--store", folder.file("other"), out])
    try await other.succeed()
    let raw = Command(Testbed.program("lslog"), ["search", "--store", folder.file("other"), "-o", "raw"])
    #expect(try await raw.succeed().bytes == text)
    // A damaged store ends it, and the file of before stays.
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(store)/store/1000")
    let segment = try #require(names.first { $0.hasPrefix("00000001") && $0.hasSuffix(".db") })
    let path = "\(store)/store/1000/\(segment)"
    var damaged = try Array(Data(contentsOf: URL(filePath: path)))
    for index in 4096..<damaged.count { damaged[index] ^= 0x5A }
    try Data(damaged).write(to: URL(filePath: path))
    let failed = try await command("export", ["--output", out]).run()
    #expect(failed.status == 2, "\(failed.errors)")
    #expect(try Array(Data(contentsOf: URL(filePath: out))) == piped)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.allSatisfy { !$0.hasPrefix("out.ndjson.") })
  }
}

/// `lslog import` of what a real dockerd wrote, beside a running lslogd.
@Suite(.needsDocker, .together) struct ImportFromDockerTests {
  @Test func jsonFileAndFramesOfDockerdGiveWhatTheContainerWrote() async throws {
    try await Scene.with("import") { scene in
      try await scene.daemon.start()
      let container = try await scene.run(
        "app", script: "for i in 1 2 3; do seq 20000 | tr '\\n' ' '; echo; echo é $i >&2; done; printf end")
      try await scene.awaitExit(container)
      let expected = try await scene.dockerLogs(container).bytes
      let format = ["inspect", "--format", "{{.LogPath}} {{.Id}}", container]
      let parts = try await Command("docker", format).succeed().text.split(whereSeparator: \.isWhitespace)
      let (path, id) = (String(parts[0]), String(parts[1]))
      if access(path, R_OK) == 0 {
        let output = try await scene.lslog("import", ["--container", "copy", path])
        #expect(output.status == 0, "\(output.errors)")
        #expect(try await scene.raw("copy", "stdout") == expected)
      }
      let socket = Testbed.dockerHost.replacing("unix://", with: "")
      let frames = "\(scene.dataDirectory)/app.frames"
      let url = "http://docker/containers/\(id)/logs?stdout=1&stderr=1&timestamps=1"
      let curl = ["--silent", "--fail", "--unix-socket", socket, "--output", frames, url]
      guard try await Command("sh", ["-c", "command -v curl"]).run().status == 0 else { return }
      try await Command("curl", curl).succeed()
      let output = try await scene.lslog("import", ["--container", "framed", frames])
      #expect(output.status == 0 && output.errors.contains("taken for frames"), "\(output.errors)")
      #expect(try await scene.raw("framed", "stdout") == expected)
      // The daemon goes on with the same container in the same store.
      try await scene.awaitLast("end", of: container)
      #expect(try await scene.raw(container, "stdout") == expected)
    }
  }
}

extension Trait where Self == ConditionTrait {
  /// The test runs what `make build` made.
  static var needsPrograms: Self {
    .enabled(if: access(Testbed.program("lslog"), X_OK) == 0, "needs the programs: make build")
  }
}
