internal import LineContent
package import LogQuery
internal import LogWire

/// `lslog patterns`: for each pattern a row of figures, the pattern, and one of its lines if it has variables.
///
///      LINES   SHARE  TREND     LEVEL  FIRST AND LAST SEEN
///      12034  40.1 %  ▂▃▅█▁▁▂▂  info   2026-11-23 13:02:03 – 14:02:03
///         connected to <*> in <*> ms
///         connected to 10.0.0.3 in 12 ms
///
/// Patterns and lines are inert, and cut at the width.
package struct PatternText: Sendable {
  private static let indent = "    "

  private let calendar: CivilCalendar
  private let isColored: Bool
  private let width: Int?

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - isColored: whether to colour.
  ///   - width: the columns of the terminal; nil: nothing is cut.
  package init(calendar: CivilCalendar, isColored: Bool, width: Int? = nil) {
    self.calendar = calendar
    self.isColored = isColored
    self.width = width
  }

  /// The table and what it leaves out, each line with its end. Without patterns one line that says so.
  package func text(_ report: PatternReport) -> String {
    let patterns = report.patterns
    guard report.count > 0 else { return "no patterns\n" }
    var rows = table(patterns, lines: report.lines).split(separator: "\n")[...]
    var text = TextStyle.bold.applied(to: String(rows.removeFirst()), colored: isColored) + "\n"
    for (row, pattern) in zip(rows, patterns) {
      text += "\(row)\n\(below(PatternTemplate.shown(pattern.template)))\n"
      guard pattern.template.contains(Pattern.variable) else { continue }
      text += TextStyle.dim.applied(to: below(pattern.example), colored: isColored) + "\n"
    }
    let more = report.count - patterns.count
    if more > 0 { text += "\(QuantityText.count(Int64(more))) more \(more == 1 ? "pattern" : "patterns")\n" }
    return text
  }

  private func below(_ line: [UInt8]) -> String {
    InertText.cut(Self.indent + InertText.inert(line), at: width)
  }

  private func table(_ patterns: [Pattern], lines: Int) -> String {
    var time = CivilTimeText(calendar: calendar)
    return TextColumn.table(
      [
        TextColumn("  LINES", patterns.map { String($0.lines) }, alignment: .right),
        TextColumn("SHARE", patterns.map { Share.text($0.lines, of: lines) }, alignment: .right),
        TextColumn("TREND", patterns.map { TrendText.text($0.trend) }),
        TextColumn("LEVEL", patterns.map { $0.level?.description ?? "" }),
        TextColumn("FIRST AND LAST SEEN", patterns.map { Self.ends(of: $0, &time) }),
      ], isColored: false)
  }

  /// The first and the last time; the day once if it is the same.
  private static func ends(of pattern: Pattern, _ time: inout CivilTimeText) -> String {
    let first = time.textToSecond(pattern.first)
    let last = time.textToSecond(pattern.last)
    let day = first.prefix { $0 != " " }
    return "\(first) – \(last.hasPrefix(day) ? String(last.dropFirst(day.count + 1)) : last)"
  }
}
