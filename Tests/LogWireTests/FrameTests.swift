import LogWire
import Testing

@Suite struct FrameTests {
  let decoding = Decoding()

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var text: [UInt8]
    var message: [UInt8]
    var flags: LineFlags
    var testDescription: String { name }

    init(_ name: String, _ text: [UInt8], _ message: [UInt8], _ flags: LineFlags) {
      self.name = name
      self.text = text
      self.message = message
      self.flags = flags
    }

    init(_ name: String, _ text: String, _ message: String, _ flags: LineFlags) {
      self.init(name, Array(text.utf8), Array(message.utf8), flags)
    }
  }

  static let cases = [
    Case("a line", "hello\n", "hello", .lf),
    Case("an empty line", "\n", "", .lf),
    Case("CRLF", "hello\r\n", "hello", .crlf),
    Case("an empty CRLF line", "\r\n", "", .crlf),
    Case("CRs before the CRLF", "a\r\r\n", "a\r", .crlf),
    Case("a CR in the middle", "10%\r20%\n", "10%\r20%", .lf),
    Case("a CR at the end of the output", "a\r", "a\r", []),
    Case("no line end", "hello", "hello", []),
    Case("spaces", "  a b  \n", "  a b  ", .lf),
    Case("invalid UTF-8", [0xFF, 0xFE, 0xC0, 0x80, 0x0A], [0xFF, 0xFE, 0xC0, 0x80], .lf),
    Case("NULs", [0, 0x61, 0, 0, 0x0A], [0, 0x61, 0, 0], .lf),
    Case("a newline that is not the last byte", "a\nb\n", "a\nb", .lf),
    Case("a second timestamp", "2026-11-23T14:02:03.000000000Z x\n", "2026-11-23T14:02:03.000000000Z x", .lf),
  ]

  @Test(arguments: cases) func theMessageOfAFrameIsItsBytesWithoutTheLineEnd(_ example: Case) throws {
    var log = DockerLog()
    log.write(example.text, to: .stderr, at: .at(5))
    log.write("next\n", to: .stderr, at: .at(6))
    #expect(
      try decoding.lines(log.frames) == [
        SeenLine(example.message, at: .at(5), .stderr, example.flags), SeenLine("next", at: .at(6), .stderr),
      ])
  }

  @Test func stdinIsReadAsStdout() throws {
    let payload = Array("\(Timestamp.at(1)) typed\n".utf8)
    #expect(try decoding.lines(DockerLog.frame(type: 0, payload: payload)) == [SeenLine("typed", at: .at(1))])
  }

  @Test func aLineWithoutATimestampIsKeptWholeWithTheTimeOfReading() throws {
    let texts = [
      "no time here\n", "2026-11-23T14:02:03.123456789Z\n", "\n", "2026-13-23T14:02:03.123456789Z x\n",
    ]
    for text in texts {
      let frames = DockerLog.frame(type: 1, payload: Array(text.utf8))
      let message = String(text.dropLast())
      #expect(
        try decoding.lines(frames) == [SeenLine(message, at: .reading, .stdout, [.lf, .unstamped])])
    }
  }

  @Test func anEmptyFrameIsAnEmptyLineWithoutAnEnd() throws {
    let frames = DockerLog.frame(type: 1, payload: [])
    #expect(try decoding.lines(frames) == [SeenLine("", at: .reading, .stdout, .unstamped)])
  }

  @Test func aPodmanFrameIsReadWithItsOffset() throws {
    let payload = Array("2026-11-23T16:02:03.123456789+02:00 hello\n".utf8)
    let time = Timestamp(nanoseconds: 1_795_442_523_123_456_789)
    #expect(
      try decoding.lines(DockerLog.frame(type: 2, payload: payload)) == [SeenLine("hello", at: time, .stderr)]
    )
  }

  @Test func theDaemonsErrorComesAfterTheLinesBeforeIt() {
    var log = DockerLog()
    log.write("before\n", at: .at(1))
    let error = DockerLog.frame(type: 3, payload: Array("Error grabbing logs: unexpected EOF\n".utf8))
    let (batch, thrown) = decoding.decode(log.frames + error)
    #expect(batch.seen == [SeenLine("before", at: .at(1))])
    #expect(thrown == .daemonError("Error grabbing logs: unexpected EOF"))
    #expect(decoding.splitsThatDiffer(log.frames + error).isEmpty)
  }

  @Test(arguments: [
    Array("HTTP/1.0 502 Bad Gateway".utf8), [4, 0, 0, 0, 0, 0, 0, 1], [1, 1, 0, 0, 0, 0, 0, 1],
    [1, 0, 1, 0, 0, 0, 0, 1], [1, 0, 0, 1, 0, 0, 0, 1], [0xFF, 0, 0, 0, 0, 0, 0, 1],
  ])
  func whatIsNoFrameHeaderIsRefusedWithItsPlace(_ bytes: [UInt8]) {
    var log = DockerLog()
    log.write("before\n", at: .at(1))
    let (batch, error) = decoding.decode(log.frames + bytes)
    #expect(batch.seen == [SeenLine("before", at: .at(1))])
    #expect(error == .badHeader(offset: UInt64(log.frames.count), bytes: Array(bytes.prefix(8))))
    #expect(decoding.splitsThatDiffer(log.frames + bytes).isEmpty)
  }

  @Test func anAbsurdLengthIsRefusedBeforeAnythingIsGatheredForIt() {
    var log = DockerLog()
    log.write("before\n", at: .at(1))
    for length in [UInt32.max, 1 << 31, 1 << 21, (1 << 20) + 65] as [UInt32] {
      let bytes = log.frames + DockerLog.frame(type: 1, length: length)
      let (batch, error) = decoding.decode(bytes)
      #expect(batch.count == 1)
      #expect(
        error
          == .frameTooLong(offset: UInt64(log.frames.count), length: Int(length), limit: (1 << 20) + 64))
      #expect(decoding.splitsThatDiffer(bytes).isEmpty)
    }
  }

  @Test func aStreamThatEndsInsideAFrameKeepsTheLinesBeforeIt() {
    var log = DockerLog()
    log.write("before\n", at: .at(1))
    let whole = log.frames.count
    log.write("broken off\n", at: .at(2))
    let bytes = log.frames
    for end in whole + 1..<bytes.count {
      let (batch, error) = decoding.decode(Array(bytes[..<end]))
      #expect(batch.seen == [SeenLine("before", at: .at(1))])
      let missing = end < whole + 8 ? whole + 8 - end : bytes.count - end
      #expect(error == .truncatedFrame(offset: UInt64(end), missing: missing))
    }
  }

  @Test func theOffsetOfAnErrorCountsAllInputOfTheStream() throws {
    var log = DockerLog()
    log.write("a line\n", at: .at(1))
    let frame = log.frames
    var decoder = decoding.decoder
    var batch = LineBatch()
    for _ in 0..<100 { try decoder.consume(frame.span.bytes, readTime: .reading, into: &batch) }
    let bad: [UInt8] = [9, 9, 9, 9, 9, 9, 9, 9]
    #expect(throws: WireError.badHeader(offset: UInt64(100 * frame.count), bytes: bad)) {
      try decoder.consume(bad.span.bytes, readTime: .reading, into: &batch)
    }
  }

  @Test func afterAResetTheDecoderStartsAnew() throws {
    var log = DockerLog()
    log.write([UInt8](repeating: 0x61, count: 20_000), at: .at(1))
    var decoder = decoding.decoder
    var batch = LineBatch()
    let broken = log.frames.dropLast(7)
    try decoder.consume(Array(broken).span.bytes, readTime: .reading, into: &batch)
    #expect(decoder.openSince == .at(1))
    decoder.reset()
    #expect(decoder.openSince == nil)
    var next = DockerLog()
    next.write("next\n", at: .at(2))
    try decoder.consume(next.frames.span.bytes, readTime: .reading, into: &batch)
    try decoder.finish(readTime: .reading, into: &batch)
    #expect(batch.seen == [SeenLine("next", at: .at(2))])
  }
}
