import LogWire
import TestSupport
import Testing

@Suite struct TTYTests {
  let decoding = Decoding(framing: .tty)
  static let chunk = PartialJoining.chunkLength

  @Test func linesEndInCRLFAndAreStdout() throws {
    var log = DockerLog()
    log.write("hello\r\n", at: .at(1))
    log.write("\r\n", at: .at(2))
    log.write("only LF\n", at: .at(3))
    #expect(
      try decoding.lines(log.tty) == [
        SeenLine("hello", at: .at(1), .stdout, .crlf), SeenLine("", at: .at(2), .stdout, .crlf),
        SeenLine("only LF", at: .at(3)),
      ])
    #expect(decoding.splitsThatDiffer(log.tty).isEmpty)
  }

  @Test func theTimestampThatStandsAgainAfterEachChunkIsTakenOut() throws {
    for count in [Self.chunk - 3, Self.chunk - 2, Self.chunk - 1, Self.chunk, Self.chunk + 1, 40_000] {
      let line = (0..<count).map { UInt8($0 % 90 + 0x20) } + [0x0D, 0x0A]
      var log = DockerLog()
      log.write(line, at: .at(1))
      log.write("next\r\n", at: .at(2))
      let lines = try decoding.lines(log.tty)
      #expect(lines.map(\.raw) == [line, Array("next\r\n".utf8)])
      #expect(lines.map(\.time) == [.at(1), .at(2)])
      #expect(decoding.splitsThatDiffer(log.tty, step: 331).isEmpty)
    }
  }

  @Test func withJournaldTheTimestampsInALineDiffer() throws {
    let line = (0..<40_000).map { UInt8($0 % 90 + 0x20) } + [0x0D, 0x0A]
    var log = DockerLog()
    log.chunkDelay = 1000
    log.write(line, at: .at(1))
    let journald = Decoding(framing: .tty, joining: .fullChunk)
    #expect(try journald.lines(log.tty).map(\.raw) == [line])
    #expect(journald.splitsThatDiffer(log.tty, step: 331).isEmpty)
  }

  @Test func textThatLooksLikeATimestampStaysText() throws {
    let stamp = "\(Timestamp.at(1)) "
    var log = DockerLog()
    log.write("\(stamp)at the start\r\n", at: .at(1))
    log.write("in the \(stamp) middle\r\n", at: .at(1))
    log.write("\(stamp)\r\n", at: .at(1))
    let texts = try decoding.lines(log.tty).map { String(decoding: $0.message, as: UTF8.self) }
    #expect(texts == ["\(stamp)at the start", "in the \(stamp) middle", stamp])
    #expect(decoding.splitsThatDiffer(log.tty).isEmpty)
  }

  /// At the boundary of a chunk only the time of the line itself is the Engine's.
  @Test func anotherTimestampAtTheBoundaryOfAChunkStaysText() throws {
    let other = "\(Timestamp.at(99)) "
    let line = [UInt8](repeating: 0x61, count: Self.chunk) + Array("\(other)end\r\n".utf8)
    var log = DockerLog()
    log.write(line, at: .at(1))
    #expect(try decoding.lines(log.tty).map(\.raw) == [line])
    #expect(decoding.splitsThatDiffer(log.tty, step: 331).isEmpty)
  }

  @Test func linesWithoutATimestampAreKeptWithTheTimeOfReading() throws {
    let texts = [
      "plain", "", "a longer line, longer than any timestamp may be", "2026-11-23T14:02:03Z", "2026 x",
    ]
    let bytes = Array(texts.map { $0 + "\r\n" }.joined().utf8)
    #expect(
      try decoding.lines(bytes) == texts.map { SeenLine($0, at: .reading, .stdout, [.crlf, .unstamped]) })
    #expect(decoding.splitsThatDiffer(bytes).isEmpty)
  }

  @Test func aLastLineWithoutAnEndIsKept() throws {
    for text in ["$", "", "a prompt> ", "a longer prompt, longer than any timestamp may be> "] {
      var log = DockerLog()
      log.write("first\r\n", at: .at(1))
      let bytes = log.tty + Array("\(Timestamp.at(2)) \(text)".utf8)
      let lines = try decoding.lines(bytes)
      #expect(lines.last == SeenLine(text, at: .at(2), .stdout, []))
      #expect(decoding.splitsThatDiffer(bytes).isEmpty)
    }
    #expect(
      try decoding.lines(Array("2026-11".utf8)) == [SeenLine("2026-11", at: .reading, .stdout, .unstamped)])
  }

  @Test func podmansOffsetsAreRead() throws {
    let bytes = Array("2026-11-23T16:02:03.123456789+02:00 hello\r\n2026-11-23T14:02:04Z x\r\n".utf8)
    #expect(
      try decoding.lines(bytes) == [
        SeenLine("hello", at: Timestamp(nanoseconds: 1_795_442_523_123_456_789), .stdout, .crlf),
        SeenLine("x", at: Timestamp(nanoseconds: 1_795_442_524_000_000_000), .stdout, .crlf),
      ])
    #expect(decoding.splitsThatDiffer(bytes).isEmpty)
  }

  @Test func openSinceIsTheTimeOfTheOpenLine() throws {
    var decoder = decoding.decoder
    var batch = LineBatch()
    try decoder.consume(Array("\(Timestamp.at(7)) open".utf8).span.bytes, readTime: .reading, into: &batch)
    #expect(decoder.openSince == .at(7))
    try decoder.consume(Array("\r\n".utf8).span.bytes, readTime: .reading, into: &batch)
    #expect(decoder.openSince == nil)
  }

  @Test func randomLinesFedInRandomPiecesComeOutAsWritten() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var log = DockerLog()
      var written: [[UInt8]] = []
      for index in 0..<20 as Range<Int64> {
        var line = FrameSplitTests.line(&random)
        if line.last != 0x0A { line.append(0x0A) }
        log.write(line, at: .at(index * 1_000_000_007))
        written.append(line)
      }
      let bytes = log.tty
      let cuts = (0..<20).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
      let (batch, error) = decoding.decode(bytes, cuts: cuts)
      #expect(error == nil && batch.seen.map(\.raw) == written, "seed \(seed)")
      #expect(batch == decoding.decode(bytes).batch, "seed \(seed)")
    }
  }
}
