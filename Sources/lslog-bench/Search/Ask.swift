internal import LogQuery
internal import LogStore
internal import LogWire

/// The one place that knows how lslog is asked: the engine by a request, the command by arguments.
struct Ask {
  /// The time of a question of ``Question/isOfMiddle``.
  var middle: ClosedRange<Timestamp>

  /// The number of hits.
  func hits(of question: Question, _ engine: SearchEngine) throws -> Int {
    question.isCount
      ? try engine.count(request(question)).hits : try engine.search(request(question)) { _ in true }.hits
  }

  /// What stands behind `lslog`.
  func arguments(of question: Question, storePath: String) throws -> [String] {
    // Checked here, since the command's own message would be lost.
    let request = try request(question)
    var arguments = ["search", "--store", storePath, "--no-pager", "\(request.query)"]
    arguments += question.isCount ? ["--count"] : ["-o", "raw"]
    if let limit = request.limit { arguments += ["-n", "\(limit)"] }
    if let since = request.since { arguments += ["--since", "\(since)"] }
    if let until = request.until { arguments += ["--until", "\(until)"] }
    return arguments
  }

  /// How many lines the store has.
  static func lineCount(_ engine: SearchEngine) throws -> Int {
    try engine.count(SearchRequest()).hits
  }

  /// Whether a line has the word.
  static func has(_ word: String, _ engine: SearchEngine) throws -> Bool {
    let request = SearchRequest(query: try Query(parsing: word), limit: 1, order: .newestFirst)
    return try engine.search(request) { _ in false }.hits > 0
  }

  private func request(_ question: Question) throws -> SearchRequest {
    SearchRequest(
      query: try query(question), since: question.isOfMiddle ? middle.lowerBound : nil,
      until: question.isOfMiddle ? middle.upperBound : nil, limit: question.limit, order: .newestFirst)
  }

  private func query(_ question: Question) throws -> Query {
    let text =
      switch question.shape {
      case .words(let words): words.joined(separator: " ")
      case .prefix(let prefix): prefix + "*"
      case .substring(let text): "*\(text)*"
      case .phrase(let text): "\"\(text)\""
      }
    do {
      return try Query(parsing: text)
    } catch {
      throw CannotAsk(reason: "the query \(text) is not understood")
    }
  }
}
