/// `.dockerignore` in the obvious way: each pattern is tried on the path and all folders above it, by trying all ways in
/// which stars can be long.
enum SlowIgnore {
  static func excludes(_ path: String, _ lines: [String]) -> Bool {
    let names = path.split(separator: "/").map(String.init)
    let paths = names.indices.map { names[...$0].joined(separator: "/") }
    var isExcluded = false
    for line in lines {
      let isException = line.hasPrefix("!")
      let pattern = cleaned(isException ? String(line.dropFirst()) : line)
      if paths.contains(where: { matches(pattern, $0) }) { isExcluded = !isException }
    }
    return isExcluded
  }

  private static func cleaned(_ pattern: String) -> String {
    let parts = pattern.split(separator: "/").filter { $0 != "." }
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private static func matches(_ pattern: String, _ path: String) -> Bool {
    let special: Set<Character> = ["*", "?", "[", "\\"]
    if pattern.hasPrefix("**"), pattern.dropFirst(2).allSatisfy({ !special.contains($0) || $0 == "\\" }) {
      // A leading `**` with text behind it is the end of the path.
      let text = pattern.dropFirst(2).filter { $0 != "\\" }
      return path.hasSuffix(text) || "/" + path == text
    }
    return match(Array(pattern)[...], Array(path)[...])
  }

  private static func match(_ pattern: ArraySlice<Character>, _ path: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    let rest = pattern.dropFirst()
    if first == "*", rest.first == "*" {
      var behind = rest.dropFirst()
      if behind.first == "/" { behind = behind.dropFirst() }
      if behind.isEmpty { return true }
      if match(behind, path) { return true }
      return path.indices.contains { path[$0] == "/" && match(behind, path[($0 + 1)...]) }
    }
    if first == "*" {
      if match(rest, path) { return true }
      guard let next = path.first, next != "/" else { return false }
      return match(pattern, path.dropFirst())
    }
    guard let next = path.first else { return false }
    switch first {
    case "?": return next != "/" && match(rest, path.dropFirst())
    case "\\": return rest.first == next && match(rest.dropFirst(), path.dropFirst())
    case "[":
      guard let end = rest.firstIndex(of: "]") else { return false }
      let isNegated = rest.first == "^"
      let members = rest[rest.startIndex..<end].drop { $0 == "^" }
      return members.contains(next) != isNegated && match(rest[(end + 1)...], path.dropFirst())
    default: return first == next && match(rest, path.dropFirst())
    }
  }
}
