/// The lines as text files, and what `grep` finds in them: the truth that answers are checked against.
struct TextCorpus {
  /// The file of all lines; that of the middle is beside it.
  let path: String

  /// How many lines have what the question asks for, or its limit if that is less.
  ///
  /// By Perl expressions, since `grep -w` takes bytes from 0x80 on for no part of a word.
  func hits(of question: Question) throws -> Int {
    let patterns = Self.patterns(question.shape).map { "LC_ALL=C grep -aiP '\($0)'" }
    let file = question.isOfMiddle ? path + TextDesign.middleSuffix : path
    let command = "cat \(file) | \(patterns.joined(separator: " | ")) | wc -l"
    let count = try Program.shell(command).flatMap { Int($0.filter(\.isNumber)) } ?? 0
    return min(count, question.limit ?? .max)
  }

  private static func patterns(_ shape: Question.Shape) -> [String] {
    let letter = "[A-Za-z0-9_\\x80-\\xff]"
    let (begin, end) = ("(?<!\(letter))", "(?!\(letter))")
    return switch shape {
    case .words(let words): words.map { begin + $0 + end }
    case .prefix(let prefix): [begin + prefix]
    case .substring(let text): [text]
    case .phrase(let text): [begin + text + end]
    }
  }

  /// Whole lines from a place of the text: 0 is its start, 1 its end.
  func lines(around place: Double) -> [Substring] {
    let offset = Int(Double(TextFile.size(path)) * place)
    let text = String(decoding: TextFile.bytes(path, from: offset, count: 1 << 16), as: UTF8.self)
    return Array(text.split(separator: "\n").dropFirst().dropLast())
  }

  /// Lines from all over the text.
  func sample() -> [Substring] {
    (0..<16).flatMap { lines(around: Double($0) / 16).prefix(200) }
  }
}
