internal import Patterns
internal import Synchronization

/// A regular expression of a matcher, and how often it gave up.
final class PatternTally: Sendable {
  private let expression: RegularExpression
  private let abandoned = Atomic(0)

  init(_ expression: RegularExpression) {
    self.expression = expression
  }

  /// The first match at `start` or later. Nil also where the expression gives up, which is counted.
  func firstMatch(in bytes: RawSpan, from start: Int = 0) -> Range<Int>? {
    switch expression.firstMatch(in: bytes, from: start) {
    case .match(let range): return range
    case .noMatch: return nil
    case .gaveUp:
      abandoned.add(1, ordering: .relaxed)
      return nil
    }
  }

  /// What to tell of the lines for which nothing is known.
  var problem: String? {
    let count = abandoned.load(ordering: .relaxed)
    guard count > 0 else { return nil }
    return """
      \(expression) took too many steps on \(count) \(count == 1 ? "line" : "lines"), taken as lines without it; \
      write it without repetitions in repetitions such as (a+)+
      """
  }
}
