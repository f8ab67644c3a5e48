internal import Patterns
internal import Quantities
internal import YAMLDocuments

/// How the text of a key becomes a value.
enum ProbeValue {
  /// A duration within bounds.
  static func duration(_ text: String, _ bounds: ClosedRange<Duration>) throws(ProbeValueError) -> Duration {
    let duration: Duration
    do { duration = try Duration(parsing: text) } catch { throw ProbeValueError("\(error)") }
    guard bounds.contains(duration) else {
      throw ProbeValueError(
        "\(duration.text) is out of bounds; expected \(bounds.lowerBound.text) to \(bounds.upperBound.text)")
    }
    return duration
  }

  /// A whole number within bounds.
  static func number(_ text: String, _ bounds: ClosedRange<Int>) throws(ProbeValueError) -> Int {
    guard let number = Int(text), bounds.contains(number) else {
      throw ProbeValueError(
        "\"\(text)\" is none; expected a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return number
  }

  /// `true` or `false`.
  static func flag(_ text: String) throws(ProbeValueError) -> Bool {
    switch text {
    case "true": true
    case "false": false
    default: throw ProbeValueError("\"\(text)\" is neither; expected true or false")
    }
  }

  /// One of a few words.
  static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ type: Word.Type
  ) throws(ProbeValueError) -> Word {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    throw ProbeValueError(
      "\"\(text)\" is not known; expected \(words.joined(separator: ", "))",
      suggestion: Spelling.closest(to: text, among: words))
  }

  /// A regular expression.
  static func pattern(_ text: String) throws(ProbeValueError) -> RegularExpression {
    do throws(RegularExpressionError) {
      return try RegularExpression(text)
    } catch {
      throw ProbeValueError("\"\(text)\" is no regular expression: \(error)")
    }
  }
}
