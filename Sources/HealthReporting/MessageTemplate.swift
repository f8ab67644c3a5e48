internal import FoundationEssentials
internal import Glibc
internal import HealthStore
internal import LogWire

/// A JSON document with placeholders, for services that have a schema of their own.
///
/// `{text}` and the like stand within strings and become text that is escaped for that; `{json}` stands for the whole document of ours,
/// `{count}` for a number. `{{` is a brace. A brace before anything but a word in lower case and a closing brace is a brace,
/// too, so that JSON can be written as it is.
package struct MessageTemplate: Sendable, Hashable {
  /// What can be filled in.
  package enum Placeholder: String, Sendable, CaseIterable {
    case text, title, kind, name, project, resource, state, reason, since, host, channel, id, count, json
  }

  private enum Part: Sendable, Hashable {
    case literal(String)
    case placeholder(Placeholder)
  }

  /// The most bytes that a template may have.
  package static let limit = 65536

  private let parts: [Part]

  /// - Throws: ``TemplateError`` for an unknown placeholder, and when what comes out for names with quotes in them is no JSON.
  package init(_ template: String) throws(TemplateError) {
    guard template.utf8.count <= Self.limit else {
      throw TemplateError("the template is longer than \(Self.limit) bytes")
    }
    parts = try Self.parse(template)
    let sample = render(Self.sample)
    guard (try? JSONDecoder().decode(AnyDocument.self, from: Data(sample))) != nil else {
      throw TemplateError(
        "what the template makes is no JSON; placeholders other than {json} and {count} stand within quotes")
    }
  }

  /// Reads a template.
  ///
  /// - Throws: ``TemplateError``, also when the file can't be read or is not UTF-8.
  package init(file path: String) throws(TemplateError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TemplateError("it can't be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Self.limit + 1)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw TemplateError("it can't be read: \(String(cString: strerror(errno)))") }
    guard let text = String(validating: bytes.prefix(count), as: UTF8.self) else {
      throw TemplateError("it is not UTF-8")
    }
    try self.init(text)
  }

  package func render(_ message: HealthMessage) -> [UInt8] {
    parts.flatMap { part -> [UInt8] in
      switch part {
      case .literal(let text): Array(text.utf8)
      case .placeholder(let placeholder): Self.value(placeholder, message)
      }
    }
  }

  private static func parse(_ template: String) throws(TemplateError) -> [Part] {
    var parts: [Part] = []
    var literal = ""
    var rest = template[...]
    while let brace = rest.firstIndex(of: "{") {
      literal += rest[..<brace]
      rest = rest[rest.index(after: brace)...]
      if rest.first == "{" {
        literal += "{"
        rest.removeFirst()
        continue
      }
      let word = rest.prefix { ("a"..."z").contains($0) || $0 == "_" }
      guard !word.isEmpty, rest[word.endIndex...].first == "}" else {
        literal += "{"
        continue
      }
      guard let placeholder = Placeholder(rawValue: String(word)) else {
        let line = template[..<word.startIndex].count { $0.isNewline } + 1
        let known = Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        throw TemplateError("line \(line): {\(word)} is not known; expected \(known), or {{ for a brace")
      }
      parts += [.literal(literal), .placeholder(placeholder)]
      literal = ""
      rest = rest[word.endIndex...].dropFirst()
    }
    return parts + [.literal(literal + rest)]
  }

  private static func value(_ placeholder: Placeholder, _ message: HealthMessage) -> [UInt8] {
    let event = message.leading
    return switch placeholder {
    case .json: message.json()
    case .count: Array(String(message.events.count + message.omitted).utf8)
    case .text: escaped(message.text)
    case .title: escaped(message.title)
    case .kind: escaped(message.kind)
    case .name: escaped(event?.subject.name ?? "")
    case .project: escaped(event?.subject.project ?? "")
    case .resource: escaped(event?.subject.resource ?? "")
    case .state: escaped(event?.state.name ?? "")
    case .reason: escaped(event?.reason ?? "")
    case .since: escaped(event?.since.description ?? "")
    case .host: escaped(message.host)
    case .channel: escaped(message.channel)
    case .id: escaped(message.id)
    }
  }

  /// As it stands between the quotes of a JSON string.
  private static func escaped(_ text: String) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { preconditionFailure("text can't be encoded") }
    return Array(data.dropFirst().dropLast())
  }

  private static let sample = HealthMessage(
    channel: "c", host: "h\\", database: "d",
    events: [
      HealthEvent(
        kind: .down, subject: Subject(id: "i", name: "a \" \\ \n", project: "\"", resource: "\t"),
        state: .unhealthy,
        since: .distantPast, downSince: .distantPast, reason: "\"}", transition: 1)
    ])
}

/// Why a template can't be used.
package struct TemplateError: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

/// Any JSON document.
private struct AnyDocument: Decodable {
  init(from decoder: any Decoder) throws {}
}
