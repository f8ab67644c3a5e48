internal import YAMLDocuments

/// An address with places that each container fills: `http://{address}:8080/healthz`, `127.0.0.1:{port:5432}`.
///
/// | written | stands for |
/// |---|---|
/// | `{address}`, `{address:NETWORK}` | the container's address in its first network (`bridge`, then by name), or in that one |
/// | `{port:8080}` | the host's port at which port 8080/tcp of the container is published |
/// | `{name}` | the container's name |
package struct AddressTemplate: Sendable, Hashable {
  /// A part of the address.
  enum Part: Sendable, Hashable {
    case text(String)
    case address(network: String?)
    case port(Int)
    case name
  }

  /// As it was written.
  package let text: String
  let parts: [Part]

  /// Reads the places; what stands between them is not looked at.
  ///
  /// - Throws: ``ProbeValueError`` for a brace that isn't closed, or a place that there isn't.
  package init(_ text: String) throws(ProbeValueError) {
    self.text = text
    parts = try Self.parse(text)
  }

  private static func parse(_ text: String) throws(ProbeValueError) -> [Part] {
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[start] == "{", let end = rest[start...].firstIndex(of: "}") else {
        throw ProbeValueError("\"\(text)\" has a brace without the other one; expected \(expectation)")
      }
      if start > rest.startIndex { parts.append(.text(String(rest[..<start]))) }
      parts.append(try place(rest[rest.index(after: start)..<end]))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }

  private static func place(_ text: Substring) throws(ProbeValueError) -> Part {
    let words = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let argument = words.count == 2 ? words[1] : nil
    switch (words[0], argument) {
    case ("name", nil): return .name
    case ("address", nil): return .address(network: nil)
    case ("address", let network?) where !network.isEmpty: return .address(network: String(network))
    case ("port", let port?):
      guard let number = Int(port), (1...65535).contains(number) else { break }
      return .port(number)
    default: break
    }
    let suggestion = Spelling.closest(to: String(words[0]), among: ["address", "name", "port"])
    throw ProbeValueError(
      "there is no {\(text)}; expected \(expectation)",
      suggestion: suggestion == String(words[0]) ? nil : suggestion)
  }

  private static let expectation = "{address}, {address:NETWORK}, {port:8080} or {name}"
}

extension AddressTemplate: CustomStringConvertible {
  /// As it was written.
  package var description: String { text }
}
