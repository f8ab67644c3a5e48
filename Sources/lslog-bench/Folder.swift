internal import Glibc

/// A folder for what a run makes, removed with all that is in it at the end, however that comes.
final class Folder {
  /// Absolute if `TMPDIR` is.
  let path: String
  private let removal: Guard

  /// Makes it below `TMPDIR`, or `/tmp`.
  ///
  /// - Throws: if that can't be done, or the path is not one that a shell takes as it is.
  init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    guard parent.allSatisfy({ $0.isLetter || $0.isNumber || "/._-".contains($0) }) else {
      throw TextFile.Failure(
        description: "TMPDIR has other signs than letters, digits, '.', '_' and '-': \(parent)")
    }
    path = "\(parent)/lslog-bench-\(getpid())"
    guard mkdir(path, 0o700) == 0 else {
      throw TextFile.Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
    removal = try Guard("rm -rf \(path)")
  }

  /// The path of something in it.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Removes something in it that is not needed any more.
  func remove(_ name: String) throws {
    _ = try Program.shell("rm -rf \(file(name))")
  }
}
