import LogWire
import TestSupport

/// Makes lines that could hit a rule of the template codec: batches of a few shapes, whose variables run through columns of every
/// kind, with all sorts of other lines between.
struct Corpus {
  var random: SplitMix64
  private var shapes: [Shape] = []
  private var clock: Int64
  private let clocks: Clock

  /// Text with variables between.
  private struct Shape {
    var literals: [String]
    var columns: [ValueColumn]
  }

  private enum Clock: CaseIterable {
    case steady, equal, back, micro, milli, second, extreme, random
  }

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    clock = TestLine.start
    clocks = random.element(Clock.allCases)
    for _ in 0..<random.number(1...6) { shapes.append(shape()) }
  }

  // MARK: - Lines

  mutating func lines(_ count: Int) -> [TestLine] {
    let isMixed = random.chance(1, in: 2)
    let noise = random.element([0, 0, 1, 5])
    let flags = random.element([nil, LineFlags.lf, [], LineFlags(rawValue: 0x7F)])
    return (0..<count).map { _ in
      let message = random.chance(noise, in: 100) ? other() : line()
      return TestLine(
        message, at: time(), stream: isMixed && random.chance(1, in: 3) ? .stderr : .stdout,
        flags: flags ?? LineFlags(rawValue: UInt8(random.number(0...127))))
    }
  }

  /// A line of one of the shapes.
  private mutating func line() -> [UInt8] {
    let shape = random.number(0...shapes.count - 1)
    var message: [UInt8] = []
    for index in shapes[shape].literals.indices {
      message += Array(shapes[shape].literals[index].utf8)
      if index < shapes[shape].columns.count { message += shapes[shape].columns[index].next(&random) }
    }
    return message
  }

  /// A line that has no shape.
  mutating func other() -> [UInt8] {
    switch random.number(0...11) {
    case 0: []
    case 1: random.bytes(random.number(0...80))
    case 2: Array("with \u{11} the mark 42".utf8)
    case 3: [UInt8](repeating: UInt8(ascii: "z"), count: (16 << 10) + random.number(-1...1))
    case 4: Array(String(repeating: "7 ", count: 1024 + random.number(-1...1)).utf8)
    case 5: Array("naïve 日本 \u{0} k3 ünïcode9".utf8)
    case 6: [UInt8](repeating: 0, count: random.number(0...9))
    case 7: Array("E1123 14:02:03.123456       1 main.go:12] x".utf8)
    case 8: Array("<\(random.number(0...300))>app[12]: x".utf8)
    case 9: Array(#"{"level":30,"time":1,"msg":"a \"b\" 5"}"#.utf8)
    case 10: Array("level=\(random.number(0...99)) lvl=\"warn\" a=b".utf8)
    default: levels()
    }
  }

  private mutating func time() -> Int64 {
    switch clocks {
    case .steady: clock &+= 1_000_000
    case .equal: break
    case .back: clock &+= Int64(random.number(-1000...1000))
    case .micro: clock &+= Int64(random.number(0...1_000_000)) * 1000
    case .milli: clock &+= Int64(random.number(0...1000)) * 1_000_000
    case .second: clock &+= Int64(random.number(-3...30)) * 1_000_000_000
    case .extreme: clock = random.element([.min, .max, 0, -1, 1, .min + 1, TestLine.start])
    case .random: clock = Int64(bitPattern: random.next())
    }
    return clock
  }

  // MARK: - Shapes

  private static let heads = [
    "", "", "E1123 ", "<134>", "2026-11-23T14:02:03Z INFO ", "[error] ", "{\"level\":\"warn\",",
    "level=info ",
    "svc ", "\u{1B}[31m", "Nov 23 ",
  ]
  private static let joints = [
    " ", "=", " a=", " key=\"", "\" b=\"", "\":", "\",\"id\":\"", "\", \"id\": \"", ",\"n\":", ", \"n\": ",
    "-", ":", "/",
    " (", ") ", "[", "] ", "\t", ", ", ".", " took ", " level=", " lvl=\"", "\"severity\":\"", "=-", " é",
    "::", "\" ",
    "#", "\r", " pod/web-", ";q=", "&x=", "{\"a\":{\"b\":", "}}", "\\", "\0",
  ]

  private mutating func shape() -> Shape {
    let count = random.number(0...8)
    var literals = [random.element(Self.heads)]
    for _ in 0..<count { literals.append(random.element(Self.joints)) }
    return Shape(literals: literals, columns: (0..<count).map { _ in ValueColumn(&random) })
  }

  private static let pieces = [
    "level", "LEVEL", "severity", "lvl", "log.level", "error", "ERROR", "Warn", "INFO", "info", "LOG", "a",
    "debug", "E1123",
    "1", "30", "50", "12ab", "x5", "=", "=\"", "\":", "\": ", "\":\"", "\": \"", "\"", "\\\"", ":", ": ", " ",
    " ", "[",
    "]", "{", ",", ".", "-", "-", "<", ">", "<3>", "|", "\u{1B}[", "(", ")",
    "\u{1B}[31m", "\u{1B}[1;", "\u{1B}[m", ";", "mERROR", "5merror", "0m: ", "\u{1B}[39m",
  ]

  /// What names of levels and of their keys may stand beside.
  mutating func levels() -> [UInt8] {
    Array((0..<random.number(1...14)).map { _ in random.element(Self.pieces) }.joined().utf8)
  }
}

extension Corpus {
  /// A token without a digit for each number.
  static func name(_ number: Int) -> String {
    String(decoding: String(number, radix: 16).utf8.map { $0 < 0x3A ? $0 + 0x37 : $0 }, as: UTF8.self)
  }
}

extension TestLine {
  /// A day in 2026.
  static let start: Int64 = 1_795_442_523_000_000_000
}
