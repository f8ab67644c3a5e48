/// The most frequent values of a field.
package struct TopReport: Sendable, Equatable {
  /// A value, and how many hits have it.
  package struct Value: Sendable, Equatable {
    package let text: [UInt8]
    package let count: Int

    package init(text: [UInt8], count: Int) {
      self.text = text
      self.count = count
    }
  }

  /// What was asked for, as it was given.
  package let field: String
  /// The most frequent first, no more than were asked for.
  package var values: [Value] = []
  /// How many further values there are; if ``undercount`` is not 0, at least so many.
  package var others = 0
  /// How many hits have these, added up.
  package var otherCount = 0
  /// How many hits have no value.
  package var missing = 0
  /// How many hits there are.
  package var hits = 0
  /// By how much a count may be too low, since there were too many values to count all. 0: all counts are exact.
  package var undercount = 0

  package init(field: String) {
    self.field = field
  }
}
