internal import LogStore
package import LogWire

extension SearchEngine {
  /// How many pieces the time is cut into for ``Pattern/trend``.
  package static let trendBuckets = 8

  /// The patterns that the hits of a request have; its limit is one of patterns, its order is none of its business.
  ///
  /// Memory: a few hundred bytes for each of at most 65,536 patterns; the lines of further ones count as one variable, and that
  /// is reported.
  ///
  /// - Parameter newSince: if given, only patterns that no line of the request's containers has before this moment, whatever the
  ///   query; the request's range begins there.
  /// - Returns: the hits of the report are the lines of all patterns, whether new or not.
  /// - Throws: as ``search(_:_:)``.
  package func patterns(
    _ request: SearchRequest, newSince: Timestamp? = nil
  ) throws -> (PatternReport, SearchReport) {
    var request = request
    if let newSince { request.since = max(newSince, request.since ?? .distantPast) }
    var patterns = PatternReport()
    var problems: [String] = []
    var report = try survey(request) { survey in
      guard let range = survey.timeRange else { return 0 }
      let buckets = TimeBuckets(from: range.lowerBound, to: range.upperBound, count: Self.trendBuckets)
      let counts = PatternCounts(survey, buckets)
      try survey.forEach { try counts.add($0) }
      if counts.isFull { problems.append(Self.tooManyPatterns) }
      var entries = PatternPaths.merged(counts.entries.filter { $0.lines > 0 })
      patterns.buckets = buckets
      patterns.lines = entries.reduce(0) { $0 + $1.lines }
      if let newSince {
        let unseen = try unseen(entries.map(\.template), before: newSince, in: request, &problems)
        entries.removeAll { !unseen.contains($0.template) }
      }
      patterns.count = entries.count
      patterns.patterns = try Self.shown(entries, request.limit, survey)
      return patterns.lines
    }
    // What is damaged is mostly found twice.
    report.problems += problems.filter { !report.problems.contains($0) }
    return (patterns, report)
  }

  private static let tooManyPatterns =
    "there are more than \(PatternCounts.limit) patterns; the lines of the others are counted as <*>"

  /// The most frequent patterns. What a damaged block would have told of their ends and their examples is missing.
  private static func shown(
    _ entries: [PatternEntry], _ limit: Int?, _ survey: HitSurvey
  ) throws -> [Pattern] {
    let sorted = entries.sorted { left, right in
      left.lines == right.lines
        ? left.template.lexicographicallyPrecedes(right.template) : left.lines > right.lines
    }
    var shown = Array(sorted.prefix(limit ?? .max))
    let ends = PatternEnds()
    for number in shown.indices {
      var isSettled = false
      while !isSettled {
        try survey.reportingDamage {
          try shown[number].settle(ends)
          isSettled = true
        }
      }
    }
    let examples = try PatternEnds.messages(of: shown.map(\.example)) { try survey.reportingDamage($0) }
    return zip(shown, examples).map { entry, example in
      Pattern(
        template: entry.template, lines: entry.lines, trend: entry.trend,
        first: entry.ends.first, last: entry.ends.last, example: example)
    }
  }

  /// Those of some templates that no line of a request's containers has before a moment.
  private func unseen(
    _ templates: [[UInt8]], before moment: Timestamp, in request: SearchRequest, _ problems: inout [String]
  ) throws -> Set<[UInt8]> {
    guard moment > .distantPast else { return Set(templates) }
    let earlier = SearchRequest(
      until: Timestamp(nanoseconds: moment.nanoseconds - 1), containers: request.containers)
    var report = SearchReport()
    let segments = try openSegments(earlier, &report)
    defer { pool?.give(segments) }
    var patterns = EarlierPatterns(of: templates, before: moment)
    try forEach(segments, earlier, QueryPlan(earlier.query), &report) { search, tails, report in
      try patterns.look(in: search, tails: tails, problems: &report.problems)
    }
    problems += report.problems
    return patterns.unseen
  }
}
