package import LogStore
internal import LogWire

/// The made-up container that imported lines belong to.
package enum ImportTarget {
  /// A container for lines that were imported under a name. The same name and project give the same container, so that more
  /// files can be imported into it.
  package static func container(name: String, project: String?, resource: String?) -> ContainerInfo {
    ContainerInfo(
      id: id(name: name, project: project), name: name, project: project, resource: resource,
      logDriver: logDriver)
  }

  /// What stands in place of a log driver.
  static let logDriver = "import"

  /// 64 hex digits, as the Engine's ids have them.
  static func id(name: String, project: String?) -> String {
    // Neither can have a NUL in it.
    let identity = Array("import\0\(project ?? "")\0\(name)".utf8)
    return (UInt8(0)..<4).map { part in
      let digits = String(LineHash.hash(([part] + identity).span.bytes, stream: .stdout), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The name for a file's lines if none is given: the file's, without its folder, and without what says that it is a log:
  /// `/var/log/api.log.1` gives `api`, Docker's `4a1b…-json.log` gives `4a1b…`.
  package static func name(ofFile path: String) -> String {
    guard path != "-" else { return "stdin" }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    var name = Substring(file)
    while let dot = name.lastIndex(of: "."), dot != name.startIndex,
      isExtension(name[name.index(after: dot)...])
    {
      name = name[..<dot]
    }
    if name.hasSuffix("-json"), name.count > 5 { name = name.dropLast(5) }
    return String(name)
  }

  private static func isExtension(_ text: Substring) -> Bool {
    ["log", "txt", "text", "json", "jsonl", "ndjson", "out", "err", "frames"].contains(text.lowercased())
      || (!text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber })
  }
}
