internal import LineContent
internal import LogWire

/// A ``FieldTest``, asked of the values of a line.
struct FieldCheck: FieldCondition {
  let test: FieldTest
  /// Counts the texts that a regular expression gave up on.
  let tally: PatternTally?

  func holds(for value: FieldValue, in line: RawSpan) -> Bool {
    if test == .exists { return value.kind != .null }
    guard value.kind != .object, value.kind != .array else { return false }
    if value.isEscaped { return holds(for: value.text(in: line).span.bytes) }
    return holds(for: line.extracting(value.range))
  }

  private func holds(for text: RawSpan) -> Bool {
    switch test {
    case .exists: true
    case .text(let pattern): pattern.matches(text)
    case .decimal(let decimal): decimal.isSpelled(text)
    case .number(let comparison, let number):
      FieldNumber(text).map { comparison.holds($0, number) } ?? false
    case .regex: tally?.firstMatch(in: text) != nil
    }
  }
}
