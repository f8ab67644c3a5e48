internal import Glibc

/// A file that is there whole or not at all: written under another name beside it, and renamed at the end.
///
/// If it is not committed, what was written is deleted with this object. Owns the descriptor.
package struct WholeFile: ~Copyable {
  /// Where to write.
  package let descriptor: Int32
  private let path: String
  private let temporary: String
  private var isCommitted = false

  /// Creates the file, readable for its owner and group.
  ///
  /// - Throws: ``OutputError``.
  package init(path: String) throws(OutputError) {
    var template = Array("\(path).XXXXXX".utf8CString)
    let opened = unsafe mkstemp(&template)
    guard opened >= 0 else { throw OutputError(systemError: errno, brokenPipe: EPIPE) }
    _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
    // mkstemp(3) gives it to its owner alone. Others get what the umask leaves them.
    let mask = umask(0)
    umask(mask)
    fchmod(opened, 0o666 & ~mask)
    self.path = path
    descriptor = opened
    temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Makes what was written durable, and gives it its name, replacing a file that has it.
  package mutating func commit() throws(OutputError) {
    guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
      throw OutputError(systemError: errno, brokenPipe: EPIPE)
    }
    isCommitted = true
  }

  deinit {
    close(descriptor)
    if !isCommitted { unlink(temporary) }
  }
}
