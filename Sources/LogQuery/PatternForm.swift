internal import LogBlocks
internal import LogWire

/// What a pattern shows of templates: those that look alike to a person are one pattern.
///
/// Variables joined by `.`, `:` or `-` are one: dates and times, addresses and versions, `12` and `12.5`. Used by one thread.
struct PatternForm: ~Copyable {
  /// What lines have that are one variable.
  static let whole = [TemplateSyntax.placeholder]

  private var finder = TemplateFinder()

  /// The pattern of the lines of a template.
  static func pattern(of template: some Collection<UInt8>) -> [UInt8] {
    if template.elementsEqual(TemplateSyntax.rawTemplate) { return whole }
    var pattern: [UInt8] = []
    for byte in template {
      if byte == TemplateSyntax.placeholder, endsWithJoint(pattern) {
        pattern.removeLast()
      } else {
        pattern.append(byte)
      }
    }
    return pattern
  }

  /// A variable and a sign that joins it to another.
  private static func endsWithJoint(_ pattern: [UInt8]) -> Bool {
    guard pattern.count > 1, pattern[pattern.count - 2] == TemplateSyntax.placeholder else { return false }
    switch pattern[pattern.count - 1] {
    case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"): return true
    default: return false
    }
  }

  /// The pattern of a line that stands alone.
  mutating func pattern(of message: RawSpan) -> [UInt8] { Self.pattern(of: finder.template(of: message)) }

  /// What is left of a pattern if the words of paths and URLs are variables, too.
  mutating func withoutPaths(_ pattern: [UInt8]) -> [UInt8] {
    Self.pattern(of: finder.withoutPaths(pattern))
  }
}
