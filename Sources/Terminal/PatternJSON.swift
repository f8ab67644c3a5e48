internal import LineContent
package import LogQuery
internal import LogWire

/// `lslog patterns -o json`: one object a pattern and line, in the order of the report.
///
/// | key | value |
/// |---|---|
/// | `pattern` | with `<*>` for variables |
/// | `count`, `share` | how many lines, and of all lines that were counted, 0 to 1 |
/// | `level` | left out if the lines have none |
/// | `first`, `last` | when the earliest and the latest line were written; RFC 3339 in UTC with nine digits |
/// | `trend` | how many lines lie in each of equal pieces of time |
/// | `trend_start`, `trend_seconds` | where the first of them begins, and how long each is |
/// | `example` | one of the latest lines; bytes that are not UTF-8 as U+FFFD each |
package enum PatternJSON {
  /// The lines, each with its end; nothing without patterns.
  package static func text(_ report: PatternReport) -> String {
    var bytes: [UInt8] = []
    for pattern in report.patterns { append(pattern, of: report, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ pattern: Pattern, of report: PatternReport, to bytes: inout [UInt8]) {
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add("pattern", PatternTemplate.shown(pattern.template).span)
    object.add("count", Int64(pattern.lines))
    object.add("share", fraction: Share.rounded(pattern.lines, of: report.lines))
    if let level = pattern.level { object.add("level", level.description) }
    object.add("first", pattern.first.description)
    object.add("last", pattern.last.description)
    object.add("trend", pattern.trend)
    if let buckets = report.buckets {
      object.add("trend_start", buckets.start.description)
      object.add("trend_seconds", fraction: Double(buckets.width) / 1e9)
    }
    object.add("example", pattern.example.span)
    bytes = object.finish()
    bytes.append(UInt8(ascii: "\n"))
  }
}
