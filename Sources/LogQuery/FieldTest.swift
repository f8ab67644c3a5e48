package import LineContent
package import Patterns

/// What a field's value must be.
///
/// Texts are those of strings without escapes, and the spellings of numbers and booleans. Of an array one element must pass.
package enum FieldTest: Sendable, Hashable {
  /// The field stands there, and its value is not null.
  case exists
  /// The value's text is as the pattern says.
  case text(FieldPattern)
  /// The value is this number, or a string that spells it.
  case decimal(Decimal)
  /// The value is a number, or a string that spells one, and stands so to another.
  case number(Comparison, FieldNumber)
  /// The expression matches somewhere in the value's text.
  case regex(RegularExpression)
}

extension FieldTest {
  /// As it is written in a query, with the operator before it.
  var spelling: String {
    switch self {
    case .exists: ":*"
    case .text(let pattern): ":\(pattern)"
    case .decimal(let decimal): ":\(decimal)"
    case .number(let comparison, let number): "\(comparison.rawValue)\(number)"
    case .regex(let expression): ":\(expression)"
    }
  }
}
