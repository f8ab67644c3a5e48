import Importing
import LogStore
import LogWire
import TestSupport
import Testing

struct JSONFileReaderTests {
  private static let noon: Int64 = 1_795_435_200_000_000_000

  private func entry(_ log: String, _ stream: String = "stdout", _ time: String = "2026-11-23T12:00:00Z")
    -> String
  {
    #"{"log":"\#(log)","stream":"\#(stream)","time":"\#(time)"}"# + "\n"
  }

  @Test func entriesAreLinesHoweverTheyAreCut() {
    let text =
      entry(#"plain\n"#) + entry(#"tab\t quote\" slash\\ \u00e9 \ud83d\ude00 \ud83d\r\n"#, "stderr")
      + #" { "time" : "2026-11-23T12:00:01.5Z" , "attrs":{"a":["}"]}, "log" : "other order\n" } "# + "\n\n"
      + entry(#"no end"#)
    let bytes = Array(text.utf8)
    let expected = [
      TestLine("plain", at: Self.noon),
      TestLine(
        Array("tab\t quote\" slash\\ é 😀 \u{FFFD}".utf8), at: Self.noon, stream: .stderr, flags: .crlf),
      TestLine("other order", at: Self.noon + 1_500_000_000),
      TestLine(Array("no end".utf8), at: Self.noon, flags: []),
    ]
    for cuts in everyCut(of: bytes) {
      let result = JSONFileReader().result(of: bytes, cuts: cuts)
      #expect(result.lines == expected)
      #expect(result.bad.isEmpty && result.taken == bytes.count && result.records == 5)
    }
    // Without the last line end.
    #expect(JSONFileReader().result(of: bytes.dropLast()).lines == expected)
  }

  @Test func chunksOfALongLineAreJoinedPerStream() {
    let chunk = String(repeating: "x", count: 16_384)
    let bytes = Array(
      (entry(chunk) + entry(chunk, "stderr", "2026-11-23T12:00:01Z") + entry(chunk) + entry(#"end\n"#)
        + entry(#"e\n"#, "stderr", "2026-11-23T12:00:01Z") + entry(#"next\n"#)).utf8)
    let whole = JSONFileReader().result(of: bytes)
    #expect(whole.lines.map(\.message.count) == [32_771, 16_385, 4])
    #expect(whole.lines.map(\.stream) == [.stdout, .stderr, .stdout])
    #expect(JSONFileReader().result(of: bytes, stopsSettled: true).lines == whole.lines)
  }

  @Test func stopsWhereNoLineIsOpenIfAskedTo() {
    let chunk = String(repeating: "x", count: 16_384)
    let first = entry(chunk) + entry(#"end\n"#)
    let bytes = Array((first + entry(#"next\n"#)).utf8)
    var reader = JSONFileReader()
    var lines = ImportedLines([.init(id: "0", name: "test")])
    let outcome = reader.read(bytes.span.bytes, isEnd: true, stopsSettled: true, into: &lines)
    #expect(outcome == ReadOutcome(taken: first.utf8.count, records: 2))
    #expect(reader.isSettled && lines.count == 1)
  }

  struct Bad: CustomTestStringConvertible {
    var line: String
    var what: String
    var testDescription: String { line }
  }

  @Test(arguments: [
    Bad(line: "garbage", what: "not a JSON object"),
    Bad(line: #"{"log":"x","time":"2026-11-23T12:00:00Z""#, what: "no key where one should be"),
    Bad(line: #"{"log":"x\n"}"#, what: #"no string "time""#),
    Bad(line: #"{"log":1,"time":"2026-11-23T12:00:00Z"}"#, what: #"no string "log""#),
    Bad(line: #"{"log":"x","time":"yesterday"}"#, what: #""time" is no time"#),
    Bad(line: #"{"log":"x","stream":"stdin","time":"2026-11-23T12:00:00Z"}"#, what: #""stream" is neither"#),
    Bad(line: #"{"log":"\q","time":"2026-11-23T12:00:00Z"}"#, what: "an unknown escape"),
    Bad(line: #"{"log":"\u12","time":"2026-11-23T12:00:00Z"}"#, what: "four hex digits"),
    Bad(line: #"{"log":"x","time":"2026-11-23T12:00:00Z"} x"#, what: "something follows"),
    Bad(line: #"{"log":"x"#, what: "a string has no end"),
    Bad(line: #"{"log":"x","attrs":{"a":1"#, what: "an object or a list has no end"),
    Bad(line: #"{"log":"#, what: "a value is missing"),
  ])
  func badLineIsNamedAndCanBePassedOver(_ bad: Bad) {
    let before = Array(entry(#"before\n"#).utf8)
    let bytes = before + Array((bad.line + "\n" + entry(#"after\n"#)).utf8)
    let result = JSONFileReader().result(of: bytes)
    #expect(result.lines.map(\.message) == [Array("before".utf8), Array("after".utf8)])
    #expect(result.bad == [.init(offset: before.count, length: bad.line.utf8.count + 1)])
    var reader = JSONFileReader()
    var lines = ImportedLines([.init(id: "0", name: "test")])
    let outcome = reader.read(bytes.span.bytes, isEnd: true, stopsSettled: false, into: &lines)
    #expect(outcome.bad?.what.contains(bad.what) ?? false, "\(String(describing: outcome.bad))")
    // Where it is the last, the file ends within it.
    let cutOff = JSONFileReader().result(of: before + Array(bad.line.utf8))
    #expect(cutOff.bad == [.init(offset: before.count, length: nil)])
  }
}
