extension LineMatcher {
  /// What of a hit to highlight: the ranges that the query's words, texts and regular expressions match, in order and apart
  /// from each other.
  ///
  /// Negated parts have none, and neither have tests of fields and levels. The text of a prefix is that of the prefix, not of
  /// the whole token. At most `limit` matches are looked for, so that a line of 1 MiB is not taken apart.
  package func matchedRanges(in line: RawSpan, limit: Int = 256) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for needle in shownNeedles.map({ needles[$0] }) {
      var position = 0
      while ranges.count < limit, let found = firstMatch(of: needle, in: line, from: position) {
        position = found + needle.count
        ranges.append(found..<position)
      }
    }
    for expression in shownExpressions.map({ expressions[$0] }) {
      var position = 0
      while ranges.count < limit, let found = expression.firstMatch(in: line, from: position) {
        // An empty match shows nothing, and must not be found for ever.
        position = max(found.upperBound, position + 1)
        if !found.isEmpty { ranges.append(found) }
        if position > line.byteCount { break }
      }
    }
    return Self.merged(ranges)
  }

  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
