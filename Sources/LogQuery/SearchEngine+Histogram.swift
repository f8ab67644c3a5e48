internal import LogWire

extension SearchEngine {
  /// How many hits a request has over time; its limit and order are none of its business.
  ///
  /// - Parameters:
  ///   - grouping: what the hits are told apart by; nil: nothing.
  ///   - maximum: how many buckets there are at most, at least 2.
  ///   - calendar: whose hours and days the buckets begin with.
  /// - Returns: the hits that were counted are also those of the report.
  /// - Throws: as ``search(_:_:)``.
  package func histogram(
    _ request: SearchRequest, by grouping: HitGrouping?, atMost maximum: Int, calendar: CivilCalendar
  ) throws -> (Histogram, SearchReport) {
    var histogram = Histogram()
    histogram.grouping = grouping
    let report = try survey(request) { survey in
      guard let range = survey.timeRange else { return 0 }
      let buckets = TimeBuckets(
        roundFrom: range.lowerBound, to: range.upperBound, atMost: maximum, calendar: calendar)
      let counts = HistogramCounts(survey, buckets, grouping)
      try survey.forEach { try counts.add($0) }
      histogram.buckets = buckets
      histogram.groups = counts.groups
      histogram.dropLastMoment(range.upperBound)
      return histogram.groups.reduce(0) { $0 + $1.total }
    }
    return (histogram, report)
  }
}
