internal import LineContent

extension LineMatcher {
  /// What of a hit to highlight: the ranges that the query's words, texts and regular expressions match, where the line tells
  /// a level that is asked for, and the first value of each field that passes its test; in order and apart from each other.
  ///
  /// Negated parts have none. The text of a prefix is that of the prefix, not of the whole token. At most `limit` matches are looked for, so that a line of 1 MiB is not taken apart.
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
    if let level = levelRange(in: line) { ranges.append(level) }
    ranges += shownFields.compactMap { valueRange(of: fields[$0], in: line) }
    return Self.merged(ranges)
  }

  private func levelRange(in line: RawSpan) -> Range<Int>? {
    guard !shownLevels.isEmpty, let mark = Level.mark(in: line) else { return nil }
    return shownLevels.contains { levels[$0].accepts(mark.level) } ? mark.range : nil
  }

  /// Nothing for an object or an array: it is the line, or most of it.
  private func valueRange(of field: Field, in line: RawSpan) -> Range<Int>? {
    guard let value = LineFields.value(of: field.path, in: line, where: field.check),
      value.kind != .object, value.kind != .array, !value.range.isEmpty
    else { return nil }
    return value.range
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
