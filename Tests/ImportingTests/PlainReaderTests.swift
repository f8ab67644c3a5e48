import Importing
import LogStore
import LogWire
import TestSupport
import Testing

struct PlainReaderTests {
  private static let fallback = Timestamp(nanoseconds: 5)
  private static let noon: Int64 = 1_795_435_200_000_000_000
  private let reader = PlainReader(stream: .stderr, fallback: fallback, limit: 40)

  private func line(_ text: String, at time: Int64, _ flags: LineFlags = .lf) -> TestLine {
    TestLine(Array(text.utf8), at: time, stream: .stderr, flags: flags)
  }

  @Test func linesKeepTheirBytesAndGetTheTimeTheyBeginWith() {
    let text = """
      before
      2026-11-23T12:00:00Z up
      \tat Stack.trace
      2026-11-23 12:00:01,25 down\r
      2026-11-23 13:00:02+01:00
      last
      """
    let expected = [
      line("before", at: 5, [.lf, .unstamped]),
      line("2026-11-23T12:00:00Z up", at: Self.noon),
      line("\tat Stack.trace", at: Self.noon, [.lf, .unstamped]),
      line("2026-11-23 12:00:01,25 down", at: Self.noon + 1_250_000_000, .crlf),
      line("2026-11-23 13:00:02+01:00", at: Self.noon + 2_000_000_000),
      line("last", at: Self.noon + 2_000_000_000, .unstamped),
    ]
    let bytes = Array(text.utf8)
    for cuts in everyCut(of: bytes) { #expect(reader.result(of: bytes, cuts: cuts).lines == expected) }
  }

  @Test func longLineIsCutAtTheLimitHoweverItArrives() {
    let long = "2026-11-23T12:00:00Z " + String(repeating: "x", count: 100)
    let bytes = Array("\(long)\r\nshort\n".utf8)
    let whole = reader.result(of: bytes)
    #expect(whole.lines.map(\.message.count) == [40, 40, 40, 1, 5])
    let flags: [LineFlags] = [
      .cut, [.cut, .continuation], [.cut, .continuation], [.crlf, .continuation], [.lf, .unstamped],
    ]
    #expect(whole.lines.map(\.flags) == flags)
    #expect(whole.lines.dropLast().flatMap(\.message) == Array(long.utf8))
    #expect(Set(whole.lines.map(\.time)).count == 1)
    for cuts in everyCut(of: bytes) { #expect(reader.result(of: bytes, cuts: cuts).lines == whole.lines) }
  }

  @Test func fileThatGrewGoesOnWithinItsLastLine() {
    var first = reader
    var lines = ImportedLines([.init(id: "0", name: "test")])
    let text = Array("2026-11-23T12:00:00Z half".utf8)
    _ = first.read(text.span.bytes, isEnd: true, stopsSettled: false, into: &lines)
    #expect(first.state == ReaderState(time: Timestamp(nanoseconds: Self.noon), isMidLine: true))
    let next = PlainReader(stream: .stderr, fallback: Self.fallback, state: first.state)
    #expect(
      next.result(of: Array(" a line\nnext\n".utf8)).lines == [
        line(" a line", at: Self.noon, [.lf, .continuation]), line("next", at: Self.noon, [.lf, .unstamped]),
      ])
  }

  @Test func anyBytesComeOutAsTheyAre() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<300 {
      let bytes = random.bytes(random.number(0...300)).map { $0 < 40 ? 10 : $0 < 60 ? 13 : $0 }
      let cuts = (0..<random.number(0...5)).map { _ in random.number(0...bytes.count) }.sorted()
      let lines = reader.result(of: bytes, cuts: cuts).lines
      #expect(lines.flatMap { $0.message + $0.flags.lineEndBytes } == bytes)
      #expect(lines == reader.result(of: bytes).lines)
    }
  }
}

extension LineFlags {
  var lineEndBytes: [UInt8] { Array(String(describing: lineEnd).utf8) }
}
