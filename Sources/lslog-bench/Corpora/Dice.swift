/// Chance that is the same for the same seed.
///
/// Source: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
struct Dice {
  private var state: UInt64

  /// The same seed gives the same numbers.
  init(seed: UInt64) {
    state = seed
  }

  /// 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of 0 ..< `bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// A number of the range.
  mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True once in `count` times.
  mutating func isOne(in count: Int) -> Bool { below(count) == 0 }

  /// 0 or more and less than 1.
  mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

  /// Any of the choices, each as often as the others.
  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  /// A number of `digits` hexadecimal digits, at most 16.
  mutating func hex(_ digits: Int) -> String {
    let number = String(next() >> UInt64(64 - 4 * digits), radix: 16)
    return String(repeating: "0", count: digits - number.count) + number
  }

  /// A random UUID in lower case.
  mutating func uuid() -> String { "\(hex(8))-\(hex(4))-4\(hex(3))-a\(hex(3))-\(hex(12))" }

  /// An IPv4 address.
  mutating func address() -> String {
    "\(within(2...220)).\(below(256)).\(below(256)).\(within(1...254))"
  }

  /// A span of time as most are: short, and now and then a hundred times as long.
  mutating func duration(usual: Int) -> Int {
    let steps = isOne(in: 50) ? within(10...100) : 1
    return 1 + steps * (below(usual) + below(usual)) / 2
  }
}
