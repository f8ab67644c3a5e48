internal import Glibc

/// Looks which files there are.
enum FilePresence {
  /// Whether there is anything of that name.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
