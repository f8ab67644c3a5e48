internal import Glibc

/// Finds the template of single lines: the one that a block would have for the line.
///
/// Used by one thread; its memory grows to the longest line and is used again.
package struct TemplateFinder: ~Copyable {
  private var splitter = LineSplitter()
  private var sample: [UInt8] = []

  /// Stands for a variable where a template is taken apart as a line: a token with digits that tells no level.
  private static let digits = [UInt8](repeating: UInt8(ascii: "0"), count: 8)

  package init() {}

  /// The template of a message, with ``TemplateSyntax/placeholder`` for each variable; ``TemplateSyntax/rawTemplate`` for one
  /// that blocks have as one variable. A block that finds no room for a new template has its line as one variable, too;
  /// of that nothing is known here.
  ///
  /// Complexity: O(message).
  package mutating func template(of message: RawSpan) -> [UInt8] {
    message.withUnsafeBytes { bytes in
      guard let text = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty else { return [] }
      guard bytes.count <= TemplateSyntax.maximumLine,
        memchr(text, Int32(TemplateSyntax.placeholder), bytes.count) == nil
      else { return TemplateSyntax.rawTemplate }
      splitter.split(text, count: bytes.count, splitsPaths: false)
      return Array(UnsafeBufferPointer(start: splitter.template, count: splitter.templateCount))
    }
  }

  /// What the lines of a template have in common once the words of paths and URLs are variables, too.
  ///
  /// The template of a container that has them so already is given as it is. Complexity: O(template).
  package mutating func withoutPaths(_ template: [UInt8]) -> [UInt8] {
    guard template.contains(UInt8(ascii: "/")) else { return template }
    sample.removeAll(keepingCapacity: true)
    for byte in template {
      if byte == TemplateSyntax.placeholder { sample += Self.digits } else { sample.append(byte) }
    }
    guard sample.count <= TemplateSyntax.maximumLine else { return template }
    return sample.withUnsafeBufferPointer { bytes in
      guard let text = bytes.baseAddress else { return template }
      splitter.split(text, count: bytes.count, splitsPaths: true)
      let found = UnsafeBufferPointer(start: splitter.template, count: splitter.templateCount)
      return found.elementsEqual(TemplateSyntax.rawTemplate) ? template : Array(found)
    }
  }
}
