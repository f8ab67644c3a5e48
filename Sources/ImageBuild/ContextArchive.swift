internal import Glibc
internal import NIOCore

/// Makes the archive of a context, a chunk at a time.
///
/// What is in memory is one chunk, and the names of the folders on the way to the current file. Blocks on the file
/// system.
struct ContextArchive: ~Copyable {
  /// How many bytes a chunk has at least, but for the last one.
  static let chunkSize = 256 << 10

  private let root: [UInt8]
  private let writer: TarWriter
  private var walk: ContextWalk
  private var added: [ContextEntry]
  private let replaced: Set<[UInt8]>
  private let note: @Sendable (String) -> Void
  private var source: Source?
  private var isFinished = false
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)

  /// The file that is being read.
  private struct Source: ~Copyable {
    let path: [UInt8]
    let absolutePath: [UInt8]
    let file: OpenFile
    /// What is left of the size that the archive was told.
    var left: Int64
  }

  /// - Parameter note: told what is left out, and what else is worth telling.
  /// - Throws: ``ContextError``.
  init(_ context: BuildContext, note: @escaping @Sendable (String) -> Void) throws(ContextError) {
    let writer = try TarWriter()
    let walk = try ContextWalk(root: context.root, rules: context.rules, always: context.always) { path in
      note("left out of the context, being neither file, folder nor link: \(path)")
    }
    root = context.root
    added = context.added.reversed()
    replaced = Set(context.added.map(\.path))
    self.note = note
    self.writer = writer
    self.walk = walk
  }

  /// The next bytes; nil at the end.
  ///
  /// - Throws: ``ContextError`` when something can't be read as it was when its turn came. The archive must not be used
  ///   then: it lacks its end.
  mutating func nextChunk() throws(ContextError) -> ByteBuffer? {
    while writer.pendingCount < Self.chunkSize, !isFinished {
      if source != nil {
        try copyPiece()
      } else if let entry = try nextEntry() {
        try begin(entry)
      } else {
        try writer.close()
        isFinished = true
      }
    }
    return writer.pendingCount > 0 ? writer.take() : nil
  }

  private mutating func nextEntry() throws(ContextError) -> ContextEntry? {
    if let entry = added.popLast() { return entry }
    while let entry = try walk.next() {
      if !replaced.contains(entry.path) { return entry }
    }
    return nil
  }

  private mutating func begin(_ entry: ContextEntry) throws(ContextError) {
    switch entry.kind {
    case .folder, .link:
      try writer.begin(entry, size: 0)
      try writer.end(path: entry.path)
    case .bytes(let bytes):
      try writer.begin(entry, size: Int64(bytes.count))
      try writer.write(bytes, bytes.count, path: entry.path)
      try writer.end(path: entry.path)
    case .file:
      let absolutePath = root + [UInt8(ascii: "/")] + entry.path
      // What is told of the file is what it is now, open, not what it was when its folder was listed.
      let file = try OpenFile(absolutePath)
      var entry = entry
      entry.permissions = file.status.permissions
      entry.modified = file.status.modified
      try writer.begin(entry, size: file.status.size)
      let size = file.status.size
      source = Source(path: entry.path, absolutePath: absolutePath, file: file, left: size)
    }
  }

  private mutating func copyPiece() throws(ContextError) {
    guard var source = source.take() else { return }
    if source.left > 0 {
      let wanted = Int(min(Int64(buffer.count), source.left))
      let count = buffer.withUnsafeMutableBytes { bytes in
        source.file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<wanted]))
      }
      guard let count else { throw ContextError(.unreadable, path: source.absolutePath, errno: errno) }
      guard count > 0 else { throw ContextError(.changed, path: source.absolutePath) }
      try writer.write(buffer, count, path: source.path)
      source.left -= Int64(count)
      self.source = consume source
      return
    }
    try writer.end(path: source.path)
    if let now = source.file.currentStatus, now.size > source.file.status.size {
      note(
        "grew while it was read, the context has its first \(source.file.status.size) bytes: "
          + String(decoding: source.absolutePath, as: UTF8.self))
    }
  }
}
