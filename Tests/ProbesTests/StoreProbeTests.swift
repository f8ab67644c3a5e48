import FoundationEssentials
import LogStore
import LogWire
import Platform
import Probes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct StoreProbeTests {
  /// A store with lines of the past.
  private final class Scene {
    let layout: StoreLayout
    private let folder: TestFolder
    private var writer: ShardWriter?

    init() throws {
      folder = try TestFolder()
      layout = StoreLayout(path: folder.path)
      writer = try ShardWriter(layout: layout, shard: 0, now: .now())
    }

    /// Stores a line that was written so many minutes ago, or more like it.
    func write(
      _ message: String, minutesAgo: Int64, by id: String = RunnerScene.target.id, times: Int = 1
    ) throws {
      var lines = LineBatch()
      let time = Timestamp.minutesAgo(minutesAgo)
      for _ in 0..<times {
        lines.append(message: Array(message.utf8).span.bytes, time: time, stream: .stdout, flags: .lf)
      }
      let container = ContainerInfo(id: id, name: "name of \(id.prefix(3))")
      try writer?.commit(
        [ContainerBatch(container: container, lines: lines, openSince: nil)], now: .now())
    }

    func startNewSegment() throws { try writer?.startNewSegment(now: .now()) }

    /// Overwrites the open segment with what is no database.
    func damage() throws {
      writer = nil
      let file = try #require(try layout.segments(ofShard: 0).last)
      try Array(repeating: UInt8(ascii: "x"), count: 8192).withUnsafeBytes { bytes in
        try Data(bytes).write(to: URL(filePath: file.path))
      }
    }

    func run(
      _ values: [ProbeKey: String], startedMinutesAgo minutes: Int64? = 600, logDriver: String = "json-file"
    ) async throws -> ProbeResult {
      var target = RunnerScene.target
      target.startedAt = minutes.map { .minutesAgo($0) }
      target.logDriver = logDriver
      return try await RunnerScene.with(store: layout) { try await $0.run(ProbeSettings(values), on: target) }
    }
  }

  // MARK: - Lines that must not be there

  @Test func aLineThatMustNotBeThereFails() async throws {
    let scene = try Scene()
    try scene.write("FATAL: out of disk", minutesAgo: 30)
    try scene.write("all is well", minutesAgo: 20)
    let result = try await scene.run([.log: "FATAL", .within: "1h"])
    let reason = try #require(result.outcome.reason)
    #expect(result.outcome == .failed(reason: reason))
    #expect(reason.hasPrefix("a line matches FATAL, the last 30m") && reason.hasSuffix(" ago"))
    #expect(result.output == "FATAL: out of disk")
  }

  @Test func anOlderLineAndOneOfAnotherContainerDoNotCount() async throws {
    let scene = try Scene()
    try scene.write("FATAL", minutesAgo: 90)
    try scene.write("FATAL", minutesAgo: 1, by: String(repeating: "b", count: 64))
    try scene.write("all is well", minutesAgo: 1)
    #expect(try await scene.run([.log: "FATAL", .within: "1h"]).outcome == .passed)
  }

  @Test func aLineFromBeforeTheStartDoesNotCount() async throws {
    let scene = try Scene()
    try scene.write("FATAL", minutesAgo: 30)
    #expect(
      try await scene.run([.log: "FATAL", .within: "1h"], startedMinutesAgo: 10).outcome == .passed)
    #expect(
      try await scene.run([.log: "FATAL", .within: "1h"], startedMinutesAgo: nil).outcome.isPass == false)
  }

  @Test func amongManyLinesTheIndexFindsTheSame() async throws {
    let scene = try Scene()
    try scene.write("FATAL: out of disk", minutesAgo: 30)
    try scene.write("all is well", minutesAgo: 20, times: 40_000)
    let result = try await scene.run([.log: "FATAL", .within: "1h"])
    #expect(result.outcome.reason?.hasPrefix("a line matches FATAL, the last 30m") == true)
    #expect(result.output == "FATAL: out of disk")
    #expect(try await scene.run([.log: "FATAL", .within: "25m"]).outcome == .passed)
  }

  @Test func linesOfSealedSegmentsCount() async throws {
    let scene = try Scene()
    try scene.write("FATAL", minutesAgo: 30)
    try scene.startNewSegment()
    try scene.write("all is well", minutesAgo: 1)
    #expect(try await scene.run([.log: "FATAL", .within: "1h"]).outcome.isPass == false)
  }

  // MARK: - Lines that must be there

  @Test func aLineThatMustBeThereIsLookedForInTheWindow() async throws {
    let scene = try Scene()
    try scene.write("heartbeat 1", minutesAgo: 30)
    let heartbeat: [ProbeKey: String] = [.log: "heartbeat", .must: "present"]
    let found = try await scene.run(heartbeat.merging([.within: "1h"]) { $1 })
    #expect(found.outcome == .passed)
    #expect(found.output == "heartbeat 1")
    #expect(
      try await scene.run(heartbeat.merging([.within: "10m"]) { $1 }).outcome
        == .failed(reason: "no line has matched heartbeat for 10m"))
  }

  @Test func aContainerThatStartedWithinTheWindowMayStillWriteTheLine() async throws {
    let scene = try Scene()
    let heartbeat: [ProbeKey: String] = [.log: "heartbeat", .must: "present", .within: "1h"]
    #expect(try await scene.run(heartbeat, startedMinutesAgo: 10).outcome == .passed)
    #expect(
      try await scene.run(heartbeat, startedMinutesAgo: 70).outcome
        == .failed(reason: "no line has matched heartbeat for 1h"))
  }

  // MARK: - Silence

  @Test func aContainerIsSilentWhenItsLastLineIsOlder() async throws {
    let scene = try Scene()
    try scene.write("a line", minutesAgo: 90)
    try scene.write("a line", minutesAgo: 30)
    #expect(try await scene.run([.silence: "1h"]).outcome == .passed)
    let reason = try #require(try await scene.run([.silence: "10m"]).outcome.reason)
    #expect(reason.hasPrefix("no line for 30m") && reason.hasSuffix(", expected one within 10m"))
  }

  @Test func silenceCountsFromTheStart() async throws {
    let scene = try Scene()
    try scene.write("a line", minutesAgo: 90)
    #expect(try await scene.run([.silence: "1h"], startedMinutesAgo: 30).outcome == .passed)
    let reason = try #require(
      try await scene.run([.silence: "10m"], startedMinutesAgo: 30).outcome.reason)
    #expect(reason.hasPrefix("no line since it started 30m"))
  }

  @Test func aContainerWithoutAnyLineIsSilentSinceItsStart() async throws {
    let scene = try Scene()
    try scene.write("a line", minutesAgo: 1, by: String(repeating: "b", count: 64))
    #expect(try await scene.run([.silence: "1h"], startedMinutesAgo: 30).outcome == .passed)
    #expect(try await scene.run([.silence: "10m"], startedMinutesAgo: 30).outcome.isPass == false)
    #expect(
      try await scene.run([.silence: "10m"], startedMinutesAgo: nil).outcome
        == .undetermined(
          reason: "the container has no stored line, and the engine says no time of its start"))
  }

  @Test func theLastLineIsKnownInANewSegmentToo() async throws {
    let scene = try Scene()
    try scene.write("a line", minutesAgo: 30)
    try scene.startNewSegment()
    let reason = try await scene.run([.silence: "10m"]).outcome.reason
    #expect(reason?.hasPrefix("no line for 30m") == true)
    #expect(try await scene.run([.silence: "1h"]).outcome == .passed)
  }

  // MARK: - What can't be told

  @Test(arguments: [[ProbeKey.log: "x"], [.silence: "1h"]])
  func withoutAStoreNothingIsKnown(values: [ProbeKey: String]) async throws {
    let result = try await RunnerScene.with { try await $0.run(ProbeSettings(values)) }
    #expect(result.outcome == .undetermined(reason: "there is no store at /nonexistent yet"))
  }

  @Test(arguments: [[ProbeKey.log: "x"], [.silence: "1h"]])
  func aDamagedStoreIsNoPass(values: [ProbeKey: String]) async throws {
    let scene = try Scene()
    try scene.write("a line", minutesAgo: 1)
    try scene.damage()
    let result = try await scene.run(values)
    guard case .undetermined(let reason) = result.outcome else {
      Issue.record("\(result)")
      return
    }
    #expect(reason.hasPrefix("the store can't be read"))
  }

  @Test(arguments: [[ProbeKey.log: "x"], [.silence: "1h"]])
  func aContainerWhoseLogIsNotKeptIsNotKnown(values: [ProbeKey: String]) async throws {
    let scene = try Scene()
    #expect(
      try await scene.run(values, logDriver: "none").outcome
        == .undetermined(reason: "the container has the log driver none, which keeps no lines"))
  }

  @Test func manyRunsAtOnceAreAllAnswered() async throws {
    let scene = try Scene()
    try scene.write("heartbeat", minutesAgo: 1)
    var target = RunnerScene.target
    target.startedAt = .minutesAgo(600)
    let (layout, asked) = (scene.layout, target)
    let present = ProbeSettings([.log: "heartbeat", .must: "present"])
    try await RunnerScene.with(store: layout) { runner in
      try await withThrowingTaskGroup(of: ProbeResult.self) { group in
        for _ in 1...200 { group.addTask { try await runner.run(present, on: asked) } }
        for try await result in group { #expect(result.outcome == .passed) }
      }
    }
  }
}

extension Timestamp {
  fileprivate static func minutesAgo(_ minutes: Int64) -> Timestamp {
    Timestamp(nanoseconds: Timestamp.now().nanoseconds - minutes * 60_000_000_000)
  }
}
