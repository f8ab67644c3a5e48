internal import Glibc

/// Says that one process, and only one, writes a shard of imported lines. Held until it goes, or the process ends in whatever
/// way. Shards of collectors need none: lslogd has the lock of the store, and each of its collectors a number.
///
/// flock(2) on `import.lock` in the shard's folder; the file holds the pid, for the message, and is never removed: another
/// process might be about to lock it.
package final class ShardLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, and makes the folder if there is none.
  ///
  /// - Throws: `StoreError.shardInUse` if another has it, `StoreError.file` if a call failed.
  package init(layout: StoreLayout, shard: Int) throws(StoreError) {
    let folder = layout.shardFolder(shard)
    try SystemCall.makeDirectories(folder)
    let path = folder + "/import.lock"
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard opened >= 0 else { throw .file(path: path, action: "open", errno: errno) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let pid = Self.pid(in: opened)
      close(opened)
      guard code == EWOULDBLOCK else { throw .file(path: path, action: "lock", errno: code) }
      throw .shardInUse(path: folder, pid: pid)
    }
    descriptor = opened
    let pid = Array("\(getpid())\n".utf8)
    guard ftruncate(opened, 0) == 0, pwrite(opened, pid, pid.count, 0) == pid.count else {
      throw .file(path: path, action: "write", errno: errno)
    }
  }

  deinit { close(descriptor) }

  private static func pid(in descriptor: Int32) -> Int32? {
    var text = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &text, text.count, 0)
    return Int32(
      String(decoding: text.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}
