internal import Glibc

/// The files that a build may use: a folder, less what its `.dockerignore` keeps out.
///
/// The Dockerfile and `.dockerignore` are always sent, since the engine reads them; the classic builder takes them out
/// again where the patterns say so, BuildKit leaves them. A `.dockerignore` of the Dockerfile's own, `NAME.dockerignore`
/// beside it, counts instead of the context's. A Dockerfile elsewhere is sent under a made-up name.
package struct BuildContext: Sendable {
  /// The name of the Dockerfile in the context, for the builder.
  package let dockerfile: String

  /// The folder, without links in its path.
  let root: [UInt8]
  /// What is kept out.
  let rules: IgnoreRules
  /// What is sent whatever the rules say.
  let always: Set<[UInt8]>
  /// What is sent besides the folder's files.
  let added: [ContextEntry]

  /// The most bytes of a Dockerfile outside of the context, and of a file of patterns.
  private static let largestFile = 4 << 20

  /// Looks at the folder, the Dockerfile and the patterns. Blocks on the file system.
  ///
  /// - Parameters:
  ///   - folder: the context's absolute path.
  ///   - dockerfile: relative to it, or absolute.
  /// - Throws: ``ContextError``.
  package init(folder: String, dockerfile: String) throws(ContextError) {
    root = try Self.root(folder)
    let isAbsolute = dockerfile.hasPrefix("/")
    let named = isAbsolute ? Array(dockerfile.utf8) : root + Array("/\(dockerfile)".utf8)
    guard let status = FileStatus.ofTarget(named), let real = Self.realPath(named) else {
      let errno = errno
      let isMissing = errno == ENOENT || errno == ENOTDIR
      throw ContextError(isMissing ? .missingDockerfile : .unreadable, path: named, errno: errno)
    }
    guard status.kind == .file else { throw ContextError(.notFile, path: named) }
    let standardIgnoreFile = Array(".dockerignore".utf8)
    let patterns = try Self.patterns([
      named + standardIgnoreFile, root + [UInt8(ascii: "/")] + standardIgnoreFile,
    ])
    rules = try IgnoreRules(parsing: patterns?.text ?? [], file: patterns?.file ?? "")

    let prefix = root.last == UInt8(ascii: "/") ? root : root + [UInt8(ascii: "/")]
    if real.starts(with: prefix), let inside = String(validating: real.dropFirst(prefix.count), as: UTF8.self)
    {
      self.dockerfile = inside
      always = [Array(inside.utf8), standardIgnoreFile]
      added = []
    } else {
      let name = ".dockerfile." + RandomName.make()
      let text = try OpenFile.readWhole(real, limit: Self.largestFile)
      // By this line the classic builder knows that the file is not part of the context.
      let ignoreText = (patterns?.text ?? []) + Array("\n\(name)\n".utf8)
      self.dockerfile = name
      always = []
      added = [
        ContextEntry(path: Array(name.utf8), kind: .bytes(text), permissions: 0o600, modified: 0),
        ContextEntry(path: standardIgnoreFile, kind: .bytes(ignoreText), permissions: 0o600, modified: 0),
      ]
    }
  }

  private static func root(_ folder: String) throws(ContextError) -> [UInt8] {
    guard !folder.utf8.contains(0), let status = FileStatus.ofTarget(Array(folder.utf8)),
      let root = realPath(Array(folder.utf8))
    else {
      let errno = errno
      throw ContextError(
        errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable, path: folder, errno: errno)
    }
    guard status.kind == .folder else { throw ContextError(.notFolder, path: folder) }
    return root
  }

  /// The path without links; nil with errno set.
  private static func realPath(_ path: [UInt8]) -> [UInt8]? {
    guard let text = withCString(path, { realpath($0, nil) }) else { return nil }
    defer { free(text) }
    return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }

  /// The first of the files that is there.
  private static func patterns(
    _ files: [[UInt8]]
  ) throws(ContextError) -> (text: [UInt8], file: String)? {
    for file in files where FileStatus.ofTarget(file) != nil {
      return (try OpenFile.readWhole(file, limit: largestFile), String(decoding: file, as: UTF8.self))
    }
    return nil
  }
}
