package import HealthStore
package import LogQuery
package import LogWire

/// `lslog health silences`: as a table, or one JSON object a line.
///
///     NUMBER  CONTAINERS  FROM                 UNTIL                AUTHOR  REASON
///          3  api*        2026-11-23 14:00:00  2026-11-23 15:00:00  ann     moving the database
package struct SilenceTable: Sendable {
  private let calendar: CivilCalendar
  private let isColored: Bool
  private let width: Int?

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - isColored: whether to colour.
  ///   - width: the columns of the terminal, at which reasons are cut; nil: nothing is cut.
  package init(calendar: CivilCalendar, isColored: Bool, width: Int? = nil) {
    self.calendar = calendar
    self.isColored = isColored
    self.width = width
  }

  /// The table, each line with its end. Without silences one line that says so.
  package func text(_ silences: [Silence]) -> String {
    guard !silences.isEmpty else { return "nothing is silenced\n" }
    var time = CivilTimeText(calendar: calendar)
    let columns = [
      TextColumn("NUMBER", silences.map { "\($0.number)" }, alignment: .right),
      TextColumn("CONTAINERS", silences.map { InertText.inert($0.pattern) }),
      TextColumn("FROM", silences.map { time.textToSecond($0.from) }),
      TextColumn("UNTIL", silences.map { time.textToSecond($0.until) }),
      TextColumn("AUTHOR", silences.map { InertText.inert($0.author) }),
    ]
    var reasons = TextColumn("REASON", silences.map { InertText.inert($0.reason) })
    if let width { reasons.narrow(to: max(16, width - TextColumn.width(of: columns) - 2)) }
    return TextColumn.table(columns + [reasons], isColored: isColored)
  }

  /// Keys: `number`, `containers`, `from` and `until` (RFC 3339), `active` (whether it holds at `now`), `author`, `reason`
  /// (left out if empty).
  package static func json(_ silences: [Silence], now: Timestamp) -> String {
    var bytes: [UInt8] = []
    for silence in silences {
      var object = JSONObjectWriter(takingOver: &bytes)
      object.add("number", silence.number)
      object.add("containers", silence.pattern)
      object.add("from", silence.from.description)
      object.add("until", silence.until.description)
      object.add("active", silence.from <= now && now < silence.until)
      if !silence.author.isEmpty { object.add("author", silence.author) }
      if !silence.reason.isEmpty { object.add("reason", silence.reason) }
      bytes = object.finish()
      bytes.append(UInt8(ascii: "\n"))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
