internal import LogWire

/// Sentences of a vocabulary of 20,000 words, used as unevenly as those of a language: hardly two lines are alike.
struct ProseLog: TextSource {
  private static let words = Ranked(MadeWords.vocabulary)
  private var dice: Dice

  init(seed: UInt64) {
    dice = Dice(seed: seed)
  }

  mutating func line(at time: Timestamp) -> String {
    (0..<dice.within(1...2)).map { _ in sentence() }.joined(separator: " ")
  }

  private mutating func sentence() -> String {
    let first = Self.words.pick(&dice)
    var text = first.prefix(1).uppercased() + first.dropFirst()
    for _ in 0..<dice.within(4...20) {
      text += dice.isOne(in: 9) ? ", " : " "
      text += Self.words.pick(&dice)
    }
    return text + (dice.isOne(in: 12) ? "?" : ".")
  }
}
