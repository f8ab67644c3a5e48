import Importing
import LogQuery
import LogStore
import LogWire
import TestSupport
import Testing

struct ImporterTests {
  /// Lines of text of about 60 bytes, some of them with times.
  private func text(_ lines: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    var bytes: [UInt8] = []
    for number in 0..<lines {
      if random.chance(1, in: 3) { bytes += Array("2026-11-23T12:00:\(10 + number * 49 / lines)Z ".utf8) }
      bytes += Array("line \(number) \(String(random.next(), radix: 36)) of a log that is imported\n".utf8)
    }
    return bytes
  }

  @Test func fileIsStoredAsItIsAndOnlyOnce() throws {
    let scene = try ImportScene()
    let text = text(20_000)
    let path = try scene.write(text, to: "api.log")
    let first = try scene.run([path])
    #expect(first.report.lines == 20_000 && first.report.bytes == Int64(text.count) && first.error == nil)
    #expect(first.notices == [.guessed(path: path, format: .plain)])
    #expect(try scene.raw("api") == text)
    let second = try scene.run([path])
    #expect(second.report.lines == 0)
    guard case .complete(path, 20_000, _) = second.notices.last else {
      Issue.record("\(second.notices)")
      return
    }
    #expect(try scene.raw() == text)
    // The name does not matter, nor what is said of the format.
    var settings = ImportSettings()
    settings.isAgain = true
    #expect(try scene.run([path], settings).report.lines == 20_000)
    #expect(try scene.hits().count == 40_000)
    let ordinals = try scene.hits().map(\.ordinal).sorted()
    #expect(ordinals == Array(0..<40_000))
  }

  @Test func interruptedImportGoesOnWhereItWas() throws {
    let text = text(100_000)
    for steps in [0, 1, 2, 3, 5, 6] {
      let scene = try ImportScene()
      let path = try scene.write(text, to: "api.log")
      var rounds = 0
      while try scene.run([path], steps: steps == 0 ? 2 : steps).report.isInterrupted {
        rounds += 1
        #expect(try text.starts(with: scene.raw()))
        if rounds > 20 { break }
      }
      #expect(try scene.raw() == text, "\(steps) steps, \(rounds) rounds")
    }
  }

  @Test func fileThatGrewIsGoneOnWith() throws {
    let scene = try ImportScene()
    let text = text(3000)
    var path = ""
    for end in [1, 700, 701, 1024, 5000, 60_000, text.count] {
      path = try scene.write(Array(text[..<end]), to: "api.log")
      #expect(try scene.run([path]).error == nil)
      #expect(try scene.raw() == Array(text[..<end]))
    }
    let shorter = try scene.write(Array(text[..<2000]), to: "api.log")
    guard case .shrunk(shorter, 2000, Int64(text.count)) = try scene.run([shorter]).error else {
      Issue.record("no error")
      return
    }
    // Another file in its place is another file.
    try scene.write("other\n", to: "api.log")
    #expect(try scene.run([path]).report.lines == 1)
  }

  @Test func progressOutlivesTheSegment() throws {
    let scene = try ImportScene()
    let text = text(80_000)
    let path = try scene.write(text, to: "api.log")
    let limits = ShardWriter.Limits(segmentBytes: 130_000)
    var settings = ImportSettings()
    settings.container = "web"
    while try scene.run([path], settings, limits: limits, steps: 3).report.isInterrupted {}
    #expect(try scene.layout.segments(ofShard: StoreLayout.importShard).count > 2)
    #expect(try scene.layout.segments(ofShard: StoreLayout.importShard).filter(\.name.isOpen).count == 1)
    #expect(try scene.run([path], settings, limits: limits).report.lines == 0)
    #expect(try scene.raw("web") == text)
    #expect(try scene.hits().map(\.ordinal) == Array(0..<80_000))
  }

