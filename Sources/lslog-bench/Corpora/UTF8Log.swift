internal import LogWire

/// Messages in several scripts, of made words, with a little ASCII about them as services have it.
struct UTF8Log: TextSource {
  /// The letters of a script, and whether it puts spaces between words.
  private struct Script {
    var words: Ranked<String>
    var separator: String

    init(_ letters: ClosedRange<UInt32>, lengths: ClosedRange<Int>, separator: String = " ", seed: UInt64) {
      var dice = Dice(seed: seed)
      let scalars = letters.compactMap(Unicode.Scalar.init)
      words = Ranked(
        (0..<3000).map { _ in
          String(String.UnicodeScalarView((0..<dice.within(lengths)).map { _ in dice.pick(scalars) }))
        })
      self.separator = separator
    }
  }

  private static let scripts = [
    Script(0x430...0x44F, lengths: 2...10, seed: 31),  // Cyrillic
    Script(0x3B1...0x3C9, lengths: 2...9, seed: 32),  // Greek
    Script(0xE0...0xF6, lengths: 3...8, seed: 33),  // Latin with accents
    Script(0x4E00...0x55FF, lengths: 1...3, separator: "", seed: 34),  // Han
    Script(0x3042...0x3093, lengths: 2...5, separator: "", seed: 35),  // Hiragana
    Script(0x627...0x64A, lengths: 2...8, seed: 36),  // Arabic
    Script(0x905...0x939, lengths: 2...6, seed: 37),  // Devanagari
  ]
  private static let marks = ["✅", "⚠️", "🚀", "→", "…", "№"]

  private var dice: Dice

  init(seed: UInt64) {
    dice = Dice(seed: seed)
  }

  mutating func line(at time: Timestamp) -> String {
    let script = dice.pick(Self.scripts)
    let words = (0..<dice.within(3...14)).map { _ in script.words.pick(&dice) }
    let mark = dice.isOne(in: 6) ? dice.pick(Self.marks) + " " : ""
    return
      "\(dice.pick(["INFO", "INFO", "WARN", "ERROR"])) \(mark)\(words.joined(separator: script.separator)) "
      + "id=\(dice.below(1_000_000)) user=«\(script.words.pick(&dice))»"
  }
}
