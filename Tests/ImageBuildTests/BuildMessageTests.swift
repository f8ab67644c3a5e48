internal import ContainerRuntime
internal import FoundationEssentials
internal import ImageBuild
internal import TestSupport
internal import Testing

@Suite struct BuildMessageTests {
  private static let stream = """
    {"stream":"Step 1/2 : FROM scratch"}\r
    {"stream":" ---> 0123\\n {\\"}\\\\"}\r
    {"status":"Downloading","progressDetail":{"current":5,"total":10},"id":"abc"}{"aux":{"ID":"sha256:1"}}

    {"errorDetail":{"code":1,"message":"failed: é"},"error":"x"}
    """

  @Test func objectsAreCutOutWhereverTheBytesAreSplit() throws {
    let bytes = Array(Self.stream.utf8)
    var whole = JSONSplitter()
    let expected = try whole.consume(bytes)
    #expect(expected.count == 5)
    #expect(!whole.isInObject)
    for cut in bytes.indices {
      var splitter = JSONSplitter()
      let pieces = try splitter.consume(bytes[..<cut]) + splitter.consume(bytes[cut...])
      #expect(pieces == expected)
    }
    var single = JSONSplitter()
    #expect(try bytes.flatMap { try single.consume([$0]) } == expected)
  }

  @Test func aCutObjectIsNoticed() throws {
    var splitter = JSONSplitter()
    _ = try splitter.consume(Array(#"{"stream":"#.utf8))
    #expect(splitter.isInObject)
  }

  @Test func whatIsNoObjectIsRefused() {
    var splitter = JSONSplitter()
    #expect(throws: JSONSplitter.Failure.notObject) { try splitter.consume(Array("<html>".utf8)) }
  }

  @Test func anObjectWithoutEndIsRefused() {
    var splitter = JSONSplitter()
    #expect(throws: JSONSplitter.Failure.tooLong) {
      try splitter.consume(Array(#"{""#.utf8) + [UInt8](repeating: 0x61, count: JSONSplitter.largestObject))
    }
  }

  @Test func messagesOfTheClassicBuilderBecomeSteps() throws {
    var splitter = JSONSplitter()
    var progress = BuildProgress()
    var told: [ImageProgress] = []
    for json in try splitter.consume(Array(Self.stream.utf8)) {
      told += progress.take(try BuildMessage.decode(json))
    }
    #expect(told.map(\.kind) == [.step, .output, .transfer(done: 5, total: 10)])
    #expect(told.map(\.item) == ["1/2", "1/2", "abc"])
    #expect(told[0].text == "FROM scratch")
    #expect(progress.image == "sha256:1")
    #expect(progress.failure == "failed: é")
  }

  @Test func anErrorWithoutDetailIsAFailure() throws {
    #expect(try BuildMessage.decode(Array(#"{"error":"no"}"#.utf8)).failure == "no")
    #expect(try BuildMessage.decode(Array(#"{"errorDetail":{}}"#.utf8)).failure != nil)
    #expect(try BuildMessage.decode(Array(#"{"stream":"error"}"#.utf8)).failure == nil)
  }

  // MARK: - BuildKit

  /// A field of bytes.
  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = bytes.count
    while rest >= 0x80 {
      length.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return [number << 3 | 2] + length + [UInt8(rest)] + bytes
  }

  private static func vertex(_ digest: String, _ name: String, _ more: [UInt8]) -> [UInt8] {
    field(1, field(1, Array(digest.utf8)) + field(3, Array(name.utf8)) + more)
  }

  private static func message(_ trace: [UInt8]) throws -> BuildMessage {
    let text = Data(trace).base64EncodedString()
    return try BuildMessage.decode(Array(#"{"id":"moby.buildkit.trace","aux":"\#(text)"}"#.utf8))
  }

  private static let started = field(5, [8, 1])
  private static let completed = field(6, [8, 2])

  @Test func tracesBecomeSteps() throws {
    var progress = BuildProgress()
    let log = Self.field(3, Self.field(1, Array("d1".utf8)) + [24, 1] + Self.field(4, [0x68, 0xC3]))
    let rest = Self.field(3, Self.field(1, Array("d1".utf8)) + [24, 1] + Self.field(4, [0xA9, 0x0A]))
    let status = Self.field(
      2, Self.field(1, Array("layer".utf8)) + Self.field(2, Array("d1".utf8)) + [32, 5, 40, 200, 1])
    var told = progress.take(try Self.message(Self.vertex("d1", "[1/2] RUN x", Self.started) + log))
    told += progress.take(try Self.message(rest + status))
    told += progress.take(try Self.message(Self.vertex("d1", "[1/2] RUN x", Self.started + Self.completed)))
    told += progress.take(
      try Self.message(Self.vertex("d2", "[2/2] COPY", [32, 1] + Self.started + Self.completed)))
    #expect(
      told == [
        ImageProgress(item: "#1", text: "[1/2] RUN x", kind: .step),
        ImageProgress(item: "#1", text: "h", kind: .output),
        ImageProgress(item: "#1 layer", text: "layer", kind: .transfer(done: 5, total: 200)),
        ImageProgress(item: "#1", text: "é\n", kind: .output),
        ImageProgress(item: "#1", text: "", kind: .done),
        ImageProgress(item: "#2", text: "[2/2] COPY", kind: .step),
        ImageProgress(item: "#2", text: "cached", kind: .done),
      ])
  }

  @Test func aFailureNamesTheStepThatFailedAndNotThoseThatWereEnded() throws {
    var progress = BuildProgress()
    let ended = Self.field(7, Array("context canceled".utf8))
    let failed = Self.field(7, Array("exit code: 3".utf8))
    _ = progress.take(try Self.message(Self.vertex("d1", "RUN long", Self.started + Self.completed + ended)))
    _ = progress.take(try Self.message(Self.vertex("d2", "RUN bad", Self.started + Self.completed + failed)))
    _ = progress.take(
      try BuildMessage.decode(Array(#"{"errorDetail":{"message":"executor: exit code: 3"}}"#.utf8)))
    #expect(progress.failure == "RUN bad: executor: exit code: 3")
  }

  @Test func randomBytesAreReadOrRefused() {
    var random = SplitMix64(seed: 3)
    let valid =
      Self.vertex("d1", "name", Self.started + Self.completed)
      + Self.field(3, Self.field(1, Array("d1".utf8)) + Self.field(4, [1, 2, 3]))
    for _ in 0..<50_000 {
      var bytes = random.chance(1, in: 2) ? random.bytes(random.number(0...60)) : valid
      if !bytes.isEmpty { bytes[random.number(0...bytes.count - 1)] = UInt8(random.number(0...255)) }
      _ = try? BuildTrace(parsing: bytes)
    }
    for end in valid.indices { _ = try? BuildTrace(parsing: Array(valid[..<end])) }
    #expect((try? BuildTrace(parsing: valid))?.vertices.first?.isCompleted == true)
    #expect(throws: ProtobufReader.Malformed.self) {
      try BuildTrace(parsing: [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
    }
    #expect(throws: ProtobufReader.Malformed.self) {
      try BuildTrace(parsing: [UInt8](repeating: 0xFF, count: 12))
    }
  }
}
