internal import LogWire

extension SearchEngine {
  /// The fields that the hits of a request have, whose own limit and order are none of its business.
  ///
  /// A field whose value is null counts, too. Memory: at most 10,000 names of 4 MiB together, and two values of each.
  ///
  /// - Parameter limit: how many fields to give.
  /// - Throws: as ``search(_:_:)``.
  package func fields(of request: SearchRequest, limit: Int) throws -> (FieldReport, SearchReport) {
    var fields = FieldReport()
    let report = try survey(request) { survey in
      let counts = FieldCounts(survey)
      try survey.forEach { try counts.add($0) }
      let found = counts.entries.indices.filter { counts.entries[$0].count > 0 }
      let shown = found.sorted { left, right in
        let (left, right) = (counts.entries[left], counts.entries[right])
        return left.count == right.count
          ? left.name.lexicographicallyPrecedes(right.name) : left.count > right.count
      }.prefix(limit)
      try counts.findExamples(for: Array(shown))
      fields.fields = shown.map { number in
        let entry = counts.entries[number]
        return FieldReport.Field(name: entry.name, count: entry.count, examples: entry.values)
      }
      fields.count = found.count
      fields.missing = counts.missing
      fields.hits = counts.hits
      fields.isFull = counts.isFull
      return counts.hits
    }
    return (fields, report)
  }
}
