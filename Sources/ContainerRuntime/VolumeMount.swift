/// What is mounted into a container.
public struct VolumeMount: Sendable, Hashable {
  /// What it is on the host.
  public enum Source: Sendable, Hashable {
    /// A file or a folder by its absolute path.
    case hostPath(String)
    /// A volume by its name in the project.
    case named(String)
    /// A volume of this container alone.
    case anonymous
  }

  /// What it is on the host.
  public var source: Source
  /// Where it is in the container, absolute.
  public var target: String
  /// Whether the container can't write to it.
  public var isReadOnly: Bool

  /// Mounts something.
  public init(source: Source, target: String, isReadOnly: Bool = false) {
    self.source = source
    self.target = target
    self.isReadOnly = isReadOnly
  }

  /// Reads `[source:]target[:ro|:rw]`. A source that begins with `/`, `.` or `~` is a path, another a name.
  ///
  /// - Parameters:
  ///   - text: what was written.
  ///   - folder: what relative paths are relative to; absolute.
  ///   - home: what `~` is; nil: an error.
  /// - Throws: ``RuntimeError/invalidSpec(_:)``, which says what is wrong.
  public init(parsing text: String, relativeTo folder: String, home: String?) throws(RuntimeError) {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    isReadOnly = false
    if parts.count > 1, let mode = parts.last, !mode.hasPrefix("/") {
      guard mode == "ro" || mode == "rw" else {
        throw .invalidSpec("'\(text)' is no volume: '\(mode)' is neither ro nor rw, and no absolute path")
      }
      isReadOnly = mode == "ro"
      parts.removeLast()
    }
    guard let target = parts.last, target.hasPrefix("/"), target != "/", parts.count <= 2 else {
      throw .invalidSpec(
        "'\(text)' is no volume: write data:/var/lib/data, ./folder:/path or /path, and :ro behind it")
    }
    self.target = String(target)
    source = parts.count == 2 ? try Self.source(parts[0], of: text, folder, home) : .anonymous
  }

  private static func source(
    _ part: Substring, of text: String, _ folder: String, _ home: String?
  ) throws(RuntimeError) -> Source {
    if part.hasPrefix("/") { return .hostPath(String(part)) }
    if part == "~" || part.hasPrefix("~/") {
      guard let home else { throw .invalidSpec("'\(text)' is no volume: '~' is not known, HOME is not set") }
      return .hostPath(home + part.dropFirst())
    }
    if part == "." || part == ".." || part.hasPrefix("./") || part.hasPrefix("../") {
      return .hostPath("\(folder)/\(part)")
    }
    let isName =
      part.utf8.count > 1 && part.first != "." && part.first != "-"
      && part.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || "_.-".utf8.contains(byte)
      }
    guard isName else {
      throw .invalidSpec(
        "'\(text)' is no volume: '\(part)' is no name (letters, digits, '_', '.', '-'); a path begins with ./ or /"
      )
    }
    return .named(String(part))
  }
}
