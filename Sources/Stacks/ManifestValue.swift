internal import Quantities
internal import YAMLDocuments

/// How the text of a scalar becomes a value.
enum ManifestValue {
  /// Docker's longest names for hosts have so many characters.
  private static let nameLength = 63

  /// A name of a project or a resource: letters and digits, with `-` and `_` between them.
  static func name(_ text: String) throws(ValueProblem) -> String {
    let bytes = Array(text.utf8)
    let isName =
      bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      && bytes.first.map(isLetterOrDigit) ?? false && bytes.last.map(isLetterOrDigit) ?? false
    guard isName, bytes.count <= nameLength else {
      throw ValueProblem(
        message:
          "\"\(text)\" is no name; expected 1 to \(nameLength) letters and digits, with '-' or '_' between them"
      )
    }
    return text
  }

  /// The name of a container. Source: the names that the Engine accepts.
  static func containerName(_ text: String) throws(ValueProblem) -> String {
    let bytes = Array(text.utf8)
    let isName =
      (2...128).contains(bytes.count) && isLetterOrDigit(bytes[0])
      && bytes.allSatisfy { isLetterOrDigit($0) || "_.-".utf8.contains($0) }
    guard isName else {
      throw ValueProblem(
        message:
          "\"\(text)\" is no name of a container; expected 2 to 128 letters, digits, '_', '.' or '-', the first "
          + "a letter or a digit")
    }
    return text
  }

  /// A duration within bounds.
  static func duration(_ bounds: ClosedRange<Duration>) -> (String) throws -> Duration {
    { text in
      let duration = try Duration(parsing: text)
      guard bounds.contains(duration) else {
        let expected = "expected \(bounds.lowerBound.text) to \(bounds.upperBound.text)"
        throw ValueProblem(message: "\(duration.text) is out of bounds; \(expected)")
      }
      return duration
    }
  }

  /// A duration of whole seconds, which is all that the Engine knows there.
  static func seconds(_ bounds: ClosedRange<Duration>) -> (String) throws -> Duration {
    { text in
      let duration = try Self.duration(bounds)(text)
      guard duration.components.attoseconds == 0 else {
        throw ValueProblem(
          message: "\(duration.text) is no whole number of seconds, which is what the Engine takes")
      }
      return duration
    }
  }

  /// A whole number within bounds.
  static func integer(_ bounds: ClosedRange<Int>) -> (String) throws(ValueProblem) -> Int {
    { text throws(ValueProblem) in
      let expected = "expected a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
      guard let number = Int(text) else {
        throw ValueProblem(message: "\"\(text)\" is no number; \(expected)")
      }
      guard bounds.contains(number) else {
        throw ValueProblem(message: "\(number) is out of bounds; \(expected)")
      }
      return number
    }
  }

  /// One of a few words.
  static func word<Value: RawRepresentable<String> & CaseIterable>(_ text: String) throws(ValueProblem)
    -> Value
  {
    if let value = Value(rawValue: text) { return value }
    let words = Value.allCases.map(\.rawValue)
    throw ValueProblem(
      message: "\"\(text)\" is not known; expected \(words.joined(separator: ", "))",
      suggestion: Spelling.closest(to: text, among: words))
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
