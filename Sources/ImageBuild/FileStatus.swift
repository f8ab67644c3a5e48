internal import Glibc

/// What the file system says of a path.
struct FileStatus {
  /// What it is.
  enum Kind: Hashable {
    case file
    case folder
    case link
    /// A socket, a pipe or a device.
    case special
  }

  /// What it is.
  let kind: Kind
  /// The permissions, with set-user-id, set-group-id and sticky bit.
  let permissions: mode_t
  /// The bytes of a file.
  let size: Int64
  /// When the content changed last, seconds since 1970.
  let modified: Int

  /// - Returns: nil with errno set.
  static func ofLink(_ path: [UInt8]) -> FileStatus? {
    var status = stat()
    return withCString(path) { lstat($0, &status) } == 0 ? FileStatus(status) : nil
  }

  /// - Returns: nil with errno set.
  static func ofTarget(_ path: [UInt8]) -> FileStatus? {
    var status = stat()
    return withCString(path) { stat($0, &status) } == 0 ? FileStatus(status) : nil
  }

  /// - Returns: nil with errno set.
  static func of(descriptor: Int32) -> FileStatus? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .special
      }
    permissions = status.st_mode & 0o7777
    size = Int64(status.st_size)
    modified = status.st_mtim.tv_sec
  }
}

/// Passes a path to a system call; it holds no zero byte, since it came from one or from a checked text.
func withCString<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
  (path + [0]).withUnsafeBufferPointer { bytes in
    bytes.withMemoryRebound(to: CChar.self) { text in
      guard let start = text.baseAddress else { preconditionFailure("an array with a zero byte is empty") }
      return body(start)
    }
  }
}
