internal import Glibc

/// Says that one lslogd, and only one, runs on a store. Held until the object goes, or the process ends in whatever way.
///
/// flock(2) on `lslogd.lock` in the store's folder; the file holds the pid, for the message, and is never removed: another
/// process might be about to lock it.
package final class StoreLock: Sendable {
  private let file: Descriptor

  /// Takes the lock, and makes the folder and what is missing above it (mode 0750 less the umask).
  ///
  /// - Throws: ``StoreLockError``: another lslogd has it, or a call failed.
  package init(directory: String) throws(StoreLockError) {
    try Self.makeDirectories(directory)
    let path = "\(directory)/lslogd.lock"
    let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard number >= 0 else { throw .failed(call: "open", path: path, code: errno) }
    self.file = Descriptor(owning: number)
    guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      guard code == EWOULDBLOCK else { throw .failed(call: "flock", path: path, code: code) }
      let text = String(decoding: file.readAvailable(limit: 32), as: UTF8.self)
      throw .held(directory: directory, pid: Int32(text.prefix { $0.isWholeNumber }))
    }
    let pid = Array("\(getpid())\n".utf8)
    guard ftruncate(number, 0) == 0, pwrite(number, pid, pid.count, 0) == pid.count else {
      throw .failed(call: "write", path: path, code: errno)
    }
  }

  private static func makeDirectories(_ path: String) throws(StoreLockError) {
    if mkdir(path, 0o750) == 0 || errno == EEXIST { return }
    let code = errno
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw .failed(call: "mkdir", path: path, code: code)
    }
    try makeDirectories(String(path[..<slash]))
    guard mkdir(path, 0o750) == 0 || errno == EEXIST else {
      throw .failed(call: "mkdir", path: path, code: errno)
    }
  }
}
