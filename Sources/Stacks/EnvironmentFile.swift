internal import YAMLDocuments

/// Reads `.env`: a line `NAME=value` for each variable.
///
/// Empty lines and lines that begin with `#` say nothing; `export` before a name is passed over. A value in single quotes is
/// taken as it is; in double quotes `\n`, `\t`, `\"`, `\\` and `\$` are known; another one ends before ` #`, and spaces
/// around it don't count. Of a name that stands twice the last counts. Values are not interpolated.
enum EnvironmentFile {
  /// - Throws: ``ManifestError`` with every line that is none of these.
  static func parse(_ text: String, file: String) throws(ManifestError) -> [String: String] {
    var variables: [String: String] = [:]
    var problems: [DocumentProblem] = []
    for (number, line) in zip(1..., text.split(separator: /\r?\n/, omittingEmptySubsequences: false)) {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let (name, value) = variable(line) else {
        problems.append(
          DocumentProblem(
            file: file, line: number, key: "",
            message: "this is no variable; expected NAME=value, with quotes closed at the end"))
        continue
      }
      variables[name] = value
    }
    guard problems.isEmpty else { throw ManifestError(problems: problems) }
    return variables
  }

  private static func variable(_ line: Substring) -> (String, String)? {
    let line = line.hasPrefix("export ") ? line.dropFirst(7).drop { $0 == " " } : line
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let name = trimmed(line[..<equals])
    let isName = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    guard isName, !name.isEmpty, let value = value(trimmed(line[line.index(after: equals)...])) else {
      return nil
    }
    return (String(name), value)
  }

  private static func value(_ text: Substring) -> String? {
    switch text.first {
    case "'":
      let inside = text.dropFirst().prefix { $0 != "'" }
      return isEnd(text[inside.endIndex...].dropFirst()) && inside.endIndex < text.endIndex
        ? String(inside) : nil
    case "\"": return doubleQuoted(text.dropFirst())
    default:
      let comment = text.ranges(of: /(^|[ \t])#/).first
      return String(trimmed(text[..<(comment?.lowerBound ?? text.endIndex)]))
    }
  }

  private static func doubleQuoted(_ text: Substring) -> String? {
    var result = ""
    var rest = text
    while let character = rest.popFirst() {
      switch character {
      case "\"": return isEnd(rest) ? result : nil
      case "\\":
        switch rest.popFirst() {
        case "n": result.append("\n")
        case "t": result.append("\t")
        case .some(let other) where "\"\\$".contains(other): result.append(other)
        case .some(let other): result += "\\\(other)"
        case nil: return nil
        }
      default: result.append(character)
      }
    }
    return nil
  }

  private static func isEnd(_ rest: Substring) -> Bool {
    let rest = trimmed(rest)
    return rest.isEmpty || rest.hasPrefix("#")
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
