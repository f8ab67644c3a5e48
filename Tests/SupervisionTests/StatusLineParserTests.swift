import Supervision
import Testing

@Suite struct StatusLineParserTests {
  static let messages: [StatusMessage] = [
    .ready, .alive, .following(14), .text("journald up to date; ü"), .text(""),
  ]

  @Test func messagesAreReadBackHoweverTheBytesAreSplit() {
    let bytes = Self.messages.flatMap(\.line)
    for split in 0...bytes.count {
      var parser = StatusLineParser()
      let read = parser.consume(bytes[..<split]) + parser.consume(bytes[split...])
      #expect(read == Self.messages)
    }
    var parser = StatusLineParser()
    #expect(bytes.flatMap { parser.consume([$0]) } == Self.messages)
  }

  @Test(arguments: ["", "READY", "READY=2", "FOLLOWING=-1", "FOLLOWING=x", "X=1", "\u{fffd}\0"])
  func whatIsNotKnownIsSkipped(_ line: String) {
    var parser = StatusLineParser()
    #expect(parser.consume(Array("\(line)\nREADY=1\n".utf8)) == [.ready])
  }

  @Test func anEndlessLineIsDroppedAndTheNextIsRead() {
    var parser = StatusLineParser()
    let flood = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
    #expect(parser.consume(flood).isEmpty)
    #expect(parser.consume(Array("\nWATCHDOG=1\n".utf8)) == [.alive])
  }

  @Test func aTextCannotForgeALine() {
    #expect(StatusMessage.text("a\nREADY=1\u{1b}[0m").line == Array("STATUS=a READY=1 [0m\n".utf8))
    #expect(StatusMessage.text(String(repeating: "ü", count: 1000)).line.count <= StatusMessage.textLimit + 8)
  }
}
