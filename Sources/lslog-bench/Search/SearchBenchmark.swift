internal import LogStore
internal import LogWire

/// The same questions to lslog, warm and cold and by its command, and to others that have the same lines or the first of them.
struct SearchBenchmark: Benchmark {
  let name = "search"
  let summary =
    "questions to the store, warm and cold, and by the lslog command; against FTS5, grep, rg, journalctl"

  func run(_ conditions: Conditions) throws -> Outcome {
    var outcome = Outcome()
    for lines in conditions.options.counts {
      try ask(SearchSubject(conditions, lines: lines, &outcome), conditions, &outcome)
      try conditions.folder.remove("search*")
    }
    return outcome
  }

  private func ask(_ subject: SearchSubject, _ conditions: Conditions, _ outcome: inout Outcome) throws {
    var overview = Grid(
      header: ["median ms", "lines"] + subject.questions.map(\.name),
      rows: subject.askers.map { [$0.title, "\($0.lines)"] })
    for question in subject.questions {
      let truth = try subject.text.hits(of: question)
      for (row, asker) in subject.askers.enumerated() {
        let asked = asker.lines < subject.lines ? question.ofFewer : question
        overview.rows[row].append(
          try answer(of: asker, asked, truth: truth, rounds: conditions.options.rounds, &outcome))
      }
    }
    outcome.add(overview)
  }

  /// Adds an asker's answer to the outcome and returns its cell of the overview.
  private func answer(
    of asker: any Asker, _ question: Question, truth: Int, rounds: Int?, _ outcome: inout Outcome
  ) throws -> String {
    do {
      let interview = try Interview(asker, question, rounds: rounds)
      outcome.measurements.append(interview.measurement(subject: question.name))
      if asker.isChecked, interview.hits != truth {
        outcome.note("WRONG: \(asker.title), \(question.name): \(interview.hits) hits, grep \(truth)")
      }
      return Grid.fixed(interview.medianMilliseconds, 2)
    } catch let failure as CannotAsk {
      outcome.note("\(asker.title), \(question.name): not asked; \(failure.reason)")
      return "–"
    }
  }
}
