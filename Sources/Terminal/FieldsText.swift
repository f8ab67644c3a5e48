package import LogQuery

/// `lslog search --fields` as a table.
///
///        HITS    SHARE  FIELD   EXAMPLES
///     1000000  100.0 %  status  200, 404
///       42000    4.2 %  user    eve
///     1,000,164 hits; 3 more fields; no field in 164
///
/// Names and values are inert, and cut at the width.
package struct FieldsText: Sendable {
  private let isColored: Bool
  private let width: Int?

  /// - Parameters:
  ///   - isColored: whether to colour.
  ///   - width: the columns of the terminal; nil: nothing is cut.
  package init(isColored: Bool, width: Int? = nil) {
    self.isColored = isColored
    self.width = width
  }

  /// The table, and a line that sums it up.
  package func text(_ report: FieldReport) -> String {
    let table = TextColumn.table(
      [
        TextColumn("HITS", report.fields.map { "\($0.count)" }, alignment: .right),
        TextColumn("SHARE", report.fields.map { Share.text($0.count, of: report.hits) }, alignment: .right),
        TextColumn("FIELD", report.fields.map { InertText.inert($0.name) }),
        TextColumn("EXAMPLES", report.fields.map(Self.examples)),
      ], isColored: false)
    var rows = table.split(separator: "\n")[...]
    let header = TextStyle.bold.applied(to: String(rows.removeFirst()), colored: isColored)
    let lines = rows.map { InertText.cut(String($0), at: width) }
    let summary = TextStyle.dim.applied(to: Self.summary(of: report), colored: isColored)
    return ((report.fields.isEmpty ? [] : [header] + lines) + [summary, ""]).joined(separator: "\n")
  }

  private static func examples(of field: FieldReport.Field) -> String {
    field.examples.map { InertText.inert($0) }.joined(separator: ", ")
  }

  private static func summary(of report: FieldReport) -> String {
    var parts = ["\(count(report.hits)) \(report.hits == 1 ? "hit" : "hits")"]
    let more = report.count - report.fields.count
    if more > 0 { parts.append("\(count(more)) more \(more == 1 ? "field" : "fields")") }
    if report.missing > 0 {
      parts.append("no field in \(report.missing == report.hits ? "all" : count(report.missing))")
    }
    return parts.joined(separator: "; ")
  }

  private static func count(_ number: Int) -> String { QuantityText.count(Int64(number)) }
}
