internal import LogQuery

/// The template of a pattern for people.
enum PatternTemplate {
  /// The bytes with `<*>` for each variable.
  static func shown(_ template: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in template {
      if byte == Pattern.variable { text.append(contentsOf: "<*>".utf8) } else { text.append(byte) }
    }
    return text
  }
}
