import TestSupport

/// Values that stand in one place of a shape, line after line.
struct ValueColumn {
  private enum Kind: CaseIterable {
    case constant, pair, dictionary, hundreds, counter, steps, numbers, padded, digits, long, lower, upper,
      mixed, short, uuid,
      words, affixed, negative, float, quoted, address, base64, any, empty
  }

  private let kind: Kind
  private let values: [String]
  private let width: Int
  private let affixes: (String, String)
  private var number: UInt64
  private var step: UInt64

  init(_ random: inout SplitMix64) {
    kind = random.element(Kind.allCases)
    let distinct = [1, 2, 3, 17, 255, 256, 257][random.number(0...6)]
    let isWord = random.chance(1, in: 2)
    values = (0..<distinct).map { _ in
      isWord ? Self.word(&random) : String(random.next() >> UInt64(random.number(0...60)))
    }
    width = random.number(1...40)
    affixes = (random.element(["", "a", "req_", "日"]), random.element(["", "ms", "_z9", "é"]))
    number = random.next() >> UInt64(random.number(5...63))
    step = random.next() >> UInt64(random.number(40...63))
  }

  private static func word(_ random: inout SplitMix64) -> String {
    characters(letters, random.number(1...12), &random)
  }

  mutating func next(_ random: inout SplitMix64) -> [UInt8] {
    Array(text(&random).utf8)
  }

  private mutating func text(_ random: inout SplitMix64) -> String {
    switch kind {
    case .constant: return values[0]
    case .pair: return values[random.number(0...min(1, values.count - 1))]
    case .dictionary: return random.element(values)
    case .hundreds: return "v\(random.number(0...299))"
    case .counter:
      number &+= 1
      return "\(number)"
    case .steps:
      number &+= random.next() % (step + 1)
      return "\(number)"
    case .numbers: return "\(random.next() >> UInt64(random.number(0...63)))"
    case .padded: return Self.filled("\(random.number(0...9999))", to: max(4, width / 2))
    case .digits: return Self.characters(Self.digits, width, &random)
    case .long: return Self.characters(Self.digits, random.number(17...21), &random)
    case .lower: return Self.characters(Self.lower, width, &random)
    case .upper: return Self.characters(Self.upper, width, &random)
    case .mixed: return Self.characters(Self.mixed, width, &random)
    case .short: return Self.characters(Self.lower, random.number(1...3), &random)
    case .uuid:
      return [8, 4, 4, 4, 12].map { Self.characters(Self.lower, $0, &random) }.joined(separator: "-")
    case .words: return Self.word(&random)
    case .affixed: return affixes.0 + "\(random.number(0...99_999))" + affixes.1
    case .negative: return "-\(random.number(0...999))"
    case .float: return "\(random.number(-99...99)).\(random.number(0...99))"
    case .quoted: return random.element(["true", "null", "\"a\"", "\"x 1\"", "[1,2]", "{}"])
    case .address:
      return "10.\(random.number(0...3)).\(random.number(0...255)).7:\(random.number(1024...65535))"
    case .base64: return Self.characters(Self.base64, random.number(1...120), &random)
    case .any: return random.element(values) + random.element(["", "1", "-x", "-error", "-level", "="])
    case .empty: return ""
    }
  }

  private static func filled(_ digits: String, to count: Int) -> String {
    String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyz".utf8)
  private static let digits = Array("0123456789".utf8)
  private static let lower = digits + Array("abcdef".utf8)
  private static let upper = digits + Array("ABCDEF".utf8)
  private static let mixed = lower + Array("ABCDEF".utf8)
  private static let base64 = Array("ABCXYZabcxyz0189_".utf8)

  private static func characters(_ alphabet: [UInt8], _ count: Int, _ random: inout SplitMix64) -> String {
    String(decoding: (0..<count).map { _ in random.element(alphabet) }, as: UTF8.self)
  }
}
