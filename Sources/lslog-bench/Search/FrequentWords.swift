/// Words that are worth a question: found in a sample of the lines, or known.
struct FrequentWords {
  /// One that about a tenth of the lines have.
  var common: String?
  /// One that about a tenth of the lines with ``common`` have, too.
  var second: String?
  /// Two words that often follow each other, with a space between them.
  var phrase: String?

  /// Those of the service's lines, so that figures can be compared from one version to the next.
  static let ofService = FrequentWords(common: "error", second: "declined", phrase: "connection refused")

  private init(common: String, second: String, phrase: String) {
    (self.common, self.second, self.phrase) = (common, second, phrase)
  }

  /// - Parameter lines: a sample of the text; none, and there are no words.
  init(of lines: [Substring]) {
    let words = lines.map { Self.words(of: $0) }
    let chosen = Self.tenth(of: words.map(Set.init))
    common = chosen
    guard let chosen else { return }
    second = Self.tenth(of: words.filter { $0.contains(chosen) }.map { Set($0).subtracting([chosen]) })
    phrase = Self.tenth(of: lines.map { Self.pairs(of: $0) })
  }

  /// The word that is nearest to being in a tenth of the sets.
  private static func tenth(of sets: [Set<String>]) -> String? {
    var counts: [String: Int] = [:]
    for word in sets.joined() { counts[word, default: 0] += 1 }
    let goal = sets.count / 10
    // Of those alike the first by name, so that each run asks the same.
    return counts.min { (abs($0.value - goal), $0.key) < (abs($1.value - goal), $1.key) }?.key
  }

  private static func words(of line: Substring) -> [String] {
    line.split { !isWordLetter($0) }.filter(isPlain).map { $0.lowercased() }
  }

  private static func pairs(of line: Substring) -> Set<String> {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    return Set(
      zip(parts, parts.dropFirst()).filter { isPlain($0) && isPlain($1) }.map {
        "\($0.lowercased()) \($1.lowercased())"
      })
  }

  /// Four or more ASCII letters and nothing else.
  private static func isPlain(_ word: Substring) -> Bool {
    (4...20).contains(word.count) && word.allSatisfy { $0.isASCII && $0.isLetter }
  }

  private static func isWordLetter(_ character: Character) -> Bool {
    !character.isASCII || character.isLetter || character.isNumber || character == "_"
  }
}
