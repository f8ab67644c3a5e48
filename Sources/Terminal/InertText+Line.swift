extension InertText {
  /// The inert form of some bytes.
  static func inert(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    append(bytes.span, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The begin of an inert line, as far as it fits into so many columns; one that was cut ends with `…`.
  ///
  /// - Parameter width: nil: nothing is cut.
  static func cut(_ line: String, at width: Int?) -> String {
    guard let width, DisplayWidth.columns(line) > width else { return line }
    var left = max(0, width - 1)
    let begin = line.prefix { character in
      left -= DisplayWidth.columns(String(character))
      return left >= 0
    }
    return begin + "…"
  }
}
