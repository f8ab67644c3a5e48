package import Patterns

/// One thing that a container may be chosen by.
package indirect enum SelectionRule: Sendable, Hashable {
  /// Its name, without a slash.
  case name(Glob)

  /// Its image as it was named when the container was made.
  case image(Glob)

  /// A label that it has, and what the label's value must be; nil for any.
  case label(key: String, value: Glob?)

  /// Of each group one rule must apply; with no groups it applies to every container.
  case each([[SelectionRule]])

  /// Parses `key` or `key=glob`.
  ///
  /// - Throws: ``GlobSyntaxError`` for a bad pattern, or when the key is empty.
  package static func label(parsing text: String) throws(GlobSyntaxError) -> SelectionRule {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let key = parts.first, !key.isEmpty else {
      throw GlobSyntaxError(offset: 0, reason: "the label has no key")
    }
    guard parts.count == 2 else { return .label(key: String(key), value: nil) }
    do {
      return .label(key: String(key), value: try Glob(String(parts[1])))
    } catch {
      let offset = key.unicodeScalars.count + 1 + error.offset
      throw GlobSyntaxError(offset: offset, reason: error.reason)
    }
  }

  /// Whether it applies to a container.
  package func matches(name: String, image: String, labels: [String: String]) -> Bool {
    switch self {
    case .name(let glob): glob.matches(name)
    case .image(let glob): glob.matches(image)
    case .label(let key, .none): labels[key] != nil
    case .label(let key, let glob?): labels[key].map { glob.matches($0) } ?? false
    case .each(let groups):
      groups.allSatisfy { group in group.contains { $0.matches(name: name, image: image, labels: labels) } }
    }
  }

  /// Whether it can't be decided without the image's name.
  var looksAtImages: Bool {
    switch self {
    case .image: true
    case .name, .label: false
    case .each(let groups): groups.contains { $0.contains(where: \.looksAtImages) }
    }
  }
}
