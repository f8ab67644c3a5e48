/// What reads the fields of a line, told of each key on the way down and of each value.
protocol FieldVisitor {
  /// What a visitor wants of a value.
  typealias Interest = FieldInterest

  /// Where on the way down it is; to be given to ``leave(to:)``.
  var mark: Int { get }

  /// Steps down to the value of a key, and says what of it is wanted.
  mutating func enter(key: FieldValue, in line: RawSpan) -> Interest

  /// Steps up again.
  mutating func leave(to mark: Int)

  /// Takes a value that it wants.
  ///
  /// - Returns: true if it has seen enough.
  mutating func take(_ value: FieldValue, in line: RawSpan) -> Bool
}

/// What a ``FieldVisitor`` wants of a value.
struct FieldInterest {
  /// The value, and if it is an array its elements.
  var takesValue: Bool
  /// The fields of an object, or of those in an array.
  var descends: Bool
}

/// A test of the values of one field; see ``LineFields/contains(_:in:where:)``.
package protocol FieldCondition {
  /// True if the value is one that is looked for. For an array it is asked for the whole and for each element.
  func holds(for value: FieldValue, in line: RawSpan) -> Bool
}
