import LogWire
import Testing

@Suite struct PartialTests {
  static let chunk = PartialJoining.chunkLength

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var line: [UInt8]
    var testDescription: String { name }

    init(_ name: String, count: Int, end: String) {
      self.name = name
      line = (0..<count).map { UInt8(0x20 + $0 % 90) } + Array(end.utf8)
    }
  }

  static let cases = [
    Case("one byte less than a chunk, with its end", count: chunk - 1, end: "\n"),
    Case("a chunk, its end in the next", count: chunk, end: "\n"),
    Case("a chunk, CRLF cut apart", count: chunk - 1, end: "\r\n"),
    Case("a chunk, CRLF in the next", count: chunk, end: "\r\n"),
    Case("two chunks", count: chunk + 1, end: "\n"),
    Case("two full chunks, the end in a third", count: 2 * chunk, end: "\n"),
    Case("three chunks", count: 40_000, end: "\n"),
    Case("three chunks without an end", count: 40_000, end: ""),
    Case("a full chunk without an end", count: chunk, end: ""),
    Case("a hundred chunks", count: 100 * chunk - 1, end: "\n"),
  ]

  @Test(arguments: cases) func theChunksOfALineAreJoinedByTheirTime(_ example: Case) throws {
    var log = DockerLog()
    log.write("before\n", at: .at(1))
    log.write(example.line, at: .at(2))
    log.write("after\n", at: .at(3))
    let lines = try Decoding(lineLimit: 2 << 20).lines(log.frames)
    #expect(lines.map(\.raw) == [Array("before\n".utf8), example.line, Array("after\n".utf8)])
    #expect(lines.map(\.time) == [.at(1), .at(2), .at(3)])
  }

  @Test(arguments: cases) func withJournaldFullChunksAreJoinedWhateverTheirTime(_ example: Case) throws {
    var log = DockerLog()
    log.chunkDelay = 1000
    log.write("before\n", at: .at(1))
    log.write(example.line, at: .at(2))
    log.write("on stderr\n", to: .stderr, at: .at(3))
    let lines = try Decoding(joining: .fullChunk, lineLimit: 2 << 20).lines(log.frames)
    let expected = [Array("before\n".utf8), example.line, Array("on stderr\n".utf8)]
    #expect(lines.map(\.raw).sorted { $0.count < $1.count } == expected.sorted { $0.count < $1.count })
    #expect(lines.first { $0.raw == example.line }?.time == .at(2))
  }

  @Test func partialsOfBothStreamsMayBeInterleaved() throws {
    let out = [UInt8](repeating: 0x6F, count: 40_000) + [0x0A]
    let err = [UInt8](repeating: 0x65, count: 20_000) + [0x0A]
    var outLog = DockerLog()
    outLog.write(out, to: .stdout, at: .at(1))
    var errLog = DockerLog()
    errLog.write(err, to: .stderr, at: .at(2))
    let (o, e) = (outLog.entries, errLog.entries)
    let log = DockerLog([o[0], e[0], o[1], e[1], o[2]])
    #expect(
      try Decoding().lines(log.frames) == [
        SeenLine(Array(err.dropLast()), at: .at(2), .stderr), SeenLine(Array(out.dropLast()), at: .at(1)),
      ])
  }

  @Test func aFullChunkIsClosedByAnotherTimeOfItsStream() throws {
    let full = [UInt8](repeating: 0x61, count: Self.chunk)
    var log = DockerLog()
    log.write(full, at: .at(1))
    log.write("on stderr\n", to: .stderr, at: .at(2))
    log.write("after a restart\n", at: .at(3))
    #expect(
      try Decoding().lines(log.frames) == [
        SeenLine("on stderr", at: .at(2), .stderr), SeenLine(full, at: .at(1), .stdout, []),
        SeenLine("after a restart", at: .at(3)),
      ])
  }

  /// dockerd cuts at 16,384 bytes only; a shorter entry without a line end was the last of the container's
  /// output. Kept open it would be found only at that stream's next line, and the position could not move on.
  @Test func aShortEntryWithoutALineEndIsALineAtOnce() throws {
    var log = DockerLog()
    log.write("Killed", at: .at(1))
    log.write("a new run\n", to: .stderr, at: .at(2))
    for joining in [PartialJoining.sameTimestamp, .fullChunk] {
      var decoder = LogStreamDecoder(framing: .frames, joining: joining)
      var batch = LineBatch()
      try decoder.consume(log.frames.span.bytes, readTime: .reading, into: &batch)
      #expect(
        batch.seen == [
          SeenLine("Killed", at: .at(1), .stdout, []), SeenLine("a new run", at: .at(2), .stderr),
        ])
      #expect(decoder.openSince == nil)
    }
  }

  @Test func theRestOfALongLineWithoutALineEndIsALineAtOnce() throws {
    let line = [UInt8](repeating: 0x61, count: Self.chunk + 5)
    var log = DockerLog()
    log.write(line, at: .at(1))
    var decoder = Decoding().decoder
    var batch = LineBatch()
    try decoder.consume(log.frames.span.bytes, readTime: .reading, into: &batch)
    #expect(batch.seen == [SeenLine(line, at: .at(1), .stdout, [])])
  }

  /// json-file turns a character cut at the boundary into U+FFFD: such a chunk is longer than it was.
  @Test func aChunkThatGrewInTheLogIsContinuedAllTheSame() throws {
    let grown = [UInt8](repeating: 0x61, count: Self.chunk - 1) + [0xEF, 0xBF, 0xBD]
    let rest = [0xEF, 0xBF, 0xBD] + Array("rest\n".utf8)
    let log = DockerLog([
      .init(time: .at(1), stream: .stdout, text: grown), .init(time: .at(1), stream: .stdout, text: rest),
    ])
    #expect(try Decoding().lines(log.frames) == [SeenLine(grown + rest.dropLast(), at: .at(1))])
  }

  @Test func openSinceIsTheTimeOfTheOldestOpenLine() throws {
    let full = [UInt8](repeating: 0x61, count: Self.chunk)
    var decoder = Decoding().decoder
    var batch = LineBatch()
    func feed(_ text: [UInt8], _ stream: LogStream, _ time: Timestamp) throws {
      let frame = DockerLog.frame(.init(time: time, stream: stream, text: text))
      try decoder.consume(frame.span.bytes, readTime: .reading, into: &batch)
    }
    #expect(decoder.openSince == nil)
    try feed(full, .stderr, .at(5))
    #expect(decoder.openSince == .at(5))
    try feed(full, .stdout, .at(4))
    #expect(decoder.openSince == .at(4))
    try feed(Array("end\n".utf8), .stdout, .at(4))
    #expect(decoder.openSince == .at(5))
    try feed(Array("end\n".utf8), .stderr, .at(5))
    #expect(decoder.openSince == nil)
  }
}
