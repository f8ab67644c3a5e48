import Importing
import LogWire
import TestSupport
import Testing

struct FramesReaderTests {
  private static let noon: Int64 = 1_795_435_200_000_000_000
  private let reader = FramesReader(fallback: Timestamp(nanoseconds: 7))

  private func frame(_ text: String, type: UInt8 = 1, time: String? = "2026-11-23T12:00:00.000000000Z ")
    -> [UInt8]
  {
    let payload = Array(((time ?? "") + text).utf8)
    return [type, 0, 0, 0] + withUnsafeBytes(of: UInt32(payload.count).bigEndian) { Array($0) } + payload
  }

  @Test func framesAreLinesHoweverTheyAreCut() {
    let chunk = String(repeating: "y", count: 16_384)
    let bytes =
      frame("out\n") + frame("err\r\n", type: 2) + frame(chunk) + frame("end\n") + frame("bare\n", time: nil)
    let expected = [
      TestLine("out", at: Self.noon),
      TestLine(Array("err".utf8), at: Self.noon, stream: .stderr, flags: .crlf),
      TestLine(chunk + "end", at: Self.noon),
      TestLine(Array("bare".utf8), at: Self.noon, flags: [.lf, .unstamped]),
    ]
    for cut in Array(0...200) + Array(bytes.count - 200...bytes.count) {
      let result = reader.result(of: bytes, cuts: [cut])
      #expect(result.lines == expected)
      #expect(result.bad.isEmpty && result.records == 5)
    }
    #expect(reader.result(of: bytes, stopsSettled: true).lines == expected)
  }

  @Test func impossibleHeaderIsPassedOverUpToTheNextFrame() {
    let before = frame("before\n")
    let bytes = before + Array("HTTP/1.1 500 what is this".utf8) + frame("after\n") + frame("end\n")
    for cuts in everyCut(of: bytes) {
      let result = reader.result(of: bytes, cuts: cuts)
      #expect(result.lines.map { String(decoding: $0.message, as: UTF8.self) } == ["before", "after", "end"])
      #expect(result.bad.first?.offset == before.count)
    }
    #expect(reader.result(of: bytes).bad == [.init(offset: before.count, length: 25)])
  }

  @Test func errorOfTheDaemonIsBad() {
    let error = frame("disk is broken", type: 3, time: nil)
    let result = reader.result(of: frame("a\n") + error + frame("b\n"))
    #expect(result.lines.count == 2)
    #expect(result.bad == [.init(offset: frame("a\n").count, length: error.count)])
  }

  @Test func endWithinAFrameIsTold() {
    let whole = frame("a\n")
    let bytes = whole + frame("b\n")
    for end in whole.count + 1..<bytes.count {
      let result = reader.result(of: Array(bytes[..<end]))
      #expect(result.bad == [.init(offset: whole.count, length: nil)])
      #expect(result.lines.count == 1)
    }
  }
}
