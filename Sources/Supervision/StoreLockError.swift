internal import Glibc

/// Why the store can't be had for ourselves.
package enum StoreLockError: Error, Hashable, CustomStringConvertible {
  /// Another lslogd has it; its pid, when it could be read.
  case held(directory: String, pid: Int32?)
  /// A system call failed.
  case failed(call: String, path: String, code: Int32)

  /// What happened and what to do.
  package var description: String {
    switch self {
    case .held(let directory, let pid):
      let who = pid.map { "lslogd with pid \($0)" } ?? "another lslogd"
      return "\(who) already runs on the store \(directory); stop it, or choose another store with --store"
    case .failed(let call, let path, let code):
      let hint = code == EACCES || code == EROFS ? "; choose a folder this user may write with --store" : ""
      return "\(call) \(path): \(String(cString: strerror(code)))\(hint)"
    }
  }
}
