/// Why a size or a duration written by a person was not understood.
package struct QuantityError: Error, Hashable, CustomStringConvertible {
  /// What is wrong with the text.
  package enum Code: Hashable, Sendable {
    /// There is nothing but blanks.
    case empty
    /// A number was expected where something else stands.
    case numberExpected
    /// A number stands without its unit.
    case unitMissing
    /// The unit is not one we know.
    case unitUnknown(String)
    /// In a combined duration the units don't go from large to small, or one is repeated.
    case unitsOutOfOrder
    /// The quantity doesn't fit in 64 bits.
    case tooLarge
  }

  /// What is wrong.
  package let code: Code
  /// The text as it was given.
  package let text: String
  /// What could have stood there, with examples.
  package let expected: String

  /// One sentence: what is wrong and what could have stood there.
  package var description: String {
    let problem =
      switch code {
      case .empty: "nothing is written"
      case .numberExpected: "\"\(text)\" has no whole number where one should be"
      case .unitMissing: "\"\(text)\" has no unit"
      case .unitUnknown(let unit): "\"\(text)\" has the unknown unit \"\(unit)\""
      case .unitsOutOfOrder: "\"\(text)\" must go from large units to small, each once"
      case .tooLarge: "\"\(text)\" is too large"
      }
    return "\(problem); expected \(expected)"
  }
}
