internal import Glibc

/// A regular file that is open for reading; closed with the object.
struct OpenFile: ~Copyable {
  private let descriptor: Int32

  /// What it was when it was opened.
  let status: FileStatus

  /// Opens a file; a link is not followed unless that is asked for, and a pipe that stands there doesn't block.
  ///
  /// - Throws: ``ContextError``.
  init(_ path: [UInt8], followsLink: Bool = false) throws(ContextError) {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = withCString(path) { open($0, flags) }
    guard descriptor >= 0 else {
      let errno = errno
      throw ContextError(Self.code(of: errno), path: path, errno: errno)
    }
    let status = FileStatus.of(descriptor: descriptor)
    guard let status, status.kind == .file else {
      close(descriptor)
      throw ContextError(followsLink ? .notFile : .changed, path: path)
    }
    self.descriptor = descriptor
    self.status = status
  }

  deinit {
    close(descriptor)
  }

  /// Reads the next bytes, as many as there are and fit.
  ///
  /// - Returns: how many; 0 at the end, or nil with errno set.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { return nil }
    }
  }

  /// What it is now.
  var currentStatus: FileStatus? { FileStatus.of(descriptor: descriptor) }

  /// The whole file.
  ///
  /// - Throws: ``ContextError``; `tooLarge` when it has more than `limit` bytes.
  static func readWhole(_ path: [UInt8], limit: Int) throws(ContextError) -> [UInt8] {
    let file = try OpenFile(path, followsLink: true)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      guard let count = buffer.withUnsafeMutableBytes({ file.read(into: $0) }) else {
        throw ContextError(.unreadable, path: path, errno: errno)
      }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else { throw ContextError(.tooLarge(limit: limit), path: path) }
      bytes += buffer[..<count]
    }
  }

  private static func code(of errno: Int32) -> ContextError.Code {
    switch errno {
    case ENOENT: .vanished
    // A link stands where a file was.
    case ELOOP: .changed
    default: .unreadable
    }
  }
}
