import Importing
import LogQuery
import LogStore
import LogWire
import Terminal
import TestSupport
import Testing

struct ExportReaderTests {
  private static let web = ContainerInfo(
    id: String(repeating: "a", count: 64), name: "web", project: "shöp", resource: "front\"end",
    image: "nginx:1", labels: ["a.b": "c\n", "ü": ""], tty: true, logDriver: "local")
  private static let job = ContainerInfo(id: String(repeating: "b", count: 64), name: "job")

  private func hit(_ line: TestLine, of container: ContainerInfo) -> Hit {
    Hit(
      time: line.time, container: container, stream: line.stream, flags: line.flags, epoch: 1, ordinal: 2,
      message: line.message)
  }

  private func exported(_ hits: [Hit], describing: Bool = true) -> [UInt8] {
    var formatter = JSONHitFormatter(describesContainers: describing)
    var bytes: [UInt8] = []
    for hit in hits { formatter.append(hit, to: &bytes) }
    return bytes
  }

  @Test func linesAndContainersAreWhatTheyWere() {
    let lines = [
      TestLine("one", at: 1_795_435_200_000_000_001),
      TestLine([0xFF, 0x00, 0x0A, 0xC3], at: 2, stream: .stderr, flags: .crlf),
      TestLine(Array("é\u{1B}[1m \u{1F600}\u{9B}\u{E0001} \\ \"".utf8), at: 3, flags: .cut),
      TestLine([], at: 4, flags: [.continuation]),
      TestLine(Array("end".utf8), at: 5, flags: [.lf, .unstamped, .continuation]),
    ]
    let bytes = exported(lines.map { hit($0, of: Self.web) })
    for cuts in everyCut(of: bytes) {
      let result = ExportReader(known: []).result(of: bytes, cuts: cuts, given: [])
      #expect(result.lines == lines)
      #expect(result.containers == [Self.web])
    }
  }

  @Test func anyBytesAndFlagsComeBack() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<2000 {
      var line = random.line(near: 1_795_435_200_000_000_000)
      if line.flags.contains(.crlf) { line.flags.remove(.lf) }
      let result = ExportReader(known: []).result(of: exported([hit(line, of: Self.job)]), given: [])
      #expect(result.lines == [line])
    }
  }

  @Test func containersAreToldApart() {
    var renamed = Self.web
    renamed.name = "web-2"
    let hits = [
      hit(TestLine("a", at: 1), of: Self.web), hit(TestLine("b", at: 2), of: Self.job),
      hit(TestLine("c", at: 3), of: Self.web), hit(TestLine("d", at: 4), of: renamed),
      hit(TestLine("e", at: 5), of: Self.job),
    ]
    let first = ExportReader(known: []).result(of: exported(hits), container: 0, given: [])
    #expect(first.containers == [renamed, Self.job])
    #expect(first.lines.map { String(decoding: $0.message, as: UTF8.self) } == ["a", "c", "d"])
    let second = ExportReader(known: []).result(of: exported(hits), container: 1, given: [])
    #expect(second.lines.map { String(decoding: $0.message, as: UTF8.self) } == ["b", "e"])
  }

  @Test func whatTheStoreKnowsOfAContainerStays() {
    let bytes = exported([hit(TestLine("a", at: 1), of: Self.web)], describing: false)
    #expect(ExportReader(known: [Self.web]).result(of: bytes, given: []).containers == [Self.web])
    let unknown = ExportReader(known: []).result(of: bytes, given: []).containers
    #expect(unknown.map(\.labels) == [[:]] && unknown.map(\.name) == ["web"])
  }

  struct Bad: CustomTestStringConvertible {
    var line: String
    var what: String
    var testDescription: String { line }
  }

  @Test(arguments: [
    Bad(line: #"{"container":"a","message":"x"}"#, what: #""time""#),
    Bad(line: #"{"time":"1970-01-01T00:00:00Z","container":"a"}"#, what: #""message""#),
    Bad(line: #"{"time":"1970-01-01T00:00:00Z","message":"x"}"#, what: #""container""#),
    Bad(line: #"{"time":"1970-01-01T00:00:00Z","container":"a","message_base64":"x"}"#, what: "base64"),
    Bad(
      line: #"{"time":"1970-01-01T00:00:00Z","container":"a","message":"x","line_end":"\r"}"#,
      what: "line_end"),
    Bad(
      line: #"{"time":"1970-01-01T00:00:00Z","container":"a","message":"x","partial":1}"#,
      what: "true nor false"),
    Bad(line: #"{"time":"1970-01-01T00:00:00Z","container":"a","message":"x","labels":[]}"#, what: "labels"),
  ])
  func badLineIsNamed(_ bad: Bad) {
    var reader = ExportReader(known: [])
    var lines = ImportedLines()
    let bytes = Array((bad.line + "\n").utf8)
    let outcome = reader.read(bytes.span.bytes, isEnd: true, stopsSettled: false, into: &lines)
    #expect(outcome.bad?.what.contains(bad.what) ?? false, "\(String(describing: outcome.bad))")
    #expect(lines.count == 0)
  }
}
