import OwnLog
import Testing

@Suite struct LogfmtLineTests {
  struct Sample: CustomTestStringConvertible {
    let value: String
    let written: String
    var testDescription: String { written }
  }

  static let samples = [
    Sample(value: "web-1", written: "k=web-1"),
    Sample(value: "", written: "k=\"\""),
    Sample(value: "two words", written: "k=\"two words\""),
    Sample(value: "a=b", written: "k=\"a=b\""),
    Sample(value: "say \"hi\"", written: "k=\"say \\\"hi\\\"\""),
    Sample(value: "C:\\dir", written: "k=\"C:\\\\dir\""),
    Sample(value: "one\ntwo\r\n\tthree", written: "k=\"one\\ntwo\\r\\n\\tthree\""),
    Sample(value: "\u{1b}[31mred\u{0}", written: "k=\"\\x1b[31mred\\x00\""),
    Sample(value: "\u{9b}31m\u{7f}", written: "k=\"\\x9b31m\\x7f\""),
    Sample(value: "grün", written: "k=\"grün\""),
  ]

  @Test(arguments: samples) func valuesAreQuotedAndEscaped(_ sample: Sample) {
    var line = LogfmtLine()
    line.append("k", sample.value)
    #expect(String(decoding: line.finished(), as: UTF8.self) == sample.written + "\n")
  }

  @Test func aHostileKeyCannotForgeAPair() {
    var line = LogfmtLine()
    line.append("a b=\"\nc", "1")
    #expect(String(decoding: line.finished(), as: UTF8.self) == "a_b___c=1\n")
  }

  @Test func aLongValueIsCut() {
    var line = LogfmtLine()
    line.append("k", String(repeating: "x", count: 10000))
    let bytes = line.finished()
    #expect(bytes.count < LogfmtLine.valueLimit + 20)
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("x…\n"))
  }
}
