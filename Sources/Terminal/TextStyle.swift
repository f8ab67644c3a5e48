/// The looks that output uses, as "select graphic rendition" sequences of ECMA-48, which every terminal has.
struct TextStyle: Sendable, Hashable {
  private let parameters: String

  private init(_ parameters: String) {
    self.parameters = parameters
  }

  static let dim = TextStyle("2")
  static let bold = TextStyle("1")
  static let match = TextStyle("1;31")
  static let bad = TextStyle("31")
  static let good = TextStyle("32")
  static let waiting = TextStyle("33")

  /// Red is left to errors and matches, black and white to the background.
  private static let palette = ["36", "32", "33", "35", "34", "96", "92", "93", "95", "94"].map {
    TextStyle($0)
  }

  /// The style of a container's name: always the same for a name, from run to run. (FNV-1a, since Swift's own hash is seeded
  /// anew for each process.)
  static func stable(for name: String) -> TextStyle {
    var hash: UInt32 = 0x811C_9DC5
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return palette[Int(hash % UInt32(palette.count))]
  }

  /// Appends what turns the style on.
  func appendStart(to text: inout [UInt8]) {
    text.append(contentsOf: "\u{1B}[\(parameters)m".utf8)
  }

  /// Appends what turns every style off.
  static func appendEnd(to text: inout [UInt8]) {
    text.append(contentsOf: "\u{1B}[0m".utf8)
  }

  /// `text` in this style if `colored`, else as it is.
  func applied(to text: String, colored: Bool) -> String {
    colored ? "\u{1B}[\(parameters)m\(text)\u{1B}[0m" : text
  }
}
