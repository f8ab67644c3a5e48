internal import LogQuery
internal import LogStore
internal import SQLite

/// Questions to the store, to the baseline's FTS5 index (over its fewer lines), and to `grep` over the text.
struct SearchBenchmark: Benchmark {
  let name = "search"
  let summary =
    "a common word, the last 100 of two words, one rare id, an absent id; against FTS5 (of fewer lines, not scaled), grep"

  private static let rounds = 9

  /// One question, in each variant's language.
  private struct Question {
    var name: String
    var words: [String]
    var limit: Int?
  }

  func run(_ conditions: Conditions) throws -> [Measurement] {
    let (baseline, store) = (try conditions.filled.baseline(), try conditions.filled.lslog())
    let text = conditions.filled.textFile
    let hasZstd = Shell.has("zstd") && Shell.run("zstd -q -f -3 \(text) -o \(text).zst")
    let isOurs = conditions.options.corpus == nil
    let questions = [
      Question(name: "count of '\("error")'", words: ["error"]),
      Question(
        name: "last 100 of two words", words: isOurs ? ["error", "declined"] : ["error", "failed"], limit: 100
      ),
      Question(name: "one rare id", words: [store.rareWord.lowercased()]),
      Question(name: "an absent id", words: ["0123456789abcdefdeadbeef"]),
    ]
    var measurements: [Measurement] = []
    for question in questions {
      measurements.append(try askFTS5(question, baseline))
      measurements.append(try askStore(question, store))
      measurements.append(try askGrep(question, "grep", "cat \(text)", text, store.cost.lines))
      guard hasZstd else { continue }
      measurements.append(
        try askGrep(question, "zstd | grep", "zstd -dcq \(text).zst", text, store.cost.lines))
    }
    return measurements
  }

  private func askStore(_ question: Question, _ store: FilledStore) throws -> Measurement {
    let engine = SearchEngine(layout: store.layout)
    let request = SearchRequest(
      query: try Query(parsing: question.words.joined(separator: " ")), limit: question.limit,
      order: .newestFirst)
    return try measurement(question, "lslog", lines: store.cost.lines) {
      try engine.search(request) { _ in true }.hits
    }
  }

  private func askFTS5(_ question: Question, _ baseline: FilledRows) throws -> Measurement {
    let match = question.words.joined(separator: " AND ")
    let order = question.limit.map { "ORDER BY rowid DESC LIMIT \($0)" } ?? ""
    // The messages too, as a search gives lines.
    let sql = """
      SELECT count(message) FROM (SELECT l.message FROM words JOIN lines l ON l.line=words.rowid \
      WHERE words MATCH '\(match)' \(order.replacing("rowid", with: "words.rowid")))
      """
    return try measurement(question, "FTS5, a row a line", lines: baseline.cost.lines) {
      Int(try baseline.database.integer(sql) ?? 0)
    }
  }

  private func askGrep(
    _ question: Question, _ variant: String, _ source: String, _ text: String, _ lines: Int
  ) throws -> Measurement {
    var command = variant == "grep" ? "" : source + " | "
    for (index, word) in question.words.enumerated() {
      // Not to /dev/null: grep then stops at the first hit.
      command += "LC_ALL=C grep -iw \(word)" + (index == 0 && variant == "grep" ? " \(text)" : "") + " | "
    }
    command += (question.limit.map { "tail -n \($0) | " } ?? "") + "wc -l > \(text).count"
    return try measurement(question, variant, lines: lines) {
      _ = Shell.run(command)
      return Int(TextFile.read("\(text).count").filter(\.isNumber)) ?? 0
    }
  }

  /// Asks once without counting, then several times.
  private func measurement(
    _ question: Question, _ variant: String, lines: Int, _ ask: () throws -> Int
  ) throws -> Measurement {
    let hits = try ask()
    var samples = Samples()
    for _ in 0..<Self.rounds { try samples.measure { _ = try ask() } }
    return Measurement(
      subject: question.name, variant: variant,
      figures: [
        Figure("lines", "lines", Double(lines), decimals: 0),
        Figure("hits", "hits", Double(hits), decimals: 0),
        Figure("median_milliseconds", "p50 ms", Double(samples.medianWall) / 1e6, decimals: 2),
        Figure("best_milliseconds", "min ms", Double(samples.bestWall) / 1e6, decimals: 2),
      ])
  }
}
