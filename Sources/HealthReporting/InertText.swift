/// Text from outside, for a line that people read.
enum InertText {
  /// At most `limit` characters; what is no visible character, line ends among them, becomes a space.
  static func line(_ text: String, limit: Int = 300) -> String {
    var line = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < limit else { return String(line) + "…" }
      count += 1
      line.append(isVisible(scalar) ? scalar : " ")
    }
    return String(line)
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
    default: true
    }
  }
}
