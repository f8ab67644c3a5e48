internal import Glibc

/// Says that one process, and only one, writes a shard of imported lines. Held until it goes, or the process ends in whatever
/// way. Shards of collectors need none: lslogd has the lock of the store, and each of its collectors a number.
///
/// flock(2) on two files in the shard's folder, which are never removed: another process might be about to lock them.
/// `import.lock` is held by an import, and has its pid, for the message; `write.lock` by whoever writes.
package final class ShardLock: Sendable {
  /// What the shard is written for.
  package enum Purpose: Sendable {
    /// One at a time. Waits until maintenance, which never takes long, has ended.
    case `import`
    /// Done only while no import runs.
    case maintenance
  }

  private let descriptors: [Int32]

  /// Takes the lock, and makes the folder if there is none.
  ///
  /// - Throws: `StoreError.shardInUse` if another has it, `StoreError.file` if a call failed.
  package init(layout: StoreLayout, shard: Int, for purpose: Purpose = .import) throws(StoreError) {
    let folder = layout.shardFolder(shard)
    try SystemCall.makeDirectories(folder)
    guard purpose == .import else {
      descriptors = [try Self.lock(folder, "write.lock", waits: false)]
      return
    }
    let own = try Self.lock(folder, "import.lock", waits: false)
    do throws(StoreError) {
      let pid = Array("\(getpid())\n".utf8)
      guard ftruncate(own, 0) == 0, pwrite(own, pid, pid.count, 0) == pid.count else {
        throw .file(path: folder + "/import.lock", action: "write", errno: errno)
      }
      descriptors = [own, try Self.lock(folder, "write.lock", waits: true)]
    } catch {
      close(own)
      throw error
    }
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  private static func lock(_ folder: String, _ name: String, waits: Bool) throws(StoreError) -> Int32 {
    let path = "\(folder)/\(name)"
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard opened >= 0 else { throw .file(path: path, action: "open", errno: errno) }
    while flock(opened, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      let pid = Self.pid(in: opened)
      close(opened)
      guard code == EWOULDBLOCK else { throw .file(path: path, action: "lock", errno: code) }
      throw .shardInUse(path: folder, pid: pid)
    }
    return opened
  }

  private static func pid(in descriptor: Int32) -> Int32? {
    var text = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &text, text.count, 0)
    return Int32(
      String(decoding: text.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}
