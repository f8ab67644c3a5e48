/// Writes the little JSON that a request's `filters` need.
enum JSONText {
  /// An object of arrays of strings; members without values are left out.
  static func object(_ members: [(name: String, values: [String])]) -> String {
    let parts = members.filter { !$0.values.isEmpty }.map { member in
      string(member.name) + ":[" + member.values.map(string).joined(separator: ",") + "]"
    }
    return "{" + parts.joined(separator: ",") + "}"
  }

  /// A string literal. Source: RFC 8259, section 7.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
