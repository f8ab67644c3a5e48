internal import LineContent

/// How text is written in a query.
enum QueryText {
  /// In quotes, with `"` and `\` escaped.
  static func quoted(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = [UInt8(ascii: "\"")]
    for byte in bytes {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
      text.append(byte)
    }
    text.append(UInt8(ascii: "\""))
    return String(decoding: text, as: UTF8.self)
  }

  /// A value, in quotes if it has bytes that may mean something.
  static func spelled(_ bytes: [UInt8], and signs: String = "-.") -> String {
    let isPlain = bytes.allSatisfy { TokenBytes.isToken($0) || signs.utf8.contains($0) }
    return isPlain && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : quoted(bytes)
  }
}
