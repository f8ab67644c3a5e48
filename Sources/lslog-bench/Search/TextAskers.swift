/// `grep` over the text, or a program that takes the same arguments; also over compressed text.
struct GrepAsker: Asker {
  let title: String
  let lines: Int
  /// What prints the text; nil if the program reads the file.
  let source: String?
  /// With the arguments that it always has.
  let program: String
  /// The text.
  let path: String

  func count(_ question: Question) throws -> Int {
    guard !question.isOfMiddle else { throw CannotAsk(reason: "the text has no times") }
    var commands = Self.patterns(question.shape).map { "\(program) \($0)" }
    if let source { commands.insert(source, at: 0) } else { commands[0] += " \(path)" }
    if let limit = question.limit { commands.append("tail -n \(limit)") }
    // Not to /dev/null: grep then stops at the first hit.
    commands.append("wc -l")
    return try Program.shell(commands.joined(separator: " | ")).flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  private static func patterns(_ shape: Question.Shape) -> [String] {
    switch shape {
    case .words(let words): words.map { "-aiw '\($0)'" }
    case .prefix(let prefix): ["-ai '\\b\(prefix)'"]
    case .substring(let text): ["-ai '\(text)'"]
    case .phrase(let text): ["-aiw '\(text)'"]
    }
  }
}

extension GrepAsker {
  /// Those that this machine has, and a note for each that it has not.
  static func all(of text: TextCorpus, lines: Int, _ outcome: inout Outcome) throws -> [GrepAsker] {
    let grep = "LC_ALL=C grep"
    var askers = [GrepAsker(title: "grep", lines: lines, source: nil, program: grep, path: text.path)]
    if Program.exists("rg") {
      let program = "rg --no-config --no-unicode"
      askers.append(GrepAsker(title: "rg", lines: lines, source: nil, program: program, path: text.path))
    } else {
      outcome.note("rg: not run, since it is not installed")
    }
    if Program.exists("zstd"), try Program.shell("zstd -q -f -3 \(text.path) -o \(text.path).zst") != nil {
      let source = "zstd -dcq \(text.path).zst"
      askers.append(
        GrepAsker(title: "zstd, grep", lines: lines, source: source, program: grep, path: text.path))
    } else {
      outcome.note("zstd, grep: not run, since zstd is not installed")
    }
    return askers
  }
}
