/// The name of an image: `[registry/]path[:tag][@digest]`.
///
/// Source: <https://pkg.go.dev/github.com/distribution/reference>, its grammar, and Docker's familiar names: a first component
/// with a dot or a colon, or `localhost`, is a registry; without one it is Docker Hub, where a path of
/// one component is in `library/`.
public struct ImageReference: Sendable, Hashable {
  /// The registry that Docker means where none is named.
  public static let defaultRegistry = "docker.io"

  /// The host, and the port if there is one.
  public let registry: String
  /// The path in the registry.
  public let path: String
  /// The tag; nil if only a digest was given.
  public let tag: String?
  /// The digest, `sha256:…`.
  public let digest: String?
  /// The name without tag and digest, as it was written.
  public let name: String

  /// Reads a name; the tag is `latest` where neither a tag nor a digest is given.
  ///
  /// - Throws: ``RuntimeError/invalidSpec(_:)``, which says what is wrong with it.
  public init(parsing text: String) throws(RuntimeError) {
    var rest = text[...]
    var digest: String?
    if let at = rest.firstIndex(of: "@") {
      digest = try Self.checked(digest: rest[rest.index(after: at)...], of: text)
      rest = rest[..<at]
    }
    var tag: String?
    // A colon before a slash belongs to the port of the registry.
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
      tag = try Self.checked(tag: rest[rest.index(after: colon)...], of: text)
      rest = rest[..<colon]
    }
    name = String(rest)
    self.digest = digest
    self.tag = tag ?? (digest == nil ? "latest" : nil)
    (registry, path) = try Self.split(name: rest, of: text)
  }

  /// The name with its tag and digest, in few words: as people write it.
  public var text: String {
    name + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
  }

  private static func split(name: Substring, of text: String) throws(RuntimeError) -> (String, String) {
    let components = name.split(separator: "/", omittingEmptySubsequences: false)
    let first = components.first ?? ""
    let isRegistry =
      components.count > 1 && (first.contains(".") || first.contains(":") || first == "localhost")
    let path = components.dropFirst(isRegistry ? 1 : 0)
    if isRegistry { try check(registry: first, of: text) }
    guard !path.isEmpty, path.allSatisfy({ isPathComponent($0) }) else {
      if name.isEmpty { throw invalid(text, "its name is missing") }
      throw invalid(
        text, "the parts of a name are of lower-case letters and digits, with '.', '_' or '-' between them")
    }
    guard name.utf8.count <= 255 else { throw invalid(text, "a name has at most 255 characters") }
    let registry = isRegistry ? String(first) : defaultRegistry
    let joined = path.joined(separator: "/")
    let isOfLibrary = (registry == defaultRegistry || registry == "index.docker.io") && path.count == 1
    return (registry, isOfLibrary ? "library/\(joined)" : joined)
  }

  private static func check(registry: Substring, of text: String) throws(RuntimeError) {
    let host = registry.prefix { $0 != ":" }
    let port = registry.dropFirst(host.count)
    let isHost = host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      !label.isEmpty && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
    guard isHost else { throw invalid(text, "'\(host)' is no name of a host") }
    guard port.isEmpty || UInt16(port.dropFirst()).map({ $0 > 0 }) ?? false else {
      throw invalid(text, "'\(port.dropFirst())' is no port")
    }
  }

  private static func checked(tag: Substring, of text: String) throws(RuntimeError) -> String {
    let isTag =
      (1...128).contains(tag.utf8.count) && tag.first != "." && tag.first != "-"
      && tag.utf8.allSatisfy { isLetterOrDigit($0) || "_.-".utf8.contains($0) }
    guard isTag else {
      throw invalid(
        text, "a tag has 1 to 128 letters, digits, '_', '.' and '-', and begins with none of '.' and '-'")
    }
    return String(tag)
  }

  private static func checked(digest: Substring, of text: String) throws(RuntimeError) -> String {
    let parts = digest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let isHex = { (byte: UInt8) in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
    let lengths = ["sha256": 64, "sha384": 96, "sha512": 128]
    guard parts.count == 2, let length = lengths[String(parts[0])], parts[1].utf8.count == length,
      parts[1].utf8.allSatisfy(isHex)
    else { throw invalid(text, "a digest is 'sha256:' and 64 hex digits in lower case") }
    return String(digest)
  }

  private static func isPathComponent(_ text: Substring) -> Bool {
    // Between letters and digits may stand one '.', one or two '_', or any number of '-'.
    guard let first = text.utf8.first, let last = text.utf8.last, isWordByte(first), isWordByte(last) else {
      return false
    }
    return text.utf8.split(whereSeparator: isWordByte).allSatisfy { separator in
      let bytes = Array(separator)
      return bytes == [UInt8(ascii: ".")] || bytes == [UInt8(ascii: "_")]
        || bytes == [UInt8(ascii: "_"), UInt8(ascii: "_")] || bytes.allSatisfy { $0 == UInt8(ascii: "-") }
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func invalid(_ text: String, _ reason: String) -> RuntimeError {
    .invalidSpec("'\(text)' is no image: \(reason)")
  }
}

extension ImageReference: CustomStringConvertible {
  /// ``text``.
  public var description: String { text }
}
