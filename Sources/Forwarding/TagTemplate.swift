/// A template for the tag of forwarded lines: text with fields of the container in braces.
///
///     {resource|name}        the resource, or the name when there is none
///     {project}/{resource}
///     {{literal braces}}
///
/// Pure. Parsed once when the configuration is loaded, rendered once a container.
package struct TagTemplate: Sendable, Hashable {
  /// What can stand in braces.
  package enum Field: String, Sendable, Hashable, CaseIterable {
    /// The label `lightshuttle.resource`.
    case resource
    /// The label `lightshuttle.project`.
    case project
    /// The container's name.
    case name
    /// The container's id, as long as the caller gives it.
    case id
    /// The image as it was asked for.
    case image
  }

  private enum Part: Sendable, Hashable {
    case text(String)
    /// The first field that is not empty.
    case firstOf([Field])
  }

  private let parts: [Part]

  /// Parses a template.
  ///
  /// - Throws: ``TagTemplateError`` for an unknown field, braces that don't pair up, and a template with nothing in it.
  package init(_ template: String) throws(TagTemplateError) {
    var parts: [Part] = []
    var text = ""
    var rest = template[...]
    while let character = rest.first {
      let offset = template.unicodeScalars.distance(from: template.startIndex, to: rest.startIndex)
      rest.removeFirst()
      switch character {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        text.append(character)
        rest.removeFirst()
      case "{":
        guard let end = rest.firstIndex(of: "}") else {
          throw TagTemplateError(code: .unclosed, offset: offset)
        }
        if !text.isEmpty { parts.append(.text(text)) }
        text = ""
        parts.append(.firstOf(try Self.fields(rest[..<end], offset: offset + 1)))
        rest = rest[rest.index(after: end)...]
      case "}": throw TagTemplateError(code: .unopened, offset: offset)
      default: text.append(character)
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    guard !parts.isEmpty else { throw TagTemplateError(code: .empty, offset: 0) }
    self.parts = parts
  }

  /// The tag.
  ///
  /// - Parameter value: Gives a field's value; nil and the empty string count as none.
  /// - Returns: Never empty: when no field has a value, and there is no text, `container`.
  package func render(_ value: (Field) -> String?) -> String {
    let tag = parts.map { part in
      switch part {
      case .text(let text): text
      case .firstOf(let fields): fields.lazy.compactMap(value).first { !$0.isEmpty } ?? ""
      }
    }.joined()
    return tag.isEmpty ? "container" : tag
  }

  private static func fields(_ text: Substring, offset: Int) throws(TagTemplateError) -> [Field] {
    var fields: [Field] = []
    var position = offset
    for name in text.split(separator: "|", omittingEmptySubsequences: false) {
      guard let field = Field(rawValue: String(name)) else {
        throw TagTemplateError(code: .unknownField(String(name)), offset: position)
      }
      fields.append(field)
      position += name.unicodeScalars.count + 1
    }
    return fields
  }
}
