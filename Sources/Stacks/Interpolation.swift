/// Replaces `${…}` in the text of a scalar.
///
///     ${NAME}  ${env.NAME}   the variable; one that is not set is an error
///     ${NAME:-text}          text if it is not set, or empty
///     ${NAME-text}           text if it is not set
///     ${NAME:?message}       an error with the message if it is not set, or empty
///     ${NAME?message}        an error with the message if it is not set
///     $$                     a dollar sign
///
/// The text of a default may have references itself. Any other `$` stays as it is, so that a line for a shell may have
/// `$1` and `$HOME`. What a variable holds is not looked at again.
package struct Interpolation: Sendable {
  /// Why a text can't be interpolated.
  package struct Failure: Error, Hashable {
    /// What is wrong, and what would be right.
    package var message: String
  }

  /// How deep defaults may be in each other.
  private static let depthLimit = 16
  /// The most bytes of a text that was interpolated.
  private static let sizeLimit = 1 << 20

  private let lookUp: @Sendable (String) -> String?

  /// - Parameter variables: what is set.
  package init(variables: [String: String]) {
    lookUp = { variables[$0] }
  }

  /// A variable's value; nil if it is not set.
  package func value(of name: String) -> String? { lookUp(name) }

  /// - Throws: ``Failure`` of the first reference that is wrong.
  package func applied(to text: String) throws(Failure) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    return try applied(to: text[...], depth: 0)
  }

  private func applied(to text: Substring, depth: Int) throws(Failure) -> String {
    guard depth <= Self.depthLimit else {
      throw Failure(message: "the defaults of variables are more than \(Self.depthLimit) deep in each other")
    }
    var result = ""
    var rest = text
    while let dollar = rest.unicodeScalars.firstIndex(of: "$") {
      result.unicodeScalars += rest.unicodeScalars[..<dollar]
      rest = Substring(rest.unicodeScalars[dollar...].dropFirst())
      switch rest.unicodeScalars.first {
      case "$":
        result += "$"
        rest = Substring(rest.unicodeScalars.dropFirst())
      case "{":
        let (reference, behind) = try Self.reference(at: rest)
        result += try value(of: reference, depth: depth)
        rest = behind
      default: result += "$"
      }
      guard result.utf8.count <= Self.sizeLimit else {
        throw Failure(message: "the text is longer than 1MiB once its variables are replaced")
      }
    }
    return result + rest
  }

  /// What stands between the braces, and what follows them.
  private static func reference(at text: Substring) throws(Failure) -> (Substring, Substring) {
    let scalars = text.unicodeScalars
    var depth = 0
    var last: Unicode.Scalar?
    for index in scalars.indices {
      let scalar = scalars[index]
      // Braces that belong to no reference are text, but for the one that closes.
      if scalar == "{", last == "$" || depth == 0 { depth += 1 }
      if scalar == "}" { depth -= 1 }
      if depth == 0 {
        let inside = scalars[scalars.index(after: scalars.startIndex)..<index]
        return (Substring(inside), Substring(scalars[scalars.index(after: index)...]))
      }
      last = scalar
    }
    throw Failure(message: "'$\(text.prefix(40))' has no closing brace; write $$ for a dollar sign")
  }

  private func value(of reference: Substring, depth: Int) throws(Failure) -> String {
    let named = reference.hasPrefix("env.") ? reference.dropFirst(4) : reference
    let name = String(named.unicodeScalars.prefix(while: Self.isOfName))
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      throw Failure(
        message:
          "'${\(reference.prefix(40))}' names no variable (letters, digits, '_'); write $$ for a dollar sign")
    }
    let rest = Substring(named.unicodeScalars.dropFirst(name.unicodeScalars.count))
    let value = lookUp(name)
    if rest.isEmpty {
      guard let value else {
        throw Failure(
          message: "the variable \(name) is not set; set it, or write a default: ${\(name):-value}")
      }
      return value
    }
    let countsEmpty = rest.unicodeScalars.first == ":"
    let tail = countsEmpty ? Substring(rest.unicodeScalars.dropFirst()) : rest
    let isSet = value.map { !countsEmpty || !$0.isEmpty } ?? false
    let text = Substring(tail.unicodeScalars.dropFirst())
    switch tail.unicodeScalars.first {
    case "-": return isSet ? value ?? "" : try applied(to: text, depth: depth + 1)
    case "?":
      if isSet { return value ?? "" }
      let message = try applied(to: text, depth: depth + 1)
      throw Failure(message: "the variable \(name) is not set" + (message.isEmpty ? "" : ": \(message)"))
    default:
      throw Failure(
        message: "'${\(reference.prefix(40))}' is not understood; expected ${\(name)}, ${\(name):-default}, "
          + "${\(name)-default} or ${\(name):?message}")
    }
  }

  private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_")
  }
}
