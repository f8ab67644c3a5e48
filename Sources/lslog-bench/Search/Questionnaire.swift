/// The questions of one text: of words that it has.
struct Questionnaire {
  /// More lines than a word may have that is called rare.
  private static let rareHits = 3
  private static let absent = "0123456789abcdefdeadbeef"

  /// In the order of the table; without those for which the text has no words.
  private(set) var questions: [Question] = []

  /// - Parameters:
  ///   - fewer: how much of the text those have who have only the first lines.
  init(_ text: TextCorpus, isService: Bool, fewer: Double) throws {
    let words = isService ? FrequentWords.ofService : FrequentWords(of: text.sample())
    if let common = words.common {
      questions.append(Question(name: "count of a word", shape: .words([common]), isCount: true))
      if let second = words.second {
        questions.append(
          Question(name: "last 100 of two words", shape: .words([common, second]), limit: 100))
      }
    }
    if let rare = try Self.rareWord(of: text, around: 0.5) {
      let other = try Self.rareWord(of: text, around: fewer / 2)
      questions.append(
        Question(name: "one rare id", shape: .words([rare]), shapeOfFewer: other.map { .words([$0]) }))
    }
    questions.append(Question(name: "an absent id", shape: .words([Self.absent])))
    if let word = words.second ?? words.common, word.count > 4 {
      questions.append(
        Question(name: "count of a prefix", shape: .prefix("\(word.prefix(5))"), isCount: true))
    }
    if let phrase = words.phrase {
      let part = phrase.split(separator: " ").max { $0.count < $1.count } ?? ""
      if part.count > 5 {
        let middle = String(part.dropFirst(1).dropLast(1))
        questions.append(Question(name: "count of a substring", shape: .substring(middle), isCount: true))
      }
      questions.append(Question(name: "count of a phrase", shape: .phrase(phrase), isCount: true))
    }
    if let common = words.common {
      questions.append(
        Question(
          name: "count in a tenth of the time", shape: .words([common]), isCount: true, isOfMiddle: true))
    }
  }

  /// A word from a place of the text that hardly any line has, such as a trace id; nil if there is none.
  private static func rareWord(of text: TextCorpus, around place: Double) throws -> String? {
    var best: (word: String, hits: Int)?
    // From several places: one may be in the middle of a line of a megabyte.
    let lines = (0..<5).flatMap { text.lines(around: place * (1 + Double($0) / 8)).prefix(4) }
    for line in lines {
      guard let word = rarestLooking(line) else { continue }
      let hits = try text.hits(of: Question(name: "", shape: .words([word])))
      if hits < best?.hits ?? .max { best = (word, hits) }
      if hits == 1 { break }
    }
    guard let best, best.hits <= rareHits else { return nil }
    return best.word
  }

  /// The longest word with a digit, or else the longest.
  private static func rarestLooking(_ line: Substring) -> String? {
    let words = line.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.filter { $0.utf8.count >= 6 }
    let ids = words.filter { $0.contains(where: \.isNumber) }
    return (ids.isEmpty ? words : ids).max { $0.count < $1.count }.map { $0.lowercased() }
  }
}
