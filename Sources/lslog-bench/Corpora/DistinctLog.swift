internal import LogWire

/// Ten words a line, of random letters: no word is ever seen twice. The worst that an index of words can meet.
struct DistinctLog: LineSource {
  private var dice: Dice

  init(seed: UInt64) {
    dice = Dice(seed: seed)
  }

  mutating func appendLine(at time: Timestamp, to bytes: inout [UInt8]) {
    for word in 0..<10 {
      if word > 0 { bytes.append(UInt8(ascii: " ")) }
      var bits = dice.next()
      for _ in 0..<dice.within(7...12) {
        bytes.append(UInt8(ascii: "a") + UInt8(bits % 26))
        bits /= 26
      }
    }
  }
}
