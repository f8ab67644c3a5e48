/// Words that nobody speaks, made of syllables: as many as are wanted, no two alike.
enum MadeWords {
  private static let onsets = [
    "b", "br", "d", "dr", "f", "fl", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "pl", "r", "s", "st", "t",
    "tr", "v", "w",
  ]
  private static let vowels = ["a", "e", "i", "o", "u", "ea", "ou"]
  private static let codas = ["", "", "", "n", "r", "s", "l", "nt", "st", "m"]

  /// The words of prose, the commonest first; those are short.
  static let vocabulary = make(20_000, seed: 11)

  /// - Parameter count: how many.
  static func make(_ count: Int, seed: UInt64) -> [String] {
    var dice = Dice(seed: seed)
    var seen: Set<String> = []
    var words: [String] = []
    while words.count < count {
      let longest = words.count < 100 ? 1 : words.count < 2000 ? 2 : 4
      let word = (0..<dice.within(1...longest)).map { _ in syllable(&dice) }.joined()
      if seen.insert(word).inserted { words.append(word) }
    }
    return words
  }

  private static func syllable(_ dice: inout Dice) -> String {
    dice.pick(onsets) + dice.pick(vowels) + dice.pick(codas)
  }
}