  @Test func rotatedFilesOfDockerAreOneLog() throws {
    let scene = try ImportScene()
    let chunk = String(repeating: "z", count: 16_384)
    func entry(_ log: String) -> String {
      #"{"log":"\#(log)","stream":"stdout","time":"2026-11-23T12:00:00Z"}"# + "\n"
    }
    let older = try scene.write(entry(#"first\n"#) + entry(chunk), to: "4a-json.log.1")
    let newer = try scene.write(entry(#"end\n"#) + entry(#"last\n"#) + entry(chunk), to: "4a-json.log")
    #expect(try scene.run([older, newer]).report.lines == 4)
    let expected = Array("first\n\(chunk)end\nlast\n\(chunk)".utf8)
    #expect(try scene.raw("4a") == expected)
    #expect(try scene.run([older, newer]).report.lines == 0)
    #expect(try scene.raw() == expected)
  }

  @Test func manyFilesBecomeTheirContainers() throws {
    let scene = try ImportScene()
    let paths = try (0..<20).map {
      try scene.write("2026-11-23T12:00:00Z hello \($0)\n", to: "app-\($0).log")
    }
    #expect(try scene.run(paths).report.lines == 20)
    for index in 0..<20 {
      #expect(try scene.raw("app-\(index)") == Array("2026-11-23T12:00:00Z hello \(index)\n".utf8))
    }
  }

  struct Bad: CustomTestStringConvertible {
    var format: ImportFormat
    var start: String
    var bad: String
    var message: String
    var testDescription: String { "\(format.rawValue) \(bad.prefix(20))" }
  }

  private static let entry = #"{"log":"good\n","stream":"stdout","time":"2026-11-23T12:00:00Z"}"# + "\n"
  private static let exported = #"{"time":"2026-11-23T12:00:00Z","container":"a","message":"good"}"# + "\n"
  private static let frame = "\u{1}\0\0\0\0\0\0\u{24}2026-11-23T12:00:00.000000000Z good\n"

  @Test(arguments: [
    Bad(format: .jsonFile, start: entry, bad: "garbage\n" + entry, message: "line 3, at byte 130"),
    Bad(format: .jsonFile, start: entry, bad: String(entry.dropLast(5)), message: "ends within line 3"),
    Bad(format: .export, start: exported, bad: "[]\n" + exported, message: "line 3, at byte 130"),
    Bad(format: .export, start: exported, bad: String(exported.dropLast(5)), message: "ends within line 3"),
    Bad(format: .frames, start: frame, bad: "\u{7}garbage" + frame, message: "frame 3, at byte 88"),
    Bad(format: .frames, start: frame, bad: String(frame.dropLast(5)), message: "ends within frame 3"),
  ])
  func badInputIsToldAndNothingIsHalfStored(_ bad: Bad) throws {
    let scene = try ImportScene()
    let path = try scene.write(bad.start + bad.start + bad.bad, to: "x.log")
    var settings = ImportSettings()
    settings.format = bad.format
    for _ in 0..<2 {
      let outcome = try scene.run([path], settings)
      let message = outcome.error?.description ?? ""
      #expect(message.contains(path) && message.contains(bad.message), "\(message)")
      #expect(try scene.hits().count == 2)
    }
    settings.skipsBad = true
    let skipping = try scene.run([path], settings)
    #expect(skipping.error == nil && skipping.report.skipped == 1)
    let isCutOff = bad.message.contains("within")
    #expect(try scene.hits().count == (isCutOff ? 2 : 3))
    // Mended by the one who writes it.
    if isCutOff {
      try scene.write(bad.start + bad.start + bad.start, to: "x.log")
      settings.skipsBad = false
      #expect(try scene.run([path], settings).error == nil)
      #expect(try scene.hits().count == 3)
    }
  }

  @Test func compressedFileIsRefusedWithTheRemedy() throws {
    let scene = try ImportScene()
    let path = try scene.write([0x1F, 0x8B, 8, 0, 0, 0], to: "x.log.gz")
    #expect(try scene.run([path]).error == .compressed(path: path, unpacker: "zcat"))
    #expect(try scene.run([scene.folder.file("none")]).error?.description.contains("No such file") ?? false)
    #expect(try scene.run([scene.folder.path]).error?.description.contains("directory") ?? false)
  }

  @Test func twoImportsAtOnceAreRefused() throws {
    let scene = try ImportScene()
    let first = try Importer(
      layout: scene.layout, settings: .init(), notify: { _ in }, isInterrupted: { false })
    #expect(throws: StoreError.self) { try scene.run([]) }
    withExtendedLifetime(first) {}
  }

  @Test func importedLinesAreNotForwarded() throws {
    let scene = try ImportScene()
    try scene.run([scene.write("hello\n", to: "x.log")])
    var problems: [String] = []
    #expect(try StoreFeed(layout: scene.layout).poll(problems: &problems).isEmpty)
  }
}
