/// Paths as a manifest writes them.
enum PathText {
  /// The path seen from the root, without `.`, `..` and doubled slashes. Links are not looked at.
  ///
  /// - Parameters:
  ///   - path: absolute, relative to `folder`, or below `~`.
  ///   - folder: absolute.
  ///   - home: what `~` is; nil: `~` is a name like others.
  static func absolute(_ path: String, in folder: String, home: String?) -> String {
    if let home, path == "~" || path.hasPrefix("~/") { return normalized("\(home)/\(path.dropFirst())") }
    return normalized(path.hasPrefix("/") ? path : "\(folder)/\(path)")
  }

  /// An absolute path without `.`, `..` and doubled slashes.
  static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The folder of an absolute path.
  static func folder(of path: String) -> String {
    let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    return folder.isEmpty ? "/" : String(folder)
  }
}
