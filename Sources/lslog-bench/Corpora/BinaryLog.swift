internal import LogWire

/// What was not meant for a log: random bytes (but line feeds), fields that end in NULs, and coloured text.
struct BinaryLog: LineSource {
  private var dice: Dice
  private var service: ServiceLog

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    service = ServiceLog(seed: seed + 1)
  }

  mutating func appendLine(at time: Timestamp, to bytes: inout [UInt8]) {
    switch dice.below(10) {
    case 0..<3: appendNoise(dice.within(8...400), to: &bytes)
    case 3..<5:
      bytes += "packet \(dice.below(100_000)) payload=".utf8
      appendNoise(dice.within(4...64), to: &bytes)
    case 5: appendRecord(to: &bytes)
    default: appendColored(service.line(at: time), to: &bytes)
    }
  }

  private mutating func appendNoise(_ count: Int, to bytes: inout [UInt8]) {
    for _ in 0..<count {
      let byte = UInt8(truncatingIfNeeded: dice.next())
      bytes.append(byte == 0x0A ? 0x0B : byte)
    }
  }

  private mutating func appendRecord(to bytes: inout [UInt8]) {
    for _ in 0..<dice.within(2...6) {
      bytes += MadeWords.vocabulary[dice.below(500)].utf8
      bytes += [UInt8](repeating: 0, count: dice.within(1...8))
    }
  }

  private mutating func appendColored(_ text: String, to bytes: inout [UInt8]) {
    bytes += "\u{1B}[\(dice.within(31...36))m".utf8
    bytes += text.utf8
    bytes += "\u{1B}[0m".utf8
  }
}
