package import LogWire

/// From when to when to search, both ends included, so that a time copied from a hit finds that hit.
package struct TimeRange: Sendable, Hashable {
  /// Nil: from the first line on.
  package let since: Timestamp?
  /// Nil: to the last line.
  package let until: Timestamp?

  /// All time.
  package static let always = TimeRange(uncheckedSince: nil, until: nil)

  private init(uncheckedSince since: Timestamp?, until: Timestamp?) {
    self.since = since
    self.until = until
  }

  /// Reads the two ends as they were typed; see ``TimeExpression``.
  ///
  /// - Throws: ``TimeExpressionError`` for an end that is no time, or for a range that ends before it begins.
  package init(
    since: String?, until: String?, relativeTo expression: TimeExpression
  ) throws(TimeExpressionError) {
    self.since = if let since { try expression.timestamp(since) } else { nil }
    self.until = if let until { try expression.timestamp(until) } else { nil }
    if let first = self.since, let last = self.until, first > last {
      throw TimeExpressionError(
        .rangeIsBackwards, "--since \(since ?? "") is later than --until \(until ?? "")")
    }
  }
}
