/// Why a tag template can't be used.
package struct TagTemplateError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  package enum Code: Sendable, Hashable {
    /// There is nothing in it.
    case empty
    /// `{` without its `}`.
    case unclosed
    /// `}` without its `{`.
    case unopened
    /// What stands in braces is no field.
    case unknownField(String)
  }

  /// What is wrong.
  package let code: Code
  /// Where, in Unicode scalars from 0.
  package let offset: Int

  package init(code: Code, offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// What is wrong, where, and what could have stood there.
  package var description: String {
    let place = "at character \(offset + 1)"
    switch code {
    case .empty: return "the template is empty; expected one such as {resource|name}"
    case .unclosed: return "\"{\" \(place) has no \"}\"; write {{ for the character itself"
    case .unopened: return "\"}\" \(place) has no \"{\"; write }} for the character itself"
    case .unknownField(let name):
      let known = TagTemplate.Field.allCases.map(\.rawValue).joined(separator: ", ")
      return "unknown field \"\(name)\" \(place); expected \(known), or several with | between"
    }
  }
}
