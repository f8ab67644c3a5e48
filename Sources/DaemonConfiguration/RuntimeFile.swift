internal import FoundationEssentials
internal import Glibc

/// The file in which a running lslogd says where its configuration and its store are, for `lslog`.
///
/// `lslogd.json` in `$LSLOG_RUNTIME_DIR`, `/run/lslog` (root) or `$XDG_RUNTIME_DIR/lslog`. Everyone may read it: it holds two
/// paths and a pid. It is replaced as a whole, and a record whose process is gone counts as none.
package struct RuntimeFile: Sendable, Hashable {
  /// Absolute.
  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// Where a daemon of this user writes; nil when there is no place (not root and no `XDG_RUNTIME_DIR`).
  package static func ofDaemon(environment: ProcessEnvironment) -> RuntimeFile? {
    if let directory = environment["LSLOG_RUNTIME_DIR"] {
      return RuntimeFile(path: "\(environment.absolute(directory))/lslogd.json")
    }
    if environment.isRoot { return RuntimeFile(path: "/run/lslog/lslogd.json") }
    return environment["XDG_RUNTIME_DIR"].map { RuntimeFile(path: "\($0)/lslog/lslogd.json") }
  }

  /// The running daemon that a person means: the user's own, else the system's.
  package static func running(environment: ProcessEnvironment) -> RuntimeRecord? {
    var files = [ofDaemon(environment: environment)].compactMap(\.self)
    if environment["LSLOG_RUNTIME_DIR"] == nil, !environment.isRoot {
      files.append(RuntimeFile(path: "/run/lslog/lslogd.json"))
    }
    return files.lazy.compactMap { $0.read() }.first
  }

  /// The record, or nil when there is none, it can't be read, or its process is gone (or is another of the same pid).
  package func read() -> RuntimeRecord? {
    guard let data = try? Data(contentsOf: URL(filePath: path)),
      let record = try? JSONDecoder().decode(RuntimeRecord.self, from: data), record.isCurrent
    else { return nil }
    return record
  }

  /// Writes the record beside the file and renames it into place, so that a reader sees the old one or the new one.
  /// Makes the folder.
  ///
  /// - Throws: ``RuntimeFileError`` with the call that failed.
  package func write(_ record: RuntimeRecord) throws(RuntimeFileError) {
    try makeDirectory()
    let temporary = "\(path).\(record.pid)"
    var bytes = Array((try? JSONEncoder().encode(record)) ?? Data())
    bytes.append(UInt8(ascii: "\n"))
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw RuntimeFileError(call: "open", path: temporary, code: errno) }
    // The umask would keep others from reading it.
    fchmod(descriptor, 0o644)
    let written = Glibc.write(descriptor, bytes, bytes.count)
    let code = written < 0 ? errno : ENOSPC
    close(descriptor)
    guard written == bytes.count else {
      unlink(temporary)
      throw RuntimeFileError(call: "write", path: temporary, code: code)
    }
    guard rename(temporary, path) == 0 else {
      throw RuntimeFileError(call: "rename", path: path, code: errno)
    }
  }

  /// Removes the file if it is this process's own; another daemon may have written its own since.
  package func remove(pid: Int32) {
    if read()?.pid == pid { unlink(path) }
  }

  private func makeDirectory() throws(RuntimeFileError) {
    let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    if mkdir(directory, 0o755) == 0 {
      chmod(directory, 0o755)
    } else if errno != EEXIST {
      throw RuntimeFileError(call: "mkdir", path: directory, code: errno)
    }
  }
}
