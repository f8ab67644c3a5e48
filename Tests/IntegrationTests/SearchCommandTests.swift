import FoundationEssentials
import TestSupport
import Testing

/// `lslog search` on a store that lslogd writes.
@Suite(.needsDocker, .together) struct SearchCommandTests {
  @Test func exitStatusTellsFoundFromNothingAndFromAnError() async throws {
    try await Scene.with("status") { scene in
      let none = try await Command(
        Testbed.program("lslog"), ["search", "--store", "\(scene.daemon.directory)/nowhere"]
      ).run()
      #expect(none.status == 2)
      #expect(none.errors.contains("nowhere"), "\(none.errors)")
      try await scene.daemon.start()
      try await scene.run("app", script: "echo payment declined; exec sleep 600")
      try await scene.awaitHit("payment")
      #expect(try await scene.lslog("search", ["payment -accepted"]).status == 0)
      #expect(try await scene.lslog("search", ["pay"]).status == 1)
      #expect(try await scene.lslog("search", ["payment", "--stream", "stderr"]).status == 1)
      #expect(try await scene.lslog("search", ["payment", "--since", "no time"]).status == 2)
      #expect(try await scene.lslog("search", ["payment", "--no-such-option"]).status == 2)
    }
  }

  @Test func malformedQueryShowsThePlace() async throws {
    try await Scene.with("malformed") { scene in
      try await scene.daemon.start()
      let output = try await scene.lslog("search", ["error (a OR b"])
      #expect(output.status == 2)
      #expect(output.bytes.isEmpty)
      let lines = output.errors.split(separator: "\n").map(String.init)
      let query = try #require(lines.firstIndex { $0.contains("error (a OR b") }, "\(output.errors)")
      let caret = try #require(lines[query + 1].firstIndex(of: "^")).utf16Offset(in: lines[query + 1])
      let place = try #require(lines[query].firstIndex(of: "(")).utf16Offset(in: lines[query])
      #expect(caret == place)
      #expect(output.errors.contains("hint"))
    }
  }

  @Test func damagedSegmentIsReportedAndTheOthersServe() async throws {
    try await Scene.with("damage", DaemonConfig(segmentSize: "1MiB")) { scene in
      try scene.provide(Self.incompressible(), as: "lines")
      try await scene.daemon.start()
      // One after another: what is stored in one transaction is in one segment.
      for part in 1...5 {
        let container = try await scene.run(
          "big-\(part)", script: "cat /data/lines; echo the last; exec sleep 600")
        try await scene.awaitLast("the last", of: container)
      }
      let sealed = try await firstAnswer("three segments are sealed") {
        let files = try Self.sealedSegments(scene)
        return files.count >= 3 ? files : nil
      }
      let all = try await scene.lslog("search", ["-o", "raw"])
      try Self.overwrite(sealed[1])
      let damaged = try await scene.lslog("search", ["-o", "raw"])
      #expect(damaged.status == 0)
      #expect(damaged.errors.contains(sealed[1].split(separator: "/").last ?? ""), "\(damaged.errors)")
      #expect(damaged.bytes.count > all.bytes.count / 4 && damaged.bytes.count < all.bytes.count)
      #expect(try await scene.lslog("search", ["line-0-"]).status == 0)
      #expect(try await scene.lslog("search", ["\"the last\""]).status == 0)
      // lslogd goes on, also from a start.
      try await scene.daemon.killEverything()
      try await scene.daemon.start()
      try await scene.run("more", script: "echo after the damage; exec sleep 600")
      try await scene.awaitHit("\"after the damage\"")
    }
  }

  /// Lines of random digits and letters, 1.5 MB.
  private static func incompressible() -> [UInt8] {
    var random = SplitMix64(seed: 5)
    var bytes: [UInt8] = []
    for number in 0..<8_000 {
      let digits = (0..<12).map { _ in String(random.next(), radix: 36) }.joined(separator: ".")
      bytes += Array("line-\(number)- \(digits)\n".utf8)
    }
    return bytes
  }

  private static func sealedSegments(_ scene: Scene) throws -> [String] {
    let folder = "\(scene.daemon.store)/store/0"
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".db") && !$0.hasSuffix("-open.db") }.sorted().map { "\(folder)/\($0)" }
  }

  private static func overwrite(_ path: String) throws {
    let size = try Data(contentsOf: URL(filePath: path)).count
    var random = SplitMix64(seed: 11)
    let noise = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
    try Data(noise).write(to: URL(filePath: path))
  }
}
