internal import LogWire

/// Short lines, and between them a few of 1 MiB: a dumped JSON array, an upload in base64, a long SQL statement.
struct GiantLog: LineSource {
  private static let length = 1 << 20
  /// About how many lines stand from one giant to the next.
  private static let distance = 5000
  private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private var dice: Dice
  private var service: ServiceLog

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    service = ServiceLog(seed: seed + 1)
  }

  mutating func appendLine(at time: Timestamp, to bytes: inout [UInt8]) {
    guard dice.isOne(in: Self.distance) else { return service.appendLine(at: time, to: &bytes) }
    let end = bytes.count + Self.length
    switch dice.below(3) {
    case 0: appendArray(to: &bytes, until: end)
    case 1: appendUpload(to: &bytes, until: end)
    default: appendStatement(to: &bytes, until: end)
    }
    bytes.removeLast(bytes.count - end)
  }

  private mutating func appendArray(to bytes: inout [UInt8], until end: Int) {
    bytes += "DEBUG state dump: [".utf8
    while bytes.count < end {
      bytes +=
        "{\"id\":\(dice.below(1_000_000)),\"sku\":\"\(dice.hex(8))\",\"quantity\":\(dice.below(50))},".utf8
    }
  }

  private mutating func appendUpload(to bytes: inout [UInt8], until end: Int) {
    bytes += "upload body=".utf8
    while bytes.count < end {
      var bits = dice.next()
      for _ in 0..<10 {
        bytes.append(Self.base64[Int(bits & 63)])
        bits >>= 6
      }
    }
  }

  private mutating func appendStatement(to bytes: inout [UInt8], until end: Int) {
    bytes += "LOG:  statement: INSERT INTO events(time, name, value) VALUES ".utf8
    while bytes.count < end {
      let name = MadeWords.vocabulary[dice.below(200)]
      bytes += "(\(1_795_442_523 + dice.below(100_000)), '\(name)', \(dice.below(10_000))), ".utf8
    }
  }
}
