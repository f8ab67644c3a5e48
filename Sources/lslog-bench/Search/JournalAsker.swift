internal import Glibc

/// `journalctl -g` over fewer lines, written into the testbed's journald.
struct JournalAsker: Asker {
  /// journald takes some 35,000 messages a second, and 830 bytes for each.
  static let lineLimit = 100_000

  let title = "journalctl -g"
  let lines: Int
  private let tag = "lslog-bench-\(getpid())"

  /// Writes the first lines of the text into the journal, and waits until they are there.
  ///
  /// - Throws: ``CannotAsk`` where there is no journald that may be filled: only the testbed's own may.
  init(_ text: TextCorpus, lines: Int) throws {
    self.lines = min(lines, Self.lineLimit)
    guard getenv("LSLOG_TESTBED_RUN") != nil, Program.exists("systemd-cat") else {
      throw CannotAsk(reason: "not run, since this is not within 'testbed run', whose journald may be filled")
    }
    let command = "head -n \(self.lines) \(text.path) | tr -d '\\000' | systemd-cat --identifier \(tag)"
    guard try Program.shell(command) != nil else {
      throw CannotAsk(reason: "not run, since systemd-cat fails")
    }
    for _ in 0..<100 {
      if try entries("") >= self.lines { return }
      usleep(200_000)
    }
    throw CannotAsk(reason: "not run, since the journal has \(try entries("")) of \(self.lines) lines")
  }

  func count(_ question: Question) throws -> Int {
    guard !question.isOfMiddle else {
      throw CannotAsk(reason: "the journal's times are those of its writing")
    }
    let pattern =
      switch question.shape {
      case .words(let words): words.count == 1 ? "\\b\(words[0])\\b" : Self.inAnyOrder(words)
      case .prefix(let prefix): "\\b\(prefix)"
      case .substring(let text): text
      case .phrase(let text): "\\b\(text)\\b"
      }
    let limit = question.limit.map { "--lines \($0)" } ?? ""
    return try entries("--case-sensitive=false --grep '\(pattern)' \(limit)")
  }

  private static func inAnyOrder(_ words: [String]) -> String {
    words.map { "(?=.*\\b\($0)\\b)" }.joined()
  }

  private func entries(_ arguments: String) throws -> Int {
    let command = "journalctl --quiet --no-pager --output cat --identifier \(tag) \(arguments) | wc -l"
    return try Program.shell(command).flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
