internal import FoundationEssentials
internal import Glibc

/// A folder that is deleted with this object; in memory where that is possible, since the tests sync files thousands of times.
package final class TestFolder: Sendable {
  package let path: String

  package init() throws {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    path = "\(parent)/lslog-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of `name` in the folder.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Whether there is such a file.
  package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// A folder with the same files.
  package func copy() throws -> TestFolder {
    let copy = try TestFolder()
    try FileManager.default.removeItem(atPath: copy.path)
    try FileManager.default.copyItem(atPath: path, toPath: copy.path)
    return copy
  }
}
