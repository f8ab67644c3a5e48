internal import LogWire

extension SearchEngine {
  /// How many different values of a field are counted at once; see ``TopReport/undercount``.
  package static let topValues = 100_000

  /// The most frequent values that a field has in the hits of a request, whose own limit and order are none of its business.
  ///
  /// A line counts once for each value that it has. The count of a value is how many hits a test of the field for this value
  /// has, case aside. Memory: at most ``topValues`` values of 32 MiB together.
  ///
  /// - Parameters:
  ///   - limit: how many values to give.
  ///   - values: how many are counted at once.
  /// - Throws: as ``search(_:_:)``.
  package func top(
    _ field: TopField, of request: SearchRequest, limit: Int, counting values: Int = topValues
  ) throws -> (TopReport, SearchReport) {
    switch field.kind {
    case .grouping(let grouping): return try top(grouping, named: field.name, of: request, limit: limit)
    case .field(let path):
      var top = TopReport(field: field.name)
      let report = try survey(request) { survey in
        let tally = FieldTally(survey, path, ValueTally(countLimit: values))
        try survey.forEach { try tally.add($0) }
        top.values = tally.values.top(limit)
        top.missing = tally.missing
        top.hits = tally.hits
        top.undercount = tally.values.undercount
        top.others = tally.values.counts.count - top.values.count
        let shown = top.values.reduce(0) { $0 + $1.count }
        top.otherCount = tally.values.counts.values.reduce(0, +) - shown + tally.values.droppedCount
        return tally.hits
      }
      return (top, report)
    }
  }

  /// Names of containers and the like are few: all are counted.
  private func top(
    _ grouping: HitGrouping, named name: String, of request: SearchRequest, limit: Int
  ) throws -> (TopReport, SearchReport) {
    var top = TopReport(field: name)
    let report = try survey(request) { survey in
      let counts = HistogramCounts(survey, .always, grouping)
      try survey.forEach { try counts.add($0) }
      let groups = counts.groups
      top.hits = groups.reduce(0) { $0 + $1.total }
      top.missing = groups.first { $0.name == nil }?.total ?? 0
      let values = groups.compactMap { group in
        group.name.map { TopReport.Value(text: Array($0.utf8), count: group.total) }
      }.sorted { $0.count > $1.count }
      top.values = Array(values.prefix(limit))
      top.others = values.count - top.values.count
      top.otherCount = values.dropFirst(limit).reduce(0) { $0 + $1.count }
      return top.hits
    }
    return (top, report)
  }
}
