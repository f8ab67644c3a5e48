import FoundationEssentials
import Testing

/// The same lines are in journald.
@Suite(.needsDocker, .needsJournal, .alone) struct JournalTests {
  @Test func linesAreInTheJournalUnderTheTagWithTheirFields() async throws {
    try await Scene.with("journal", DaemonConfig(journalTag: "svc-{resource|name}")) { scene in
      try await scene.daemon.start()
      let container = try await scene.run(
        "api", Scene.Options(driver: "local"),
        script: "echo to stdout; echo to stderr >&2; printf 'a\\377b\\n'; echo last; exec sleep 600")
      try await scene.awaitHit("last", of: container)
      let entries = try await Self.entries(4, of: scene)
      for entry in entries {
        #expect(entry["SYSLOG_IDENTIFIER"] == "svc-api")
        #expect(entry["CONTAINER_NAME"] == container)
        #expect(entry["LIGHTSHUTTLE_PROJECT"] == scene.project)
        #expect(entry["LIGHTSHUTTLE_RESOURCE"] == "api")
        #expect(entry["PRIORITY"] == (entry["MESSAGE"] == "to stderr" ? "3" : "6"))
      }
      let messages = Set(entries.compactMap { $0["MESSAGE"] })
      #expect(messages.isSuperset(of: ["to stdout", "to stderr", "last"]))
      let byTag = try await Command(
        "journalctl", ["-q", "-o", "cat", "-t", "svc-api", "CONTAINER_NAME=\(container)"]
      )
      .succeed()
      #expect(byTag.bytes.contains([UInt8(ascii: "a"), 0xff, UInt8(ascii: "b")]))
    }
  }

  @Test func containerThatLogsToTheJournalItselfIsFoundButNotForwarded() async throws {
    try await Scene.with("loop", DaemonConfig(journalTag: "{name}")) { scene in
      try await scene.daemon.start()
      let options = Scene.Options(driver: "journald")
      let container = try await scene.run("own", options, script: "seq 1 50; exec sleep 600")
      let other = try await scene.run("other", script: "echo other; exec sleep 600")
      try await scene.expectRaw(container, equals: SampleLog.numbers(1...50))
      try await scene.awaitHit("other")
      // The journal of this line shows that forwarding has passed those before it.
      #expect(try await Self.entries(1, of: scene).allSatisfy { $0["CONTAINER_NAME"] == other })
      let journal = try await Command("journalctl", ["-q", "-o", "cat", "CONTAINER_NAME=\(container)"])
        .succeed()
      #expect(journal.bytes == SampleLog.numbers(1...50))
      try await scene.expectRaw(container, equals: SampleLog.numbers(1...50))
    }
  }

  @Test(.needsJournaldOfOurOwn)
  func stoppedJournalLosesNothingAndDelaysNothing() async throws {
    try await Scene.with("journald", DaemonConfig(journalTag: "{name}")) { scene in
      try await scene.daemon.start()
      let container = try await scene.run(
        "steady",
        script: "n=0; while [ ! -e /data/stop ]; do n=$((n + 1)); echo line-$n; usleep 1000; done; echo end")
      _ = try await Self.entries(200, of: scene)
      try await Testbed.disturb("LSLOG_TEST_JOURNALD_STOP")
      do {
        // While nobody reads the journal's socket, lines are found as fast as ever.
        for _ in 1...5 { try await Self.expectNewLine(of: container, in: scene) }
      } catch {
        try await Testbed.disturb("LSLOG_TEST_JOURNALD_START")
        throw error
      }
      try await Testbed.disturb("LSLOG_TEST_JOURNALD_START")
      for _ in 1...2 { try await Self.expectNewLine(of: container, in: scene) }
      try scene.provide([], as: "stop")
      try await scene.awaitLast("end", of: container)
      try await Self.expectAllInJournal(container, scene)
    }
  }

  /// A line that is written from now on is found within two seconds.
  private static func expectNewLine(of container: String, in scene: Scene) async throws {
    let newest = try await scene.docker("logs", "--tail", "1", container).text.dropLast()
    let time = try await elapsed { try await scene.awaitHit(String(newest)) }
    #expect(time < .seconds(2), "\(newest) was found only after \(time)")
  }

  private static func expectAllInJournal(_ container: String, _ scene: Scene) async throws {
    let stored = try await scene.lines(container)
    let expected = Set(stored.map { "\($0.epoch) \($0.ordinal) \($0.message)" })
    var missing = expected
    var found = 0
    try? await eventually("all \(expected.count) lines are in the journal") {
      let entries = try await entries(1, of: scene)
      found = entries.count
      missing = expected.subtracting(
        entries.map {
          "\($0["CONTAINER_LOG_EPOCH"] ?? "") \($0["CONTAINER_LOG_ORDINAL"] ?? "") \($0["MESSAGE"] ?? "")"
        })
      return missing.isEmpty
    }
    print("journald was away: \(expected.count) lines, \(found) entries")
    #expect(
      missing.isEmpty,
      "\(missing.count) of \(expected.count) lines are missing: \(missing.sorted().prefix(5))")
  }

  /// The entries of a test's containers, when there are so many.
  private static func entries(_ count: Int, of scene: Scene) async throws -> [[String: String]] {
    try await firstAnswer("\(count) lines are in the journal") {
      let output = try await Command(
        "journalctl", ["-q", "-o", "json", "LIGHTSHUTTLE_PROJECT=\(scene.project)"]
      )
      .succeed()
      let entries = try output.bytes.split(separator: UInt8(ascii: "\n")).map { line in
        try JSONDecoder().decode([String: JournalValue].self, from: Data(line)).compactMapValues(\.text)
      }
      return entries.count >= count ? entries : nil
    }
  }
}

/// A field in `journalctl -o json`: text, or an array of numbers where it is not UTF-8.
private struct JournalValue: Decodable {
  var text: String?

  init(from decoder: any Decoder) throws {
    text = try? decoder.singleValueContainer().decode(String.self)
  }
}
