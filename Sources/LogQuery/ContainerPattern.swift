package import Patterns

/// One `--container`, or the value of `container:`: a name, a glob for names, or the first four or more hexadecimal digits of
/// an id.
package struct ContainerPattern: Sendable, Hashable {
  /// Fewer digits than this are a name only: `cafe` is likelier an id than `db`.
  static let shortestIdPrefix = 4

  /// The name, glob or beginning of an id as it was typed.
  package let text: String
  private let glob: Glob
  private let idPrefix: String?

  /// - Parameters:
  ///   - text: as it was typed, not empty.
  ///   - glob: `text`, compiled.
  package init(text: String, glob: Glob) {
    self.text = text
    self.glob = glob
    let isId = text.utf8.count >= Self.shortestIdPrefix && text.utf8.allSatisfy(Self.isHexadecimal)
    self.idPrefix = isId ? text.lowercased() : nil
  }

  /// True if the name fits or the id begins so.
  package func matches(id: String, name: String) -> Bool {
    if glob.matches(name) { return true }
    guard let idPrefix else { return false }
    return id.hasPrefix(idPrefix)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
  }
}
