internal import Glibc

/// Goes through the files of a context in the order of their names' bytes, a folder before what is in it.
///
/// What is in memory at a time are the names of the folders on the way to the current one. An excluded folder is only
/// opened if something below it may be included; it is then told, as BuildKit does, only if something is.
struct ContextWalk {
  private let root: [UInt8]
  private let rules: IgnoreRules
  /// Included whatever the rules say.
  private let always: Set<[UInt8]>
  /// Called with the absolute path of each socket, pipe and device, which are left out.
  private let skipped: (String) -> Void

  private var frames: [Frame] = []
  private var ready: [ContextEntry] = []

  private struct Frame {
    var path: [UInt8]
    /// The names that are left, the next one last.
    var names: [[UInt8]]
    var verdict: IgnoreRules.Verdict
    /// The folder itself, as long as it was not told.
    var untold: ContextEntry?
  }

  /// Begins at a folder.
  ///
  /// - Throws: ``ContextError`` when it can't be listed.
  init(
    root: [UInt8], rules: IgnoreRules, always: Set<[UInt8]>, skipped: @escaping (String) -> Void
  ) throws(ContextError) {
    self.root = root
    self.rules = rules
    self.always = always
    self.skipped = skipped
    frames = [Frame(path: [], names: try Self.names(in: root), verdict: .init(), untold: nil)]
  }

  /// The next entry; nil at the end.
  ///
  /// - Throws: ``ContextError`` for something that can't be read, or that went away.
  mutating func next() throws(ContextError) -> ContextEntry? {
    while true {
      if let entry = ready.popLast() { return entry }
      guard !frames.isEmpty else { return nil }
      let last = frames.count - 1
      guard let name = frames[last].names.popLast() else {
        frames.removeLast()
        continue
      }
      let path = frames[last].path.isEmpty ? name : frames[last].path + [UInt8(ascii: "/")] + name
      try visit(path, frames[last].verdict)
    }
  }

  private mutating func visit(_ path: [UInt8], _ parent: IgnoreRules.Verdict) throws(ContextError) {
    let verdict = rules.verdict(on: path, in: parent)
    let isIncluded = !verdict.isExcluded || always.contains(path)
    let absolute = absolutePath(path)
    // What is excluded and is no folder need not be readable, nor be there still.
    guard let status = FileStatus.ofLink(absolute) else {
      if !isIncluded { return }
      let errno = errno
      throw ContextError(errno == ENOENT ? .vanished : .unreadable, path: absolute, errno: errno)
    }
    guard let kind = try kind(status, path, isIncluded) else { return }
    let entry = ContextEntry(
      path: path, kind: kind, permissions: status.permissions, modified: status.modified)
    if kind == .folder {
      if isIncluded { tell(entry) }
      guard isIncluded || rules.mayInclude(below: path, verdict) || leadsToAlways(path) else { return }
      frames.append(
        Frame(
          path: path, names: try Self.names(in: absolute), verdict: verdict, untold: isIncluded ? nil : entry)
      )
    } else if isIncluded {
      tell(entry)
    }
  }

  /// What goes into the archive; nil for what doesn't.
  private func kind(
    _ status: FileStatus, _ path: [UInt8], _ isIncluded: Bool
  ) throws(ContextError) -> ContextEntry.Kind? {
    switch status.kind {
    case .folder: return .folder
    case .file: return .file
    case .link: return isIncluded ? .link(try Self.target(of: absolutePath(path))) : nil
    case .special:
      if isIncluded { skipped(String(decoding: absolutePath(path), as: UTF8.self)) }
      return nil
    }
  }

  /// Gives out an entry, and before it the folders above it that were not told.
  private mutating func tell(_ entry: ContextEntry) {
    ready = [entry]
    for index in frames.indices.reversed() {
      guard let folder = frames[index].untold else { continue }
      ready.append(folder)
      frames[index].untold = nil
    }
  }

  private func leadsToAlways(_ folder: [UInt8]) -> Bool {
    always.contains { $0.starts(with: folder + [UInt8(ascii: "/")]) }
  }

  private func absolutePath(_ path: [UInt8]) -> [UInt8] {
    root + [UInt8(ascii: "/")] + path
  }

  private static func target(of link: [UInt8]) throws(ContextError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        withCString(link) { path in text.baseAddress.map { readlink(path, $0, text.count) } ?? -1 }
      }
    }
    guard count >= 0 else {
      let errno = errno
      throw ContextError(errno == ENOENT ? .vanished : .changed, path: link, errno: errno)
    }
    return Array(buffer[..<count])
  }

  /// The names in a folder, in descending order.
  private static func names(in folder: [UInt8]) throws(ContextError) -> [[UInt8]] {
    guard let stream = withCString(folder, { opendir($0) }) else {
      let errno = errno
      throw ContextError(errno == ENOENT ? .vanished : .unreadable, path: folder, errno: errno)
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) { names.append(name) }
    }
    guard errno == 0 else { throw ContextError(.unreadable, path: folder, errno: errno) }
    return names.sorted { $1.lexicographicallyPrecedes($0) }
  }
}
