import LogWire
import TestSupport
import Testing

@Suite struct LineLimitTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var line: String
    var limit: Int
    var pieces: [String]
    var testDescription: String { "\(line.debugDescription) at \(limit)" }
  }

  static let cases = [
    Case(line: "abcd\n", limit: 4, pieces: ["abcd"]),
    Case(line: "abcde\n", limit: 4, pieces: ["abcd", "e"]),
    Case(line: "abcdefgh\n", limit: 4, pieces: ["abcd", "efgh"]),
    Case(line: "abcdefghi\r\n", limit: 4, pieces: ["abcd", "efgh", "i"]),
    Case(line: "abcd\r\n", limit: 4, pieces: ["abcd"]),
    Case(line: "abcd\r", limit: 4, pieces: ["abcd", "\r"]),
    Case(line: "abc\r\r\n", limit: 4, pieces: ["abc\r"]),
    Case(line: "abcd", limit: 4, pieces: ["abcd"]),
    Case(line: "abc", limit: 1, pieces: ["a", "b", "c"]),
    Case(line: "\r\n", limit: 1, pieces: [""]),
    Case(line: "a\nb\n", limit: 1, pieces: ["a", "\n", "b"]),
  ]

  @Test(arguments: cases) func aLongLineIsCutIntoExactPieces(_ example: Case) throws {
    var log = DockerLog()
    log.write(example.line, to: .stderr, at: .at(1))
    let lines = try Decoding(lineLimit: example.limit).lines(log.frames)
    #expect(lines.map { String(decoding: $0.message, as: UTF8.self) } == example.pieces)
    #expect(lines.allSatisfy { $0.time == .at(1) && $0.stream == .stderr })
    for (index, line) in lines.enumerated() {
      #expect(line.flags.contains(.cut) == (index < lines.count - 1))
      #expect(line.flags.contains(.continuation) == (index > 0))
    }
    #expect(lines.flatMap(\.raw) == Array(example.line.utf8))
  }

  @Test func theCutsDoNotDependOnTheChunksOfTheEngine() throws {
    let line = (0..<50_000).map { UInt8($0 % 251) | 0x10 } + [0x0D, 0x0A]
    for limit in [1000, 16_383, 16_384, 16_385, 20_000, 49_999, 50_000] {
      var log = DockerLog()
      log.write(line, at: .at(1))
      let single = DockerLog([.init(time: .at(1), stream: .stdout, text: line)])
      let decoding = Decoding(lineLimit: limit)
      let lines = try decoding.lines(log.frames)
      #expect(lines == (try decoding.lines(single.frames)))
      #expect(lines.dropLast().allSatisfy { $0.message.count == limit })
      #expect(lines.flatMap(\.raw) == line)
    }
  }

  @Test func whatAContainerWroteComesOutByteForByte() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var log = DockerLog()
      var written: [LogStream: [UInt8]] = [.stdout: [], .stderr: []]
      for index in 0..<30 as Range<Int64> {
        let line = FrameSplitTests.line(&random)
        let stream: LogStream = random.chance(1, in: 2) ? .stderr : .stdout
        log.write(line, to: stream, at: .at(index))
        written[stream, default: []] += line
      }
      let limit = Int.random(in: 1...40_000, using: &random)
      let lines = try Decoding(lineLimit: limit).lines(log.frames)
      for stream in LogStream.allCases {
        #expect(
          lines.filter { $0.stream == stream }.flatMap(\.raw) == written[stream],
          "seed \(seed), limit \(limit)")
      }
    }
  }

  @Test func aTTYLineIsCutInTheSamePieces() throws {
    let line = (0..<50_000).map { UInt8($0 % 90 + 0x20) } + [0x0D, 0x0A]
    var log = DockerLog()
    log.write(line, at: .at(1))
    for limit in [1000, 16_384, 49_999, 50_000] {
      let frames = try Decoding(lineLimit: limit).lines(log.frames)
      #expect(try Decoding(framing: .tty, lineLimit: limit).lines(log.tty) == frames)
    }
  }
}
