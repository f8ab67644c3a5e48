internal import LogStore

/// The stores with the same lines, the questions, and those who are asked.
struct SearchSubject {
  /// The lines as text.
  let text: TextCorpus
  /// What is asked.
  let questions: [Question]
  /// Who is asked, in the order of the table.
  private(set) var askers: [any Asker] = []
  /// Who has less has only the first lines.
  let lines: Int

  /// Fills all stores.
  ///
  /// - Parameter outcome: is given a note for each asker that this machine has not.
  init(_ conditions: Conditions, lines: Int, _ outcome: inout Outcome) throws {
    let (source, folder) = (conditions.options.source, conditions.folder)
    self.lines = lines
    func fill(_ design: Design, lines: Int) throws -> String {
      let path = folder.file("search-\(design.rawValue)")
      _ = try FillCommand(design: design, path: path, lines: lines, source: source).spawn()
      return path
    }
    text = TextCorpus(path: try fill(.text, lines: lines))
    var isService = false
    if case .kind(.service) = source { isService = true }
    let fewer = Double(min(lines, JournalAsker.lineLimit)) / Double(lines)
    questions = try Questionnaire(text, isService: isService, fewer: fewer).questions
    let store = StoreLayout(path: try fill(.lslog, lines: lines))
    let ways = Ask(middle: try Corpus(source, lines: lines).middle)
    askers = try Self.lslog(store, ways, lines: lines, &outcome)
    if conditions.options.isAlone { return }
    let rows = min(lines, IngestBenchmark.rowLimit)
    askers.append(
      try RowAsker(
        path: try fill(.rows, lines: rows), lines: rows, middle: try Corpus(source, lines: rows).middle))
    askers += try GrepAsker.all(of: text, lines: lines, &outcome)
    do {
      askers.append(try JournalAsker(text, lines: lines))
    } catch let failure as CannotAsk {
      outcome.note("journalctl -g: \(failure.reason)")
    }
  }

  private static func lslog(
    _ store: StoreLayout, _ ways: Ask, lines: Int, _ outcome: inout Outcome
  ) throws -> [any Asker] {
    let files = try ColdFiles(below: store.path)
    var askers: [any Asker] = [
      EngineAsker(store: store, ways: ways, lines: lines, temperature: .warm),
      EngineAsker(store: store, ways: ways, lines: lines, temperature: .cold(files)),
    ]
    if let program = Program.sibling("lslog") {
      askers.append(CommandAsker(program: program, store: store, ways: ways, lines: lines, cold: nil))
      askers.append(CommandAsker(program: program, store: store, ways: ways, lines: lines, cold: files))
    } else {
      outcome.note("lslog command: not run, since lslog is not built beside lslog-bench")
    }
    return askers
  }
}
