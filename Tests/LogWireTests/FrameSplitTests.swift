import LogWire
import TestSupport
import Testing

/// However the input is cut, the lines are the same.
@Suite struct FrameSplitTests {
  @Test func framesCutAnywhereGiveTheSameLines() {
    var log = DockerLog()
    log.write("first\n", at: .at(1))
    log.write("\n", to: .stderr, at: .at(2))
    log.write("carriage\r\n", at: .at(3))
    log.write([0, 0xFF, 0x0A], to: .stderr, at: .at(4))
    log.write("two 2026-11-23T14:02:03.000000000Z times\n", at: .at(60_000_000_000))
    log.write("no end", at: .at(60_000_000_001))
    let bytes = log.frames + DockerLog.frame(type: 1, payload: Array("unstamped\n".utf8))
    #expect(Decoding().splitsThatDiffer(bytes).isEmpty)
    #expect(Decoding(joining: .fullChunk).splitsThatDiffer(bytes).isEmpty)
    #expect(Decoding(lineLimit: 3).splitsThatDiffer(bytes).isEmpty)
  }

  @Test func partialsCutAnywhereGiveTheSameLines() {
    var log = DockerLog()
    log.write([UInt8](repeating: 0x61, count: 40_000) + [0x0A], at: .at(1))
    log.write([UInt8](repeating: 0x62, count: 16_384) + [0x0D, 0x0A], to: .stderr, at: .at(2))
    #expect(Decoding().splitsThatDiffer(log.frames, step: 97).isEmpty)
    #expect(Decoding(lineLimit: 1000).splitsThatDiffer(log.frames, step: 997).isEmpty)
  }

  @Test func randomFramesFedInRandomPiecesGiveTheSameLines() {
    for seed in 0..<300 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var log = DockerLog()
      for index in 0..<Int64.random(in: 1...40, using: &random) {
        log.write(
          Self.line(&random), to: random.chance(1, in: 3) ? .stderr : .stdout, at: .at(index * 1_700_000_000))
      }
      let bytes = log.frames
      let cuts = (0..<20).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
      let limit = [7, 100, 1 << 20][Int.random(in: 0..<3, using: &random)]
      let decoding = Decoding(lineLimit: limit)
      #expect(decoding.decode(bytes, cuts: cuts) == decoding.decode(bytes), "seed \(seed)")
    }
  }

  /// Garbage may be refused, and must never trap.
  @Test func randomBytesNeverTrap() {
    for seed in 0..<2000 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var log = DockerLog()
      for index in 0..<4 as Range<Int64> { log.write(Self.line(&random), at: .at(index)) }
      var bytes = random.chance(1, in: 2) ? log.frames : log.tty
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      }
      let cuts = [Int.random(in: 0...bytes.count, using: &random)]
      for framing in [LogStreamDecoder.Framing.frames, .tty] {
        let decoding = Decoding(framing: framing, lineLimit: 64)
        let (whole, split) = (decoding.decode(bytes), decoding.decode(bytes, cuts: cuts))
        #expect(whole == split, "seed \(seed) \(framing)")
      }
    }
  }

  static func line(_ random: inout SplitMix64) -> [UInt8] {
    let lengths = [0..<1, 0..<40, 0..<300, 16_380..<16_390, 30_000..<34_000]
    let length = Int.random(
      in: lengths[random.chance(1, in: 20) ? 3 + Int(random.next() % 2) : Int(random.next() % 3)],
      using: &random)
    let alphabet = Array("abc \r2026-T:.Z".utf8) + [0, 0xFF]
    let text = (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }
    return text + (random.chance(1, in: 30) ? [0x61] : [0x0A])
  }
}
