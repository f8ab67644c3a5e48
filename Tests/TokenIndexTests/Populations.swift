import TestSupport

/// How the keys of a test are spread.
enum Population: CaseIterable {
  case uniform
  case clustered
  case dense
  case allEqual
  case empty
  case oneKey
  case extremes
  case mixed

  /// The keys of a block.
  func keys(block: Int, count: Int, random: inout SplitMix64) -> [UInt32] {
    switch self {
    case .uniform: (0..<count).map { _ in random.key() }
    case .clustered: (0..<count).map { _ in 0xABCD_0000 | random.key() & 0xFFFF }
    case .dense: (0..<count).map { UInt32($0) + UInt32(block) }
    case .allEqual: Array(repeating: 0x1234_5678, count: count)
    case .empty: []
    case .oneKey: block == 0 ? [0xFFFF_0000] : []
    case .extremes: [0, .max, 0, .max]
    case .mixed: mixed(block: block, count: count, random: &random)
    }
  }

  /// Keys of one block, of some blocks, of half of them, of nearly all, of all.
  private func mixed(block: Int, count: Int, random: inout SplitMix64) -> [UInt32] {
    var keys = (0..<count / 2).map { _ in random.key() }
    for number in 0..<UInt32(count / 2) {
      let percent = [2, 9, 50, 90, 100][Int(number % 5)]
      if random.chance(percent, in: 100) { keys.append(number &* 0x9E37_79B1) }
    }
    return keys
  }
}

extension SplitMix64 {
  mutating func key() -> UInt32 {
    UInt32(truncatingIfNeeded: next())
  }
}
