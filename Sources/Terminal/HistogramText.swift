package import LogQuery
internal import LogWire

/// `lslog search --histogram` as a table with a bar for each piece of time.
///
///     TIME                 HITS  ERROR  INFO
///     2026-11-23 14:02:00   120      2   118  ████████████
///     2026-11-23 14:03:00    15      .    15  █▌
///
/// Groups for which there is no room, and those beyond ``widestGroups``, are added up as `OTHERS`.
package struct HistogramText: Sendable {
  /// More columns are hard to read.
  package static let widestGroups = 8
  private static let narrowestBar = 10

  private let calendar: CivilCalendar
  private let isColored: Bool
  private let width: Int

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - isColored: whether to colour.
  ///   - width: the columns of the terminal, which the longest bar goes up to.
  package init(calendar: CivilCalendar, isColored: Bool, width: Int) {
    self.calendar = calendar
    self.isColored = isColored
    self.width = width
  }

  /// The table, each line with its end; nothing without hits.
  package func text(_ histogram: Histogram) -> String {
    guard let buckets = histogram.buckets, !histogram.groups.isEmpty else { return "" }
    let totals = (0..<buckets.count).map { histogram.total(of: $0) }
    let columns = [
      TextColumn("TIME", times(of: buckets)),
      TextColumn("HITS", totals.map { "\($0)" }, alignment: .right),
    ]
    guard histogram.grouping != nil else { return withBars(columns, totals) }
    var room = Self.widestGroups
    while room > 2, used(columns + Self.columns(histogram, atMost: room)) > width - Self.narrowestBar - 2 {
      room -= 1
    }
    return withBars(columns + Self.columns(histogram, atMost: room), totals)
  }

  private func times(of buckets: TimeBuckets) -> [String] {
    var time = CivilTimeText(calendar: calendar)
    let isWholeSeconds = buckets.width % 1_000_000_000 == 0
    return (0..<buckets.count).map { bucket in
      if isWholeSeconds { return time.textToSecond(buckets.time(of: bucket)) }
      var text: [UInt8] = []
      time.append(buckets.time(of: bucket), to: &text)
      return String(decoding: text, as: UTF8.self)
    }
  }

  private func used(_ columns: [TextColumn]) -> Int {
    let header = TextColumn.table(columns, isColored: false).prefix { $0 != "\n" }
    return DisplayWidth.columns(String(header))
  }

  private func withBars(_ columns: [TextColumn], _ totals: [Int]) -> String {
    let rows = TextColumn.table(columns, isColored: isColored).split(separator: "\n")
    let room = max(Self.narrowestBar, width - used(columns) - 2)
    let highest = totals.max() ?? 0
    var text = rows[0] + "\n"
    for (row, total) in zip(rows.dropFirst(), totals) {
      let bar = BarText.text(total, of: highest, width: room)
      let colored = TextStyle.good.applied(to: bar, colored: isColored)
      text += total == 0 ? row + "\n" : "\(row)  \(colored)\n"
    }
    return String(text)
  }

  /// The groups, the last of `room` with all for which there is none.
  private static func columns(_ histogram: Histogram, atMost room: Int) -> [TextColumn] {
    let groups = histogram.groups
    guard groups.count > room else { return groups.map { column(name(of: $0, histogram), $0.counts) } }
    var others = [Int](repeating: 0, count: histogram.buckets?.count ?? 0)
    for group in groups[(room - 1)...] {
      for bucket in others.indices { others[bucket] += group.counts[bucket] }
    }
    let shown = groups.prefix(room - 1).map { column(name(of: $0, histogram), $0.counts) }
    return shown + [column("OTHERS", others)]
  }

  private static func name(of group: Histogram.Group, _ histogram: Histogram) -> String {
    guard let name = group.name else { return "NONE" }
    return histogram.grouping == .level ? name.uppercased() : InertText.inert(name)
  }

  private static func column(_ name: String, _ counts: [Int]) -> TextColumn {
    TextColumn(name, counts.map { $0 == 0 ? "." : "\($0)" }, alignment: .right)
  }
}
