internal import LogWire
internal import SQLite

/// The FTS5 index with a row a line.
struct RowAsker: Asker {
  let title = Design.rows.title
  let lines: Int
  private let database: Connection
  private let middle: ClosedRange<Timestamp>

  /// - Parameter middle: that of its own lines.
  init(path: String, lines: Int, middle: ClosedRange<Timestamp>) throws {
    self.lines = lines
    self.middle = middle
    database = try Connection(path: path, mode: .readOnly)
    try database.execute("PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824")
  }

  func count(_ question: Question) throws -> Int {
    var conditions = [Self.condition(question.shape)]
    if question.isOfMiddle {
      conditions.append(
        "l.time BETWEEN \(middle.lowerBound.nanoseconds) AND \(middle.upperBound.nanoseconds)")
    }
    let order = question.limit.map { "ORDER BY l.line DESC LIMIT \($0)" } ?? ""
    // The messages too where lines are wanted. A count of words alone needs no line.
    let needsLines = !question.isCount || conditions[0].contains("l.")
    let tables = needsLines || question.isOfMiddle ? "words JOIN lines l ON l.line=words.rowid" : "words"
    let column = question.isCount ? "1" : "l.message"
    let sql = "SELECT count(*), max(length(hit)) FROM (SELECT \(column) AS hit FROM \(tables) WHERE "
    return Int(try database.integer(sql + conditions.joined(separator: " AND ") + " \(order))") ?? 0)
  }

  private static func condition(_ shape: Question.Shape) -> String {
    switch shape {
    case .words(let words): "words MATCH '\(words.joined(separator: " AND "))'"
    case .prefix(let prefix): "words MATCH '\(prefix)*'"
    case .phrase(let text): "words MATCH '\"\(text)\"'"
    // No index of words helps.
    case .substring(let text): "l.message LIKE '%\(text)%'"
    }
  }
}
