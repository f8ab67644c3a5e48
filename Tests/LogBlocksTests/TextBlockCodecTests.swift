import LogBlocks
import LogWire
import TestSupport
import Testing

struct TextBlockCodecTests {
  private static func encode(_ lines: [TestLine], range: Range<Int>? = nil) throws -> (
    bytes: [UInt8], minTime: Timestamp
  ) {
    let range = range ?? 0..<lines.count
    let minTime = lines[range].map(\.time).min() ?? .distantPast
    var bytes: [UInt8] = []
    try TextBlockCodec().encode(LineBatch(lines), lines: range, minTime: minTime, into: &bytes)
    return (bytes, minTime)
  }

  private static func decode(_ bytes: [UInt8], lines: Int, textBytes: Int, minTime: Timestamp) throws
    -> [TestLine]
  {
    var batch = LineBatch([TestLine("what was there before", at: 0)])
    try TextBlockCodec().decode(
      bytes.span.bytes, lines: lines, textBytes: textBytes, minTime: minTime, into: &batch)
    return batch.testLines
  }

  private static func textBytes(_ lines: some Sequence<TestLine>) -> Int {
    lines.reduce(0) { $0 + $1.message.count }
  }

  @Test func blockOfAnyLinesIsExact() throws {
    var random = SplitMix64(seed: 5)
    let times: [Int64] = [.min, .max, 0, -1, 1, TestLine.start]
    for _ in 0..<400 {
      let lines = (0..<random.number(1...60)).map { _ in
        var line = random.line(near: times.randomElement(using: &random) ?? 0)
        if random.chance(1, in: 5) { line.time.nanoseconds = times.randomElement(using: &random) ?? 0 }
        line.flags = LineFlags(rawValue: UInt8(random.number(0...127)))
        return line
      }
      let first = random.number(0...lines.count - 1)
      let range = first..<random.number(first + 1...lines.count)
      let (bytes, minTime) = try Self.encode(lines, range: range)
      let decoded = try Self.decode(
        bytes, lines: range.count, textBytes: Self.textBytes(lines[range]), minTime: minTime)
      #expect(decoded == Array(lines[range]))
    }
  }

  @Test func lineOfAMebibyteNULsAndEmptyLinesAreExact() throws {
    var random = SplitMix64(seed: 6)
    let lines = [
      TestLine([], at: .max), TestLine(random.bytes(1 << 20), at: .min, stream: .stderr, flags: []),
      TestLine([0, 0, 0], at: 0, flags: .crlf), TestLine([], at: -1), TestLine([0x0A, 0x0D], at: .max),
    ]
    let (bytes, minTime) = try Self.encode(lines)
    let decoded = try Self.decode(
      bytes, lines: lines.count, textBytes: Self.textBytes(lines), minTime: minTime)
    #expect(decoded == lines)
    let empty = [TestLine([], at: 5), TestLine([], at: 4)]
    let block = try Self.encode(empty)
    #expect(try Self.decode(block.bytes, lines: 2, textBytes: 0, minTime: block.minTime) == empty)
  }

  @Test func damageIsThrownAndNeverTraps() throws {
    var random = SplitMix64(seed: 7)
    let lines = (0..<50).map { _ in random.line(near: TestLine.start) }
    let (bytes, minTime) = try Self.encode(lines)
    let textBytes = Self.textBytes(lines)
    var refused = 0
    for _ in 0..<3000 {
      var corrupt = bytes
      for _ in 0..<random.number(1...3) {
        corrupt[random.number(0...bytes.count - 1)] = UInt8(random.number(0...255))
      }
      if random.chance(1, in: 4) { corrupt.removeLast(random.number(1...corrupt.count)) }
      do {
        let decoded = try Self.decode(corrupt, lines: lines.count, textBytes: textBytes, minTime: minTime)
        #expect(decoded == lines)
      } catch is BlockDamage {
        refused += 1
      }
    }
    #expect(refused > 2000)
  }

  @Test(arguments: [Int.min, -1, 0, 49, 51, 1 << 40, Int.max])
  func numbersOfTheRowThatDoNotFitAreRefused(_ number: Int) throws {
    var random = SplitMix64(seed: 8)
    let lines = (0..<50).map { _ in random.line(near: TestLine.start) }
    let (bytes, minTime) = try Self.encode(lines)
    let textBytes = Self.textBytes(lines)
    #expect(throws: BlockDamage.self) {
      try Self.decode(bytes, lines: number, textBytes: textBytes, minTime: minTime)
    }
    #expect(throws: BlockDamage.self) {
      try Self.decode(bytes, lines: lines.count, textBytes: number == 0 ? 0 : number, minTime: minTime)
    }
  }
}
